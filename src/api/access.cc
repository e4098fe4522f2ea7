#include "api/access.h"

#include <array>
#include <string>

namespace entrepot::api {
namespace {

struct Row {
  Access access;
  std::string_view word;
  auth::Privilege privilege;  ///< that a route of a repository needs
};

constexpr std::array<Row, 9> kRows{{
    {Access::anyone, "anyone", auth::Privilege::none},
    {Access::sign_in, "sign_in", auth::Privilege::none},
    {Access::operators, "operators", auth::Privilege::none},
    {Access::repository_read, "repository_read", auth::Privilege::read},
    {Access::repository_write, "repository_write", auth::Privilege::write},
    {Access::repository_admin, "repository_admin", auth::Privilege::admin},
    {Access::optional_credentials, "optional_credentials", auth::Privilege::none},
    {Access::signed_in, "signed_in", auth::Privilege::none},
    {Access::server_admin, "server_admin", auth::Privilege::none},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].access) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order(), "kRows is indexed by the access");

const Row& row_of(Access access) {
  return kRows[static_cast<std::size_t>(access)];
}

std::unexpected<Error> credentials_missing(ErrorShape shape) {
  if (shape == ErrorShape::management) {
    return fail(ErrorCode::unauthenticated, "Authentication credentials were not provided.");
  }
  return fail(
      ErrorCode::unauthenticated,
      "This repository asks for credentials. Log in with an API key (cargo login --registry NAME), or use a URL "
      "with an entitlement token.");
}

std::unexpected<Error> credentials_wrong(ErrorShape shape) {
  if (shape == ErrorShape::management) return fail(ErrorCode::unauthenticated, "Invalid token.");
  return fail(ErrorCode::unauthenticated,
              "The credentials are unknown, expired or revoked. Log in with a current API key (cargo login --registry "
              "NAME).");
}

std::unexpected<Error> not_enough(const AccessQuestion& question) {
  const auth::Principal& principal = question.principal;
  if (principal.kind == auth::PrincipalKind::entitlement) {
    return fail(ErrorCode::forbidden, "An entitlement token only reads. Send an API key in the Authorization header.");
  }
  std::string sentence = "This needs the privilege ";
  sentence.append(auth::privilege_word(row_of(question.access).privilege)).append(" on the repository; ");
  // Which of both is too little: what the member may, or what the key lets them.
  const std::string_view privilege = auth::privilege_word(question.privilege);
  if (question.privilege == auth::key_limit(principal)) {
    sentence.append("this API key of scope ").append(auth::scope_word(principal.scope));
    sentence.append(principal.crate_patterns ? " for some crates only" : "").append(" gives at most ");
    sentence.append(privilege).append(", whatever you have.");
  } else {
    sentence.append("you have ").append(privilege);
    sentence.append(principal.repositories ? ", or this API key is restricted to other repositories." : ".");
  }
  return fail(ErrorCode::forbidden, std::move(sentence));
}

Result<void> check_repository(const AccessQuestion& question) {
  if (question.privilege >= row_of(question.access).privilege) return {};
  const bool may_see = question.privilege >= auth::Privilege::read;
  if (question.shown == Shown::nothing && question.principal.kind == auth::PrincipalKind::anonymous) {
    return credentials_missing(question.shape);
  }
  if (!may_see) return repository_not_found();
  if (question.shown == Shown::wrong) return credentials_wrong(question.shape);
  return not_enough(question);
}

Result<void> check_signed_in(const AccessQuestion& question) {
  if (question.shown == Shown::nothing) return credentials_missing(question.shape);
  if (question.shown == Shown::wrong || !question.principal.is_user()) return credentials_wrong(question.shape);
  return {};
}

}  // namespace

std::string_view access_word(Access access) {
  return row_of(access).word;
}

bool is_of_repository(Access access) {
  return row_of(access).privilege != auth::Privilege::none;
}

std::unexpected<Error> repository_not_found() {
  return fail(
      ErrorCode::not_found,
      "There is no such repository, or these credentials do not let you see it. Check the URL, and that the API "
      "key or token is current.");
}

bool looks_at_credentials(Access access) {
  return access != Access::anyone && access != Access::sign_in && access != Access::operators;
}

Result<void> check_access(const AccessQuestion& question) {
  if (!looks_at_credentials(question.access)) return {};
  if (question.shape == ErrorShape::management && question.shown != Shown::nothing) {
    if (auto signed_in = check_signed_in(question); !signed_in) return signed_in;
  }
  if (question.access == Access::optional_credentials) return {};
  if (is_of_repository(question.access)) return check_repository(question);
  if (auto signed_in = check_signed_in(question); !signed_in) return signed_in;
  if (question.access == Access::server_admin && !question.is_server_admin) {
    return fail(ErrorCode::forbidden, "Only a server administrator (with a key of scope admin) may do this.");
  }
  return {};
}

}  // namespace entrepot::api
