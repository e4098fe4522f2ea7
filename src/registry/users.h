#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/event_log.h"

namespace entrepot::registry {

struct UserRecord {
  std::int64_t id = 0;
  std::string slug;
  std::string slug_perm;
  std::string name;
  std::string email;  ///< empty when not given
  bool is_admin = false;
  bool is_disabled = false;
  bool has_password = false;
  Timestamp created_at{};
  std::optional<Timestamp> last_sign_in_at{};  ///< by name and password, on the website or for a key
};

struct NewUser {
  std::string slug;
  std::string name{};  ///< empty: the slug
  std::optional<std::string> email{};
  std::optional<std::string> password_hash{};  ///< from Authenticator::hash_new_password
  bool is_admin = false;
};

/// Makes a user and the namespace of the same name. Server admins only.
Result<UserRecord> create_user(WriteContext& context, const NewUser& user);
/// Disabled users keep everything and can do nothing, at once; their sessions end for good. Server admins only; not
/// oneself.
Result<UserRecord> disable_user(WriteContext& context, std::string_view slug);
Result<UserRecord> enable_user(WriteContext& context, std::string_view slug);
/// Ends the user's sessions too, but the actor's own. The user itself or a server admin; the present password is
/// `change_password`'s business (passwords.h).
Result<UserRecord> set_password(WriteContext& context, std::string_view slug, const std::string& password_hash);

/// Oneself, or anybody for a server admin; others are `not_found`, as if they did not exist.
Result<UserRecord> find_user_to_change(store::Transaction& transaction, const auth::Principal& actor,
                                       std::string_view slug, Timestamp now);
/// By slug, without regard to case; `not_found` with a sentence.
Result<UserRecord> find_user(store::Transaction& transaction, std::string_view slug);
Result<UserRecord> find_user_by_id(store::Transaction& transaction, std::int64_t id);
/// What others may know of a user: oneself, server admins, and whoever is in an organisation with them; for all others
/// `not_found`.
Result<UserRecord> find_profile(store::Transaction& transaction, const auth::Principal& actor, std::string_view slug,
                                Timestamp now);
/// The slug of the only user with that e-mail address; nothing where there is none, or more than one.
Result<std::optional<std::string>> user_of_email(store::Transaction& transaction, std::string_view email);
/// Server admins see all, others themselves. By slug.
Result<std::vector<UserRecord>> list_users(store::Transaction& transaction, const auth::Principal& actor,
                                           Timestamp now);

}  // namespace entrepot::registry
