#include "registry/sessions.h"

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/password_check.h"
#include "api/management/refuse_fields.h"
#include "api/session_cookie.h"
#include "api/version.h"
#include "auth/session.h"
#include "base/try.h"
#include "registry/first_run.h"
#include "registry/registry.h"
#include "registry/users.h"

/// Signing in to the website and out of it.
namespace entrepot::api::management {
namespace json = boost::json;
namespace {

CookiePlace cookie_place(const Call& call) {
  return {.public_url = call.public_url(), .base_path = call.services.site->base_path};
}

const auth::SessionLimits& limits_of(const Call& call) {
  return call.services.registry.options().authenticator.sessions;
}

/// What a page must know before it shows anything.
struct Present {
  std::optional<registry::UserRecord> user{};
  std::optional<registry::SessionRecord> session{};
  bool is_first_run = false;
};

Result<Present> present_of(store::Transaction& transaction, const auth::Principal& actor) {
  Present present;
  TRY_ASSIGN(present.is_first_run, registry::is_first_run(transaction));
  if (!actor.is_user()) return present;
  TRY_ASSIGN(present.user, registry::find_user_by_id(transaction, actor.user_id));
  TRY_ASSIGN(present.session, registry::present_session(transaction, actor));
  return present;
}

json::value user_json(const std::optional<registry::UserRecord>& user) {
  if (!user) return nullptr;
  return json::object{{"slug", user->slug},
                      {"name", user->name},
                      {"email", user->email.empty() ? json::value(nullptr) : json::value(user->email)},
                      {"is_admin", user->is_admin}};
}

/// `secret` is empty where nobody is signed in by a session.
json::object present_json(const Call& call, Present present, std::string_view secret) {
  json::object object{{"user", user_json(present.user)},
                      {"csrf_token", secret.empty() ? std::string() : auth::csrf_token(secret)},
                      {"is_first_run", present.is_first_run},
                      {"version", kVersion},
                      {"public_url", call.public_url()},
                      {"expires_at", nullptr},
                      {"idle_expires_at", nullptr}};
  if (!present.session) return object;
  // This request is a use that is not written down yet.
  present.session->times.last_used_at = call.services.registry.clock().now();
  object["expires_at"] = to_rfc3339(auth::absolute_end(present.session->times, limits_of(call)));
  object["idle_expires_at"] = to_rfc3339(auth::idle_end(present.session->times, limits_of(call)));
  return object;
}

http::Response present_response(const Call& call, Present present, std::string_view secret) {
  http::Response response = json_response(200, present_json(call, std::move(present), secret));
  response.fields.add("cache-control", "no-store");
  return response;
}

/// The answer to whoever has just signed in.
Answer signed_in(const Call& call, registry::OpenedSession opened) {
  auth::Principal actor;
  actor.kind = auth::PrincipalKind::user;
  actor.user_id = opened.record.user_id;
  actor.session_id = opened.record.id;
  CO_TRY_ASSIGN(Present present,
                co_await call.services.registry.database().read(
                    [actor](store::Transaction& transaction) { return present_of(transaction, actor); }));
  http::Response response = present_response(call, std::move(present), opened.secret.reveal());
  response.fields.add("set-cookie",
                      set_session_cookie(cookie_place(call), opened.secret.reveal(), limits_of(call).absolute));
  co_return response;
}

registry::Visitor visitor_of(const Call& call) {
  registry::Visitor visitor{.user_agent = std::string(call.request.field("user-agent").value_or("")),
                            .address = std::string(call.request.peer)};
  const std::string_view before = session_cookie(call.request.fields, session_cookie_name(cookie_place(call)));
  if (!before.empty()) visitor.before.emplace(auth::Secret(std::string(before)));
  return visitor;
}

std::unexpected<Error> wrong_password() {
  return fail(ErrorCode::unauthenticated, "The user name or the password is not right.");
}

json::object session_json(const registry::SessionRecord& session, const Call& call) {
  return {{"slug_perm", session.slug_perm},
          {"created_at", to_rfc3339(session.times.created_at)},
          {"last_used_at", to_rfc3339(session.times.last_used_at)},
          {"expires_at", to_rfc3339(auth::absolute_end(session.times, limits_of(call)))},
          {"user_agent", session.user_agent},
          {"address", session.address},
          {"is_current", session.id == call.principal->session_id}};
}

http::Response nothing_to_say() {
  return {.status = 204, .fields = {}, .body = {}};
}

}  // namespace

Answer get_session(const Call& call) {
  CO_TRY_ASSIGN(Present present, co_await call.services.registry.database().read(
                                     [actor = call.principal](store::Transaction& transaction) {
                                       return present_of(transaction, *actor);
                                     }));
  co_return present_response(call, std::move(present), call.session);
}

Answer sign_in(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  std::string name = input.text("user", JsonInput::Need::required).value_or("");
  auth::Secret password(input.text("password", JsonInput::Need::required).value_or(""));
  if (name.size() + password.reveal().size() > auth::kMaxCredentialBytes) input.refuse("password", "It is too long.");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  auto user = co_await check_name_and_secret(call, std::move(name), std::move(password));
  if (!user && user.error().code == ErrorCode::unauthenticated) co_return wrong_password();
  if (!user) co_return std::unexpected(std::move(user).error());
  // An API key is no password: it may have limits, which a session has not.
  if ((*user)->kind != auth::PrincipalKind::user) co_return wrong_password();
  CO_TRY_ASSIGN(
      registry::OpenedSession opened,
      co_await call.services.registry.writer().write(
          std::move(*user), [visitor = visitor_of(call), limits = limits_of(call)](registry::WriteContext& context) {
            return registry::open_session(context, visitor, limits);
          }));
  co_return co_await signed_in(call, std::move(opened));
}

Answer finish_first_run(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  auth::Secret key(input.text("key", JsonInput::Need::required).value_or(""));
  auth::Secret password(input.text("password", JsonInput::Need::required).value_or(""));
  if (key.reveal().size() > auth::kMaxCredentialBytes) input.refuse("key", "It is too long.");
  if (input.errors().empty()) {
    if (auto good = auth::check_password(password); !good) input.refuse("password", good.error().message);
  }
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(registry::OpenedSession opened,
                co_await registry::finish_first_run(
                    call.services.registry,
                    {.key = std::move(key), .password = std::move(password), .visitor = visitor_of(call)}));
  co_return co_await signed_in(call, std::move(opened));
}

Answer sign_out(const Call& call) {
  if (call.principal->session_id != 0) {
    CO_TRY(co_await call.services.registry.writer().write(call.principal, &registry::end_present_session));
  }
  http::Response response = nothing_to_say();
  response.fields.add("set-cookie", clear_session_cookie(cookie_place(call)));
  response.fields.add("cache-control", "no-store");
  co_return response;
}

Answer list_sessions(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const std::vector<registry::SessionRecord> sessions,
                co_await registry.database().read([actor = call.principal, now = registry.clock().now(),
                                                   limits = limits_of(call)](store::Transaction& transaction) {
                  return registry::list_sessions(transaction, *actor, limits, now);
                }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::SessionRecord& session : slice(sessions, page)) list.push_back(session_json(session, call));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, sessions.size());
  co_return response;
}

Answer end_session(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal, [session = std::string(call.parameter("session"))](registry::WriteContext& context) {
        return registry::end_session(context, session);
      }));
  co_return nothing_to_say();
}

Answer end_other_sessions(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(call.principal, &registry::end_other_sessions));
  co_return nothing_to_say();
}

}  // namespace entrepot::api::management
