#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kSessionUserFields = std::to_array<Field>({
    {"slug", kText},
    {"name", kText},
    {"email", or_null(kText)},
    {"is_admin", kFlag, "Whether the user administers the server."},
});
constexpr Component kSessionUser{"SessionUser", "Who is signed in.", Role::answer, kSessionUserFields};

constexpr auto kSessionFields = std::to_array<Field>({
    {"user", or_null(object_of(kSessionUser)), "Null when nobody is."},
    {"csrf_token", kText,
     "What every request by this session but GET and HEAD must bring in X-CSRF-Token; empty when there is none."},
    {"is_first_run", kFlag,
     "Whether no server administrator has a password yet, and finish_first_run sets the first one."},
    {"version", kText, "Of the server."},
    {"public_url", kUrl, "What every link of the server begins with."},
    {"expires_at", or_null(kTime), "When the session ends in any case."},
    {"idle_expires_at", or_null(kTime), "When it ends if nothing is asked for any more."},
});
constexpr Component kSession{"Session", "Who looks at the website.", Role::answer, kSessionFields, "v1_session.json"};

constexpr auto kSignInFields = std::to_array<Field>({
    {"user", kText, "The user's name or e-mail address.", Need::required},
    {"password", with(kText, R"("format":"password")"), "", Need::required},
});
constexpr Component kSignIn{"SignInRequest", "Who signs in.", Role::request, kSignInFields};

constexpr auto kFirstRunFields = std::to_array<Field>({
    {"key", kText, "The API key that was printed when the server was first started.", Need::required},
    {"password", with(kText, R"("format":"password")"), "For the admin whose key it is.", Need::required},
});
constexpr Component kFirstRun{"FirstRunRequest", "The first password of a server.", Role::request, kFirstRunFields};

constexpr auto kUserSessionFields = std::to_array<Field>({
    {"slug_perm", kText},
    {"created_at", kTime},
    {"last_used_at", kTime, "To within some seconds."},
    {"expires_at", kTime, "When it ends in any case."},
    {"user_agent", kText, "What the browser said of itself when it signed in."},
    {"address", kText, "From which it signed in."},
    {"is_current", kFlag, "Whether it is the one that asks."},
});
constexpr Component kUserSession{
    "UserSession", "A browser that is signed in.", Role::answer, kUserSessionFields,
    R"({"slug_perm":"Xk2mQ9pLw4Tz","created_at":"2026-11-22T12:00:00Z","last_used_at":"2026-11-22T12:30:00Z",
        "expires_at":"2026-12-06T12:00:00Z","user_agent":"Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0",
        "address":"192.0.2.7","is_current":true})"};

constexpr Reply with_cookie(Reply reply) {
  reply.fields = {&kSetCookie};
  return reply;
}

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "get_session",
     .replies = {ok(kSession, "Who is signed in, or nobody.")},
     .note = "A cookie that is no longer good counts as none."},
    {.route = "sign_in",
     .body = json_body(kSignIn, R"({"user":"anna","password":"a long sentence is best"})"),
     .replies = {with_cookie(ok(kSession, "Signed in."))},
     .errors = {ErrorCode::unauthenticated},
     .note = "Sets the cookie entrepot_session. The session that the browser had before ends. Of a user's sessions the "
             "one that was not used for longest ends when there are more than 30."},
    {.route = "sign_out",
     .replies = {with_cookie(Reply{.status = 204, .note = "Nobody is signed in any more."})},
     .note = "Also for whoever is not signed in."},
    {.route = "finish_first_run",
     .body = json_body(kFirstRun, R"({"key":"ent_0123456789abcdefghijklmnopqrstuvwxyzABCD","password":"a long one"})"),
     .replies = {with_cookie(ok(kSession, "The password is set and its user signed in."))},
     .errors = {ErrorCode::unauthenticated, ErrorCode::conflict},
     .note = "Only while no server administrator has a password."},
    {.route = "list_sessions",
     .query = {&kPage, &kPageSize},
     .replies = {paged(kUserSession)},
     .errors = {ErrorCode::forbidden}},
    {.route = "end_other_sessions", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
    {.route = "end_session", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
});

}  // namespace

constexpr Group kSessionsGroup{"Sessions", "Signing in to the website, and its first run.", kDescriptions};

}  // namespace entrepot::api::openapi
