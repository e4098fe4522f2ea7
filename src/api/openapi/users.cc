#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kBriefFields = std::to_array<Field>({
    {"authenticated", kFlag, "Always true: others get a 401."},
    {"slug", kText},
    {"slug_perm", kText, "Stays the same for ever."},
    {"name", kText},
    {"email", or_null(kText)},
    {"is_admin", kFlag, "Whether the user administers the server."},
    {"self_url", kUrl},
    {"profile_url", kUrl},
});
constexpr Component kUserBrief{"UserBrief", "Who the credentials belong to.", Role::answer, kBriefFields,
                               "v1_user_self.json"};

constexpr auto kProfileFields = std::to_array<Field>({
    {"company", or_null(kText)},
    {"first_name", kText},
    {"job_title", or_null(kText)},
    {"joined_at", kTime},
    {"last_name", kText},
    {"name", kText},
    {"slug", kText},
    {"slug_perm", kText, "Stays the same for ever."},
    {"tagline", or_null(kText)},
    {"url", kUrl},
});
constexpr Component kProfile{"UserProfile", "What others may know of a user.", Role::answer, kProfileFields,
                             R"({"company":null,"first_name":"Anna","job_title":null,"joined_at":"2026-11-22T12:00:00Z",
                                 "last_name":"Berg","name":"Anna Berg","slug":"anna","slug_perm":"Xk2mQ9pLw4Tz",
                                 "tagline":null,"url":"{url}/v1/users/profile/anna/"})"};

constexpr auto kUserFields = std::to_array<Field>({
    {"slug", kText},
    {"slug_perm", kText, "Stays the same for ever."},
    {"name", kText},
    {"email", or_null(kText)},
    {"is_admin", kFlag, "Whether the user administers the server."},
    {"is_active", kFlag, "False while the user is disabled."},
    {"is_disabled", kFlag, "The contrary."},
    {"has_password", kFlag, "Without one only API keys work."},
    {"last_sign_in_at", or_null(kTime), "By name and password; null for who never did."},
    {"created_at", kTime},
    {"self_url", kUrl},
});
constexpr Component kUser{"User", "A person or a service with an account.", Role::answer, kUserFields,
                          "v1_user_created.json"};

constexpr auto kNewUserFields = std::to_array<Field>({
    {"slug", kText, "Also the name of the user's namespace.", Need::required},
    {"name", kText, "As it is shown; the slug when left out."},
    {"email", kText},
    {"is_admin", kFlag, "Whether the user shall administer the server."},
    {"password", with(kText, R"("format":"password")"), "Without one only API keys work."},
});
constexpr Component kNewUser{"UserRequest", "A user to create.", Role::request, kNewUserFields};

constexpr auto kPasswordFields = std::to_array<Field>({
    {"password", with(kText, R"("format":"password")"), "The new one.", Need::required},
    {"current_password", with(kText, R"("format":"password")"), "Needed for one's own."},
});
constexpr Component kPassword{"PasswordRequest", "A password to set.", Role::request, kPasswordFields};

constexpr auto kNamespaceFields = std::to_array<Field>({
    {"name", kText},
    {"slug", kText, "Its name in URLs."},
    {"slug_perm", kText, "Stays the same for ever."},
    {"type_name", kOneOf<"User", "Organization">},
});
constexpr Component kNamespace{"Namespace", "A user's or an organisation's namespace.", Role::answer, kNamespaceFields,
                               "v1_namespace.json"};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "get_self", .replies = {ok(kUserBrief, "The user.")}},
    {.route = "get_profile", .replies = {ok(kProfile, "The profile.")}},
    {.route = "list_namespaces", .query = {&kPage, &kPageSize}, .replies = {paged(kNamespace)}},
    {.route = "get_namespace", .replies = {ok(kNamespace, "The namespace.")}},
    {.route = "list_users", .query = {&kPage, &kPageSize}, .replies = {paged(kUser)}},
    {.route = "create_user",
     .body = json_body(kNewUser, R"({"slug":"anna","name":"Anna","email":"anna@example.org"})"),
     .replies = {created(kUser)},
     .errors = {ErrorCode::conflict}},
    {.route = "disable_user", .replies = {ok(kUser)}, .errors = {ErrorCode::invalid}},
    {.route = "enable_user", .replies = {ok(kUser)}},
    {.route = "set_password",
     .body = json_body(kPassword, R"({"password":"a long sentence is best","current_password":"the old sentence"})"),
     .replies = {ok(kUser)},
     .errors = {ErrorCode::forbidden},
     .note = "API keys of scope admin may set a password, and whoever shows the present one."},
});

}  // namespace

constexpr Group kUsersGroup{"Users", "Accounts, and the namespaces that come with them.", kDescriptions};

}  // namespace entrepot::api::openapi
