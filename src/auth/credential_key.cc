#include "auth/credential_key.h"

#include <sodium.h>

#include <cstring>

#include "base/encoding.h"

namespace entrepot::auth {

CredentialHasher::CredentialHasher(Random& random) {
  random.fill(key_.data(), key_.size());
}

CredentialHasher::~CredentialHasher() {
  wipe(key_.data(), key_.size());
}

CredentialKey CredentialHasher::hash(char kind, std::string_view shown_from, std::string_view owner,
                                     std::string_view secret) const {
  crypto_generichash_state state;
  crypto_generichash_init(&state, reinterpret_cast<const unsigned char*>(key_.data()), key_.size(), 32);
  crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&kind), 1);
  for (const std::string_view part : {shown_from, owner, secret}) {
    const std::uint64_t length = part.size();  // keeps ("ab", "c") and ("a", "bc") apart
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&length), sizeof length);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(part.data()), part.size());
  }
  CredentialKey key;
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(key.words.data()), 32);
  return key;
}

CredentialKey CredentialHasher::of(const Credential& credential, std::string_view shown_from) const {
  if (credential.kind == Credential::Kind::token) return hash('t', shown_from, {}, credential.secret.reveal());
  return hash('n', shown_from, to_lower(credential.name), credential.secret.reveal());
}

CredentialKey CredentialHasher::of_path_token(std::int64_t repository_id, std::string_view token,
                                              std::string_view shown_from) const {
  return hash('p', shown_from, {reinterpret_cast<const char*>(&repository_id), sizeof repository_id}, token);
}

CredentialKey CredentialHasher::of_session(std::string_view secret) const {
  return hash('s', {}, {}, secret);
}

}  // namespace entrepot::auth
