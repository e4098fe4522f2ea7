#include "auth/password.h"

#include <sodium.h>

#include <array>

#include "auth/tokens.h"
#include "base/log.h"

namespace entrepot::auth {

Result<void> check_password(const Secret& password) {
  if (password.reveal().size() < 8) return invalid("The password must have at least 8 characters.");
  if (password.reveal().size() > 256) return invalid("The password must have at most 256 characters.");
  if (looks_like_api_key(password.reveal())) return invalid("The password must not have the form of an API key.");
  return {};
}

Result<std::string> hash_password(const Secret& password, PasswordCost cost) {
  if (sodium_init() < 0) return internal_error("libsodium did not start");
  std::array<char, crypto_pwhash_STRBYTES> out{};
  const std::string_view text = password.reveal();
  if (crypto_pwhash_str_alg(out.data(), text.data(), text.size(), cost.operations, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return unavailable("The server has no memory to hash a password just now; try again.", 5,
                       "argon2id: out of memory");
  }
  return std::string(out.data());
}

bool verify_password(std::string_view hash, const Secret& password) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  std::array<char, crypto_pwhash_STRBYTES> stored{};
  hash.copy(stored.data(), hash.size());
  const std::string_view text = password.reveal();
  return crypto_pwhash_str_verify(stored.data(), text.data(), text.size()) == 0;
}

void verify_nothing(const Secret& password, PasswordCost cost) {
  // The price lies in the hashing, so hashing is as good as comparing with somebody's hash. A failure only makes it
  // cheap.
  if (!hash_password(password, cost)) log_warning("A password could not be hashed for an unknown user");
}

}  // namespace entrepot::auth
