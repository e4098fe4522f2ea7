#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "auth/credential.h"
#include "base/random.h"

namespace entrepot::auth {

/// What a credential is called in memory: a keyed hash, so that a copy of the cache neither shows a secret nor lets one
/// be guessed at a fast hash's speed.
struct CredentialKey {
  std::array<std::uint64_t, 4> words{};
  bool operator==(const CredentialKey&) const = default;
};

struct CredentialKeyHash {
  std::size_t operator()(const CredentialKey& key) const noexcept { return static_cast<std::size_t>(key.words[0]); }
};

/// Makes such keys (BLAKE2b, RFC 7693) with a random key of this process. Any thread.
class CredentialHasher {
 public:
  explicit CredentialHasher(Random& random);
  ~CredentialHasher();
  CredentialHasher(const CredentialHasher&) = delete;
  CredentialHasher& operator=(const CredentialHasher&) = delete;

  /// `shown_from`: for whom alone the answer holds; empty: for everybody.
  CredentialKey of(const Credential& credential, std::string_view shown_from) const;
  CredentialKey of_path_token(std::int64_t repository_id, std::string_view token, std::string_view shown_from) const;
  CredentialKey of_session(std::string_view secret) const;

 private:
  CredentialKey hash(char kind, std::string_view shown_from, std::string_view owner, std::string_view secret) const;
  std::array<std::byte, 32> key_{};
};

}  // namespace entrepot::auth
