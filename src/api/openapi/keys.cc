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
    {.route = "revoke_key", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
});

}  // namespace

constexpr Group kKeysGroup{"API keys", "What programs show instead of a password; it may write.", kDescriptions};

}  // namespace entrepot::api::openapi
