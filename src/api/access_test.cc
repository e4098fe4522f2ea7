#include "api/access.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace entrepot::api {
namespace {

using auth::Principal;
using auth::PrincipalKind;
using auth::Privilege;

Principal user() {
  return {.kind = PrincipalKind::user, .user_id = 7, .user = "anna"};
}
Principal entitlement() {
  return {.kind = PrincipalKind::entitlement, .entitlement_id = 3};
}

struct Row {
  std::string what;
  Access access;
  ErrorShape shape;
  Shown shown;
  Principal principal;
  Privilege privilege;
  bool is_server_admin;
  int status;  ///< 200: allowed
};

constexpr auto kCargo = ErrorShape::cargo;
constexpr auto kManagement = ErrorShape::management;

TEST(Access, DecidesAsItsTableSays) {
  const std::vector<Row> rows{
      {"nobody reads a public one", Access::repository_read, kCargo, Shown::nothing, {}, Privilege::read, false, 200},
      {"nobody reads a private one", Access::repository_read, kCargo, Shown::nothing, {}, Privilege::none, false, 401},
      {"wrong key, private", Access::repository_read, kCargo, Shown::wrong, {}, Privilege::none, false, 404},
      {"stranger, private", Access::repository_read, kCargo, Shown::known, user(), Privilege::none, false, 404},
      {"nobody writes a public one", Access::repository_write, kCargo, Shown::nothing, {}, Privilege::read, false, 401},
      {"wrong key writes a public one",
       Access::repository_write,
       kCargo,
       Shown::wrong,
       {},
       Privilege::read,
       false,
       401},
      {"reader writes", Access::repository_write, kCargo, Shown::known, user(), Privilege::read, false, 403},
      {"stranger writes a private one", Access::repository_write, kCargo, Shown::known, user(), Privilege::none, false,
       404},
      {"writer writes", Access::repository_write, kCargo, Shown::known, user(), Privilege::write, false, 200},
      {"entitlement reads", Access::repository_read, kCargo, Shown::known, entitlement(), Privilege::read, false, 200},
      {"entitlement writes", Access::repository_write, kCargo, Shown::known, entitlement(), Privilege::read, false,
       403},
      {"entitlement elsewhere", Access::repository_read, kCargo, Shown::known, entitlement(), Privilege::none, false,
       404},
      {"entitlement on /v1", Access::repository_read, kManagement, Shown::known, entitlement(), Privilege::read, false,
       401},
      {"wrong key on /v1, public", Access::repository_read, kManagement, Shown::wrong, {}, Privilege::read, false, 401},
      {"nobody on /v1, public", Access::repository_read, kManagement, Shown::nothing, {}, Privilege::read, false, 200},
      {"nobody on /v1, private", Access::repository_read, kManagement, Shown::nothing, {}, Privilege::none, false, 401},
      {"writer administers", Access::repository_admin, kManagement, Shown::known, user(), Privilege::write, false, 403},
      {"nobody signed in", Access::signed_in, kManagement, Shown::nothing, {}, Privilege::none, false, 401},
      {"user signed in", Access::signed_in, kManagement, Shown::known, user(), Privilege::none, false, 200},
      {"user as server admin", Access::server_admin, kManagement, Shown::known, user(), Privilege::none, false, 403},
      {"server admin", Access::server_admin, kManagement, Shown::known, user(), Privilege::none, true, 200},
      {"anyone", Access::anyone, kManagement, Shown::wrong, {}, Privilege::none, false, 200},
  };
  for (const Row& row : rows) {
    const Result<void> decision = check_access({.access = row.access,
                                                .shape = row.shape,
                                                .shown = row.shown,
                                                .principal = row.principal,
                                                .privilege = row.privilege,
                                                .is_server_admin = row.is_server_admin});
    EXPECT_EQ(decision ? 200 : http_status(decision.error().code), row.status) << row.what;
    if (!decision) EXPECT_FALSE(decision.error().message.empty()) << row.what;
  }
}

TEST(Access, SaysWhetherTheKeyOrThePersonMayTooLittle) {
  const auto told = [](const Principal& principal, Privilege privilege) {
    return check_access({.access = Access::repository_write,
                         .shown = Shown::known,
                         .principal = principal,
                         .privilege = privilege})
        .error()
        .message;
  };
  Principal key = user();
  key.kind = auth::PrincipalKind::api_key;
  EXPECT_TRUE(told(user(), Privilege::read).ends_with("; you have Read.")) << told(user(), Privilege::read);
  key.scope = auth::Scope::publish;
  EXPECT_TRUE(told(key, Privilege::read).ends_with("; you have Read.")) << told(key, Privilege::read);
  key.scope = auth::Scope::read;
  EXPECT_TRUE(
      told(key, Privilege::read).ends_with("; this API key of scope read gives at most Read, whatever you have."))
      << told(key, Privilege::read);
}

TEST(Access, TellsNothingApartThatMustLookTheSame) {
  const Principal nobody;
  const AccessQuestion unseen{.access = Access::repository_read, .shown = Shown::wrong, .principal = nobody};
  const Principal stranger = user();
  const AccessQuestion foreign{.access = Access::repository_write, .shown = Shown::known, .principal = stranger};
  EXPECT_EQ(check_access(unseen).error().message, check_access(foreign).error().message);
  EXPECT_EQ(check_access(unseen).error().message, repository_not_found().error().message);
}

}  // namespace
}  // namespace entrepot::api
