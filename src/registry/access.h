#pragma once

#include <string>
#include <string_view>

#include "auth/principal.h"
#include "base/error.h"
#include "registry/event_log.h"
#include "registry/repository.h"

namespace entrepot::registry {

// What a principal must be for a verb. A repository that it may not see is `not_found`, whatever was asked.

Result<void> require_privilege(const auth::Principal& actor, const RepositoryRecord& repository, auth::Privilege least,
                               Timestamp now);
/// The same, of the user's own: that everybody reads a public repository does not count.
Result<void> require_own_privilege(const auth::Principal& actor, const RepositoryRecord& repository,
                                   auth::Privilege least, Timestamp now);
Result<void> require_server_admin(const auth::Principal& actor, Timestamp now);
/// A user, by password or by a key of scope admin that is not restricted.
Result<void> require_full_user(const auth::Principal& actor, Timestamp now);

// One sentence for one thing that is missing.

std::unexpected<Error> repository_not_found(std::string_view namespace_slug, std::string_view repository_slug);
std::unexpected<Error> namespace_not_found(std::string_view slug);
std::unexpected<Error> user_not_found(std::string_view slug);
std::unexpected<Error> crate_not_found(std::string_view name);
std::unexpected<Error> version_not_found(std::string_view crate, std::string_view version);

/// 1 to 50 characters of UTF-8 without control characters; `what` begins the sentence ("The name").
Result<void> check_display_name(std::string_view what, std::string_view name);

/// What stands for a row in the management API for ever: 12 random alphanumerics.
std::string make_slug_perm(Random& random);

}  // namespace entrepot::registry
