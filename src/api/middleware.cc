#include "api/middleware.h"

#include <algorithm>
#include <utility>

#include "api/credentials.h"
#include "api/csrf.h"
#include "api/git/forbidden.h"
#include "api/request_rate.h"
#include "api/urls.h"
#include "base/encoding.h"
#include "http/query.h"
#include "registry/registry.h"

namespace entrepot::api {
namespace {

Progress fail_with(Exchange& exchange, Error error) {
  exchange.failure = std::move(error);
  return Progress::done;
}

Progress strip_base_path(Exchange& exchange) {
  exchange.path = exchange.call.request.path;
  const Site* site = exchange.call.services.site;
  if (site != nullptr && !site->base_path.empty()) {
    const std::string_view base = site->base_path;
    exchange.is_below_base_path = exchange.path.starts_with(base) && exchange.path.substr(base.size()).starts_with('/');
    if (exchange.is_below_base_path) exchange.path.remove_prefix(base.size());
  }
  if (exchange.path.starts_with("/v1/") && exchange.path.ends_with('/')) exchange.path.remove_suffix(1);
  return Progress::next;
}

Progress find_the_route(Exchange& exchange) {
  const http::RouteMatch match = exchange.router.find(exchange.call.request.method, exchange.path);
  const bool is_probe = match.found() && routes()[match.row].traffic == Traffic::probe;
  if (match.found() && (exchange.is_below_base_path || is_probe)) {
    exchange.row = match.row;
    exchange.call.route = &routes()[match.row];
    exchange.call.parameters = match.parameters;
    return Progress::next;
  }
  if (match.allowed != 0) {
    exchange.allowed = match.allowed;
    return fail_with(exchange, {ErrorCode::method_not_allowed, "This path does not know that method.", {}, 0});
  }
  return fail_with(exchange, {ErrorCode::not_found, "There is nothing at this path.", {}, 0});
}

Progress check_open(Exchange& exchange) {
  if (exchange.call.services.site != nullptr || exchange.call.route->traffic == Traffic::probe) return Progress::next;
  return fail_with(exchange, {ErrorCode::unavailable, "The server is starting; try again in a moment.", {}, 1});
}

Progress check_body_length(Exchange& exchange) {
  const std::uint64_t limit = exchange.call.route->body_limit;
  const std::optional<std::uint64_t> length = exchange.call.request.body->length();
  if (limit == 0 || !length || *length <= limit) return Progress::next;
  return fail_with(exchange,
                   {ErrorCode::too_large, "The body is larger than " + std::to_string(limit) + " bytes.", {}, 0});
}

/// Printable ASCII without a '%': what nearly every path is, and nothing has to be done to.
bool is_plain(std::string_view path) {
  int odd = 0;  // counted without a way out, 16 at a time
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    odd += static_cast<int>(byte <= ' ') + static_cast<int>(byte >= 0x7f) + static_cast<int>(byte == '%');
  }
  return odd == 0;
}

/// What may stand in names, answers, logs and databases.
bool is_clean_text(std::string_view text) {
  return is_utf8(text) &&
         std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Progress decode_parameters(Exchange& exchange) {
  std::array<std::string_view, kMaxParameters>& parameters = exchange.call.parameters;
  if (!is_plain(exchange.path)) {
    exchange.decoded = std::make_unique<std::array<std::string, kMaxParameters>>();
    for (std::size_t index = 0; index < parameters.size(); ++index) {
      std::optional<std::string> decoded = decode_percent(parameters[index]);
      if (!decoded) {
        return fail_with(exchange, {ErrorCode::bad_request, "The path is not percent-encoded as it should be.", {}, 0});
      }
      if (!is_clean_text(*decoded)) {
        return fail_with(exchange, {ErrorCode::not_found,
                                    "There is nothing at a path that is not UTF-8 or holds control "
                                    "characters.",
                                    {},
                                    0});
      }
      (*exchange.decoded)[index] = std::move(*decoded);
      parameters[index] = (*exchange.decoded)[index];
    }
  }
  const bool is_management = exchange.call.route->shape == ErrorShape::management;
  // A filter that cannot be read must not look like none: a script would do to everything what it meant for a part.
  if (is_management && !http::is_readable_query(exchange.call.request.query)) {
    return fail_with(exchange, {ErrorCode::bad_request, "The query of the URL is not percent-encoded UTF-8.", {}, 0});
  }
  if (!is_management) exchange.call.access = parameters[kAccessParameter];
  return Progress::next;
}

struct RepositoryName {
  std::string_view owner;
  std::string_view repository;
};
RepositoryName repository_name(const Call& call) {
  if (call.route->shape == ErrorShape::management) return {call.parameter("owner"), call.parameter("repository")};
  return {call.parameters[kNamespaceParameter], call.parameters[kRepositoryParameter]};
}

Progress find_repository(Exchange& exchange) {
  Call& call = exchange.call;
  if (!is_of_repository(call.route->access)) return Progress::next;
  const RepositoryName name = repository_name(call);
  auto found = call.services.registry.repositories().find(name.owner, name.repository);
  if (!found) return Progress::wait;
  call.repository = std::move(*found);
  return Progress::next;
}

net::Task<Progress> load_repository(Exchange& exchange) {
  Call& call = exchange.call;
  if (!is_of_repository(call.route->access)) co_return Progress::next;
  const RepositoryName name = repository_name(call);
  auto loaded =
      co_await call.services.registry.repositories().load(std::string(name.owner), std::string(name.repository));
  if (!loaded) co_return fail_with(exchange, std::move(loaded).error());
  call.repository = std::move(*loaded);
  co_return Progress::next;
}

/// What must be known of a limited token before any handler runs; what is counted is the download's to decide.
Progress check_limits(Exchange& exchange, Timestamp now) {
  Call& call = exchange.call;
  // What nobody needs to show is not counted against whoever shows it: a public repository is limited by its URLs only.
  if (call.repository->is_public() && !is_path_token(call.access)) return Progress::next;
  call.limits = auth::limits_in(*call.principal, call.repository->id);
  if (call.limits == nullptr) return Progress::next;
  const Result<void> in_time = registry::check_dates(call.limits->date_from, call.limits->date_to, now);
  if (!in_time) return fail_with(exchange, in_time.error());
  if (!call.limits->is_partial || call.route->partial_reader == PartialReader::served) return Progress::next;
  return fail_with(exchange, {ErrorCode::forbidden,
                              "This entitlement token reads a part of the repository only: its sparse index "
                              "(sparse+…/cargo/) and downloads, nothing else.",
                              {},
                              0});
}

Progress decide_access(Exchange& exchange) {
  Call& call = exchange.call;
  // Nobody's rights do not end, so the hot path need not ask for the time.
  const bool is_somebody = call.principal->kind != auth::PrincipalKind::anonymous;
  const Timestamp now = is_somebody ? call.services.registry.clock().now() : Timestamp{};
  if (call.repository != nullptr) {
    call.privilege = auth::privilege_on(*call.principal, call.repository->facts(), now);
  }
  const Result<void> decision = check_access({.access = call.route->access,
                                              .shape = call.route->shape,
                                              .shown = exchange.shown,
                                              .principal = *call.principal,
                                              .privilege = call.privilege,
                                              .is_server_admin = call.route->access == Access::server_admin &&
                                                                 auth::may_administer_server(*call.principal, now)});
  if (!decision) return fail_with(exchange, decision.error());
  if (call.principal->limited_entitlements.empty() || call.repository == nullptr) return Progress::next;
  return check_limits(exchange, now);
}

Progress run_handler(Exchange& exchange) {
  if (exchange.call.route->now == nullptr) return Progress::wait;
  exchange.response = exchange.call.route->now(exchange.call);
  return exchange.response ? Progress::done : Progress::wait;
}

net::Task<Progress> await_handler(Exchange& exchange) {
  const Route& route = *exchange.call.route;
  if (route.later == nullptr) co_return run_handler(exchange);
  auto outcome = co_await route.later(exchange.call);
  if (!outcome) co_return fail_with(exchange, std::move(outcome).error());
  exchange.response = std::move(*outcome);
  co_return Progress::done;
}

// Around the list: the codec has made the request id before it, and after it the dispatcher turns a failure into its
// body and then counts and logs, so that both see what was really answered.
constexpr std::array kSteps{
    Step{"base path", "everything after it thinks in paths below the base path", strip_base_path, nullptr},
    Step{"route", "the row says what the next steps must know", find_the_route, nullptr},
    Step{"open", "URLs cannot be made before the public URL is known; probes need none", check_open, nullptr},
    Step{"body length", "a body that is announced too long is refused before anybody works for it", check_body_length,
         nullptr},
    Step{"decode", "names are compared as they are meant, not as they are escaped", decode_parameters, nullptr},
    Step{"repository", "a token in the path belongs to one repository, so it must be known first", find_repository,
         load_repository},
    Step{"credentials", "after the repository: a public one is read without asking who it is", find_principal,
         load_principal},
    Step{"csrf",
         "after the credentials: only what a browser sends by itself can be sent for somebody else; before the rate: "
         "another site's page must not use up anybody's requests",
         check_csrf, nullptr},
    Step{"rate", "after the credentials: each key, user and address has requests of its own", count_request,
         count_waiting_request},
    Step{"access", "the last gate: a handler runs only for who may", decide_access, nullptr},
    Step{"handler", "does the work", run_handler, await_handler},
};

/// Both challenges, each on a line of its own: cargo reads the first, git and browsers the second, and libgit2 does not
/// understand them joined.
void add_challenges(http::Response& response, const Exchange& exchange) {
  const Call& call = exchange.call;
  if (call.route == nullptr || call.route->shape == ErrorShape::management) {
    response.fields.add("www-authenticate", "Bearer realm=\"Entrepot\"");
    return;
  }
  response.fields.add("www-authenticate",
                      "Cargo login_url=\"" +
                          login_url(call.public_url(), call.access, call.parameters[kNamespaceParameter],
                                    call.parameters[kRepositoryParameter]) +
                          "\"");
  response.fields.add("www-authenticate", "Basic realm=\"Entrepot\"");
}

/// libgit2 takes every other refusal for a passing trouble and asks three times more, eleven seconds long; only
/// credentials that are refused again are the end. So a git client is asked for others whatever was wrong with its own,
/// be it a token in the path, and whether there is a repository or not. Without a body, over which libgit2 stumbles.
http::Response git_challenge() {
  http::Response response{.status = 401, .fields = {}, .body = {}};
  response.fields.add("www-authenticate", "Basic realm=\"Entrepot\"");
  response.fields.add("cache-control", "no-store");
  return response;
}

bool is_refused(const Error& error) {
  return error.code == ErrorCode::unauthenticated || error.code == ErrorCode::not_found;
}

}  // namespace

Exchange::Exchange(const Services& services, const http::Router& the_router, const http::Request& request)
    : router(the_router), call{.services = services, .request = request}, row(routes().size()) {}

std::span<const Step> steps() {
  return kSteps;
}

http::Response failure_response(const Exchange& exchange) {
  const Call& call = exchange.call;
  const ErrorShape shape = call.route != nullptr ? call.route->shape : error_shape_of(exchange.path);
  if (shape == ErrorShape::git && is_refused(*exchange.failure)) return git_challenge();
  if (shape == ErrorShape::git) {
    if (auto told = git_routes::forbidden(call, *exchange.failure)) return std::move(*told);
  }
  http::Response response = error_response(*exchange.failure, shape, call.request.id);
  if (exchange.failure->code == ErrorCode::unauthenticated) add_challenges(response, exchange);
  if (exchange.allowed != 0) response.fields.add("allow", http::allow_field(exchange.allowed));
  return response;
}

}  // namespace entrepot::api
