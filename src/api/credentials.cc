#include "api/credentials.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "api/session_cookie.h"
#include "auth/authenticator.h"
#include "auth/credential.h"
#include "auth/tokens.h"
#include "registry/registry.h"

namespace entrepot::api {
namespace {

Progress is_nobody(Exchange& exchange, Shown shown) {
  exchange.call.principal = auth::anonymous();
  exchange.shown = shown;
  return Progress::next;
}

Progress is_known(Exchange& exchange, auth::PrincipalPointer principal) {
  exchange.call.principal = std::move(principal);
  exchange.shown = Shown::known;
  return Progress::next;
}

Progress is_refused(Exchange& exchange, Error error) {
  exchange.failure = std::move(error);
  return Progress::done;
}

/// Where to look, for one request.
enum class Where : std::uint8_t { nowhere, header, path, path_then_header };

Where where_to_look(const Call& call) {
  const Access access = call.route->access;
  if (!looks_at_credentials(access)) return Where::nowhere;
  if (call.route->shape == ErrorShape::management) return Where::header;
  const bool is_read = access == Access::repository_read;
  if (is_path_token(call.access)) return is_read ? Where::path : Where::path_then_header;
  return is_read && call.repository != nullptr && call.repository->is_public() ? Where::nowhere : Where::header;
}

Result<std::optional<auth::Credential>> header_credential(const Call& call) {
  return auth::parse_credential(call.request.field("authorization"), call.request.field("x-api-key"));
}

/// Whether the path's token can be looked up at all; when not, the repository is as if it did not exist.
bool is_possible_path_token(const Call& call) {
  return auth::could_be_entitlement_token(call.access);
}

/// Where the path's token is looked up. A repository that does not exist gets a number that none has, each its own, so
/// that wrong tokens are looked up, counted and slowed there just as in one that does.
std::int64_t path_repository(const Call& call) {
  if (call.repository != nullptr) return call.repository->id;
  const std::size_t hash = std::hash<std::string>{}(
      registry::repository_key(call.parameters[kNamespaceParameter], call.parameters[kRepositoryParameter]));
  return -1 - static_cast<std::int64_t>(hash >> 1U);
}

/// Empty on the routes of cargo and git, whose clients have no cookies: a page must not reach them with somebody's.
std::string_view shown_session(const Call& call) {
  if (call.route->shape != ErrorShape::management || call.services.site == nullptr) return {};
  const Site& site = *call.services.site;
  return session_cookie(call.request.fields,
                        session_cookie_name({.public_url = site.public_url, .base_path = site.base_path}));
}

/// Pages that ask again and again while nobody need be there say so.
auth::SessionUse session_use(const Call& call) {
  return call.request.field("x-entrepot-unattended") ? auth::SessionUse::unattended : auth::SessionUse::attended;
}

Progress is_known_by(Exchange& exchange, std::string_view session, auth::PrincipalPointer principal) {
  exchange.call.session = session;
  return is_known(exchange, std::move(principal));
}

Progress find_by_session(Exchange& exchange) {
  const std::string_view secret = shown_session(exchange.call);
  if (secret.empty()) return is_nobody(exchange, Shown::nothing);
  auth::PrincipalPointer principal =
      exchange.call.services.registry.authenticator().find_session(secret, session_use(exchange.call));
  return principal != nullptr ? is_known_by(exchange, secret, std::move(principal)) : Progress::wait;
}

net::Task<Progress> load_by_session(Exchange& exchange) {
  const std::string_view secret = shown_session(exchange.call);
  if (secret.empty()) co_return is_nobody(exchange, Shown::nothing);
  auto principal = co_await exchange.call.services.registry.authenticator().authenticate_session(
      auth::Secret(std::string(secret)), session_use(exchange.call));
  if (principal) co_return is_known_by(exchange, secret, std::move(*principal));
  if (principal.error().code == ErrorCode::unauthenticated) co_return is_nobody(exchange, Shown::nothing);
  co_return is_refused(exchange, std::move(principal).error());
}

Progress find_by_header(Exchange& exchange) {
  const auto credential = header_credential(exchange.call);
  if (!credential) return is_nobody(exchange, Shown::wrong);
  if (!*credential) return find_by_session(exchange);
  auth::PrincipalPointer principal =
      exchange.call.services.registry.authenticator().find(**credential, exchange.call.request.peer);
  return principal != nullptr ? is_known(exchange, std::move(principal)) : Progress::wait;
}

net::Task<Progress> load_by_header(Exchange& exchange) {
  auto credential = header_credential(exchange.call);
  if (!credential) co_return is_nobody(exchange, Shown::wrong);
  if (!*credential) co_return co_await load_by_session(exchange);
  auth::Authenticator& authenticator = exchange.call.services.registry.authenticator();
  auto principal =
      co_await authenticator.authenticate(std::move(**credential), std::string(exchange.call.request.peer));
  if (principal) co_return is_known(exchange, std::move(*principal));
  if (principal.error().code == ErrorCode::unauthenticated) co_return is_nobody(exchange, Shown::wrong);
  co_return is_refused(exchange, std::move(principal).error());
}

/// A write under a token path: without a header the token itself is who asks, and will be told that it only reads.
bool has_header(const Call& call) {
  const auto credential = header_credential(call);
  return !credential || credential->has_value();
}

}  // namespace

Progress find_principal(Exchange& exchange) {
  const Call& call = exchange.call;
  const Where where = where_to_look(call);
  if (where == Where::nowhere) return is_nobody(exchange, Shown::nothing);
  if (where == Where::header) return find_by_header(exchange);
  if (!is_possible_path_token(call)) return is_refused(exchange, repository_not_found().error());
  auth::PrincipalPointer principal =
      call.services.registry.authenticator().find_path_token(path_repository(call), call.access, call.request.peer);
  if (principal == nullptr) return Progress::wait;
  if (where == Where::path_then_header && has_header(call)) return find_by_header(exchange);
  return is_known(exchange, std::move(principal));
}

net::Task<Progress> load_principal(Exchange& exchange) {
  const Call& call = exchange.call;
  const Where where = where_to_look(call);
  if (where == Where::nowhere) co_return is_nobody(exchange, Shown::nothing);
  if (where == Where::header) co_return co_await load_by_header(exchange);
  if (!is_possible_path_token(call)) co_return is_refused(exchange, repository_not_found().error());
  auto principal = co_await call.services.registry.authenticator().authenticate_path_token(
      path_repository(call), auth::Secret(std::string(call.access)), std::string(call.request.peer));
  if (!principal && principal.error().code == ErrorCode::unauthenticated) {
    co_return is_refused(exchange, repository_not_found().error());
  }
  if (!principal) co_return is_refused(exchange, std::move(principal).error());
  if (where == Where::path_then_header && has_header(call)) co_return co_await load_by_header(exchange);
  co_return is_known(exchange, std::move(*principal));
}

}  // namespace entrepot::api
