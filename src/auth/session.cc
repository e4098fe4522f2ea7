#include "auth/session.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/encoding.h"

namespace entrepot::auth {
namespace {

constexpr std::string_view kCsrfPurpose = "entrepot csrf token";

}  // namespace

Timestamp absolute_end(const SessionTimes& times, const SessionLimits& limits) {
  return times.created_at + limits.absolute;
}

Timestamp idle_end(const SessionTimes& times, const SessionLimits& limits) {
  return std::min(times.last_used_at + limits.idle, absolute_end(times, limits));
}

Secret make_session_secret(Random& random) {
  return Secret(random_alphanumeric(random, kSessionSecretLength));
}

bool looks_like_session_secret(std::string_view text) {
  return text.size() == kSessionSecretLength && std::ranges::all_of(text, is_alphanumeric);
}

std::string csrf_token(std::string_view session_secret) {
  static_assert(kSessionSecretLength <= crypto_generichash_KEYBYTES_MAX);
  std::array<std::byte, 32> hash{};
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(kCsrfPurpose.data()), kCsrfPurpose.size(),
                     reinterpret_cast<const unsigned char*>(session_secret.data()),
                     std::min<std::size_t>(session_secret.size(), crypto_generichash_KEYBYTES_MAX));
  return encode_hex(hash);
}

bool is_csrf_token_of(std::string_view session_secret, std::string_view token) {
  const std::string right = csrf_token(session_secret);
  return token.size() == right.size() && sodium_memcmp(token.data(), right.data(), right.size()) == 0;
}

}  // namespace entrepot::auth
