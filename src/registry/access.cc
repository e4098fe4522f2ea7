#include "registry/access.h"

#include <algorithm>

#include "base/encoding.h"

namespace entrepot::registry {

namespace {

std::unexpected<Error> lacks(const auth::Principal& actor, const RepositoryRecord& repository, auth::Privilege least,
                             Timestamp now) {
  if (auth::privilege_on(actor, repository.facts(), now) == auth::Privilege::none) {
    return repository_not_found(repository.namespace_slug, repository.slug);
  }
  if (actor.kind == auth::PrincipalKind::anonymous) {
    return fail(ErrorCode::unauthenticated, "This needs an API key; send one with the request.");
  }
  if (actor.kind == auth::PrincipalKind::entitlement) {
    return fail(ErrorCode::forbidden, "An entitlement token only reads; use an API key of scope publish.");
  }
  const std::string needed(auth::privilege_word(least));
  return fail(ErrorCode::forbidden, "This needs the privilege " + needed + " on " + repository.namespace_slug + "/" +
                                        repository.slug + ", and a password or an API key whose scope covers it.");
}

}  // namespace

Result<void> require_privilege(const auth::Principal& actor, const RepositoryRecord& repository, auth::Privilege least,
                               Timestamp now) {
  if (auth::privilege_on(actor, repository.facts(), now) >= least) return {};
  return lacks(actor, repository, least, now);
}

Result<void> require_own_privilege(const auth::Principal& actor, const RepositoryRecord& repository,
                                   auth::Privilege least, Timestamp now) {
  auth::RepositoryFacts facts = repository.facts();
  facts.is_public = false;
  if (actor.is_user() && auth::privilege_on(actor, facts, now) >= least) return {};
  return lacks(actor, repository, least, now);
}

Result<void> require_server_admin(const auth::Principal& actor, Timestamp now) {
  if (auth::may_administer_server(actor, now)) return {};
  if (!actor.is_user()) return fail(ErrorCode::unauthenticated, "This needs a server admin's API key or password.");
  return fail(ErrorCode::forbidden,
              "Only a server admin may do this, by password or by an unrestricted key of scope admin.");
}

Result<void> require_full_user(const auth::Principal& actor, Timestamp now) {
  if (!actor.is_user() || auth::is_expired(actor, now)) {
    return fail(ErrorCode::unauthenticated, "This needs a user's API key or password.");
  }
  if (actor.scope == auth::Scope::admin && !actor.repositories && !actor.crate_patterns) return {};
  return fail(ErrorCode::forbidden, "This needs a password or an unrestricted API key of scope admin.");
}

std::unexpected<Error> repository_not_found(std::string_view namespace_slug, std::string_view repository_slug) {
  return fail(ErrorCode::not_found,
              "There is no repository " + std::string(namespace_slug) + "/" + std::string(repository_slug) + ".");
}

std::unexpected<Error> namespace_not_found(std::string_view slug) {
  return fail(ErrorCode::not_found, "There is no user or organisation called '" + std::string(slug) + "'.");
}

std::unexpected<Error> user_not_found(std::string_view slug) {
  return fail(ErrorCode::not_found, "There is no user called '" + std::string(slug) + "'.");
}

std::unexpected<Error> crate_not_found(std::string_view name) {
  return fail(ErrorCode::not_found, "There is no crate called '" + std::string(name) + "' in this repository.");
}

std::unexpected<Error> version_not_found(std::string_view crate, std::string_view version) {
  return fail(ErrorCode::not_found,
              "The crate '" + std::string(crate) + "' has no version " + std::string(version) + " in this repository.");
}

Result<void> check_display_name(std::string_view what, std::string_view name) {
  const bool fits = !name.empty() && name.size() <= 50 && is_utf8(name) && std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
  });
  if (fits) return {};
  return invalid(std::string(what) + " must be 1 to 50 bytes long and hold no control characters.");
}

std::string make_slug_perm(Random& random) {
  return random_alphanumeric(random, 12);
}

}  // namespace entrepot::registry
