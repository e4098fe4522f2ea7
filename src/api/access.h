#pragma once

#include <cstdint>
#include <string_view>

#include "api/error_body.h"
#include "auth/principal.h"
#include "base/error.h"

namespace entrepot::api {

/// Who may use a route. The route table names one per row; `check_access` is the one place that reads it.
enum class Access : std::uint8_t {
  anyone,                ///< credentials are not looked at
  sign_in,               ///< nor are they here; not for pages of other sites
  operators,             ///< as the option metrics-access says
  repository_read,       ///< whoever may read the repository in the path
  repository_write,      ///< whoever may publish to it
  repository_admin,      ///< whoever may administer it
  optional_credentials,  ///< anybody; credentials that are shown must be good
  signed_in,             ///< a user by password or API key; the workflow decides the rest
  server_admin,          ///< a server administrator
};
std::string_view access_word(Access access);
bool is_of_repository(Access access);
bool looks_at_credentials(Access access);

/// What came of a request's credentials.
enum class Shown : std::uint8_t {
  nothing,  ///< none were sent: never counted as a failed login
  wrong,    ///< unknown, expired, revoked, disabled or unreadable
  known,
};

/// Everything that an access decision looks at. A value.
struct AccessQuestion {
  Access access = Access::anyone;
  ErrorShape shape = ErrorShape::cargo;
  Shown shown = Shown::nothing;
  const auth::Principal& principal;                   ///< anonymous unless `known`
  auth::Privilege privilege = auth::Privilege::none;  ///< on the repository; none when there is no such repository
  bool is_server_admin = false;
};

/// Pure. What a principal may not see does not exist: without credentials `unauthenticated` (the answer then carries
/// the challenges), with others `not_found`, in the same words for a repository that does not exist. `forbidden` only
/// for what may be seen. The management API tells wrong credentials at once, and takes no entitlement tokens.
Result<void> check_access(const AccessQuestion& question);

/// The one sentence for what is not there or must not be seen.
std::unexpected<Error> repository_not_found();

}  // namespace entrepot::api
