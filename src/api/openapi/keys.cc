#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr Schema kScope = kOneOf<"read", "publish", "admin">;

constexpr auto kKeyFields = std::to_array<Field>({
    {"slug_perm", kText, "Its name in URLs."},
    {"name", kText},
    {"user", kText, "Whose it is."},
    {"prefix", kText, "How the secret begins, to know it by."},
    {"scope", kScope, "The most that it may do, whatever its user may."},
    {"repositories", or_null(kTexts), "The only ones where it works, as namespace/repository; null for all."},
    {"crates", or_null(kTexts), "The only ones that it publishes, with * for any ending; null for all."},
    {"created_at", kTime},
    {"expires_at", or_null(kTime)},
    {"revoked_at", or_null(kTime)},
    {"last_used_at", or_null(kTime), "To within a few minutes."},
});
constexpr Component kKey{"ApiKey", "An API key, without its secret.", Role::answer, kKeyFields,
                         R"({"slug_perm":"Xk2mQ9pLw4Tz","name":"ci","user":"admin","prefix":"ent_EXAM",
                             "scope":"publish","repositories":null,"crates":["serde*"],
                             "created_at":"2026-11-22T12:00:00Z","expires_at":"2027-01-31T12:00:00Z",
                             "revoked_at":null,"last_used_at":null})"};

constexpr auto kSecretFields = std::to_array<Field>({{"key", kText, "The secret, which is never shown again."}});
constexpr Component kCreatedKey{.name = "ApiKeyCreated",
                                .note = "A new API key with its secret.",
                                .role = Role::answer,
                                .fields = kSecretFields,
                                .example = "v1_key_created.json",
                                .more = [] { return std::span<const Field>(kKeyFields); }};

constexpr auto kNewKeyFields = std::to_array<Field>({
    {"name", kText, "To know it by.", Need::required},
    {"scope", with(kScope, R"("default":"publish")"), "The most that it may do."},
    {"repositories", kTexts, "The only ones where it shall work, as namespace/repository."},
    {"crates", kTexts, "The only ones that it shall publish, with * for any ending."},
    {"user", kText, "Whose it shall be; anybody's for a server administrator, else one's own."},
    {"expires_at", kTime},
});
constexpr Component kNewKey{"ApiKeyRequest", "An API key to create.", Role::request, kNewKeyFields};

constexpr auto kTokenFields = std::to_array<Field>({
    {"created", kTime},
    {"key", kText, "The secret; its beginning and asterisks where it is not known any more."},
    {"slug_perm", kText, "Its name in URLs."},
});
constexpr Component kToken{"UserAuthenticationToken", "An API key in the words of Cloudsmith.", Role::answer,
                           kTokenFields,
                           R"({"created":"2026-11-22T12:00:00Z","key":"ent_EXAMPLEexampleEXAMPLEexampleEXAMPLEexam",
                               "slug_perm":"Xk2mQ9pLw4Tz"})"};
constexpr auto kTokensFields = std::to_array<Field>({{"results", list_of(kToken)}});
constexpr Component kTokens{"UserAuthenticationTokens", "One page of API keys.", Role::answer, kTokensFields,
                            R"({"results":[{"created":"2026-11-22T12:00:00Z","key":"ent_EXAM**********",
                                "slug_perm":"Xk2mQ9pLw4Tz"}]})"};
constexpr auto kLoginFields = std::to_array<Field>({
    {"email", kText, "The user's e-mail address, or the slug.", Need::required},
    {"password", with(kText, R"("format":"password")"), {}, Need::required},
});
constexpr Component kLogin{"UserAuthTokenRequest", "Who logs in.", Role::request, kLoginFields};
constexpr auto kLoggedInFields = std::to_array<Field>({
    {"token", kText, "A new API key."},
    {"two_factor_required", kFlag},
    {"two_factor_token", kText},
});
constexpr Component kLoggedIn{"UserAuthToken", "Logged in.", Role::answer, kLoggedInFields,
                              R"({"token":"ent_EXAMPLEexampleEXAMPLEexampleEXAMPLEexam","two_factor_required":false,
                                  "two_factor_token":""})"};

constexpr Reply with_secret(Reply reply) {
  reply.fields = {&kCacheControl};
  return reply;
}

constexpr Parameter kUserOfKeys{"user", kText, "Whose keys; anybody's for a server administrator, else one's own."};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_keys",
     .query = {&kPage, &kPageSize, &kUserOfKeys},
     .replies = {paged(kKey)},
     .errors = {ErrorCode::forbidden, ErrorCode::not_found}},
    {.route = "create_key",
     .body = json_body(kNewKey, R"({"name":"ci","scope":"publish","crates":["serde*"]})"),
     .replies = {{.status = 201, .note = "Created.", .schema = object_of(kCreatedKey), .fields = {&kCacheControl}}},
     .errors = {ErrorCode::forbidden, ErrorCode::not_found},
     .note = "A key never may more than the credentials that create it."},
    {.route = "log_in",
     .body = json_body(kLogin, R"({"email":"anna@example.org","password":"a long sentence is best"})"),
     .replies = {with_secret(created(kLoggedIn, "Logged in."))},
     .errors = {ErrorCode::unauthenticated, ErrorCode::forbidden, ErrorCode::rate_limited}},
    {.route = "list_tokens", .query = {&kPage, &kPageSize}, .replies = {paged(object_of(kTokens))}},
    {.route = "create_token", .replies = {with_secret(created(kToken))}, .errors = {ErrorCode::forbidden}},
    {.route = "refresh_token",
     .replies = {with_secret(ok(kToken))},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "revoke_key", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
});

}  // namespace

constexpr Group kKeysGroup{"API keys", "What programs show instead of a password; it may write.", kDescriptions};

}  // namespace entrepot::api::openapi
