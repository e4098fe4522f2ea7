#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/secret.h"
#include "registry/event_log.h"

namespace entrepot::registry {

struct ApiKeyRecord {
  std::int64_t id = 0;
  std::string slug_perm;
  std::int64_t user_id = 0;
  std::string user;
  std::string name;
  std::string prefix;  ///< the first characters, to tell keys apart
  auth::Scope scope = auth::Scope::publish;
  std::optional<std::vector<std::string>> repositories{};  ///< "namespace/repository"
  std::optional<std::vector<std::string>> crate_patterns{};
  Timestamp created_at{};
  std::optional<Timestamp> expires_at{};
  std::optional<Timestamp> revoked_at{};
  std::optional<Timestamp> last_used_at{};
};

struct NewApiKey {
  std::string name;
  auth::Scope scope = auth::Scope::publish;
  std::optional<std::vector<std::string>> repositories{};    ///< "namespace/repository"
  std::optional<std::vector<std::string>> crate_patterns{};  ///< `name`, `prefix*`, `*`
  std::optional<Timestamp> expires_at{};
  std::optional<std::string> user{};  ///< somebody else's, made by a server admin
};

/// The secret exists here for the only time.
struct CreatedApiKey {
  ApiKeyRecord record;
  auth::Secret secret;
};

/// Needs a password or a key of scope admin; a key never makes one that may do more than itself.
Result<CreatedApiKey> create_api_key(WriteContext& context, const NewApiKey& key);
/// One's own; a server admin sees those of `user`, or all; a key that is restricted, or not of scope admin, sees
/// itself. Newest first, revoked ones included.
Result<std::vector<ApiKeyRecord>> list_api_keys(store::Transaction& transaction, const auth::Principal& actor,
                                                std::optional<std::string> user, Timestamp now);
/// A key of scope admin called "login", for a client that has shown the password. A user has at most kMostLoginKeys of
/// them: one more revokes the oldest.
inline constexpr std::size_t kMostLoginKeys = 10;
Result<CreatedApiKey> create_login_key(WriteContext& context);
/// Another secret for one's own key, which keeps all else; the old one is useless at once. With a password or an
/// unrestricted key of scope admin: a key that leaked must not be able to take itself over.
Result<CreatedApiKey> refresh_api_key(WriteContext& context, std::string_view slug_perm);
/// By slug_perm. One's own, or any for a server admin. Works at once; again is no error.
Result<void> revoke_api_key(WriteContext& context, std::string_view slug_perm);

}  // namespace entrepot::registry
