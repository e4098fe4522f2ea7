#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr Schema kPeriod = kOneOf<"Never Reset", "Daily", "Weekly", "Fortnightly", "Monthly", "Bi-Monthly", "Quarterly",
                                  "Every 6 months", "Annual">;
constexpr Schema kUnit =
    kOneOf<"Byte", "Kilobyte", "Megabyte", "Gigabyte", "Terabyte", "Petabyte", "Exabyte", "Zettabyte", "Yottabyte">;

constexpr auto kEntitlementFields = std::to_array<Field>({
    {"name", kText},
    {"slug_perm", kText, "Its name in URLs."},
    {"identifier", kInteger},
    {"token", kText, "The secret; asterisks where it is not shown."},
    {"default", kFlag, "Made with the repository; it cannot be deleted."},
    {"is_active", kFlag},
    {"created_at", kTime},
    {"updated_at", kTime},
    {"created_by", or_null(kText)},
    {"has_limits", kFlag},
    {"is_limited", kFlag, "Whether a limit is reached."},
    {"access_private_broadcasts", kFlag},
    {"user", or_null(kText)},
    {"user_url", or_null(kUrl)},
    {"self_url", kUrl},
    {"refresh_url", kUrl},
    {"enable_url", kUrl},
    {"disable_url", kUrl},
    {"eula_required", kFlag},
    {"limit_bandwidth", or_null(kCount), "In limit_bandwidth_unit."},
    {"limit_bandwidth_unit", kUnit},
    {"limit_date_range_from", or_null(kTime)},
    {"limit_date_range_to", or_null(kTime)},
    {"limit_num_clients", or_null(kCount)},
    {"limit_num_downloads", or_null(kCount)},
    {"limit_package_query", or_null(kText)},
    {"limit_path_query", or_null(kText)},
    {"metadata", map_of(kAnything)},
    {"scheduled_reset_at", or_null(kTime)},
    {"scheduled_reset_period", kPeriod},
});
constexpr Component kEntitlement{"RepositoryToken", "An entitlement token, which reads one repository.", Role::answer,
                                 kEntitlementFields, "v1_entitlement_created.json"};

/// What management/settings.cc refuses unless it is said to be absent.
constexpr std::string_view kNoLimit = "This server has no such limit: only the value that says so may be sent.";
constexpr auto kLimitFields = std::to_array<Field>({
    {"eula_required", kAnything, kNoLimit},
    {"limit_bandwidth", kAnything, kNoLimit},
    {"limit_bandwidth_unit", kAnything, kNoLimit},
    {"limit_date_range_from", kAnything, kNoLimit},
    {"limit_date_range_to", kAnything, kNoLimit},
    {"limit_num_clients", kAnything, kNoLimit},
    {"limit_num_downloads", kAnything, kNoLimit},
    {"limit_package_query", kAnything, kNoLimit},
    {"limit_path_query", kAnything, kNoLimit},
    {"metadata", kAnything, kNoLimit},
    {"scheduled_reset_at", kAnything, kNoLimit},
    {"scheduled_reset_period", kAnything, kNoLimit},
});
std::span<const Field> limit_fields() {
  return kLimitFields;
}

constexpr Field kTokenField{"token", kText, "The secret; a random one when left out."};
constexpr auto kNewEntitlementFields = std::to_array<Field>({
    {"name", kText, "To know it by.", Need::required},
    kTokenField,
    {"is_active", kFlag, "True when left out."},
});
constexpr Component kNewEntitlement{.name = "RepositoryTokenRequest",
                                    .note = "An entitlement token to create.",
                                    .role = Role::request,
                                    .fields = kNewEntitlementFields,
                                    .more = limit_fields};
constexpr auto kRefreshFields = std::to_array<Field>({kTokenField});
constexpr Component kRefresh{.name = "RepositoryTokenRefreshRequest",
                             .note = "The new secret.",
                             .role = Role::request,
                             .fields = kRefreshFields,
                             .more = limit_fields};

constexpr Parameter kShowTokens{"show_tokens", with(kFlag, R"("default":false)"), "Whether to show the secrets."};

constexpr Reply with_secret(Reply reply) {
  reply.fields = {&kCacheControl};
  return reply;
}

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_entitlements", .query = {&kPage, &kPageSize, &kShowTokens}, .replies = {paged(kEntitlement)}},
    {.route = "create_entitlement",
     .body = json_body(kNewEntitlement, R"({"name":"ci"})"),
     .replies = {with_secret(created(kEntitlement, "The token, with its secret."))},
     .errors = {ErrorCode::conflict}},
    {.route = "get_entitlement", .query = {&kShowTokens}, .replies = {with_secret(ok(kEntitlement, "The token."))}},
    {.route = "delete_entitlement", .replies = {kNoContent}, .errors = {ErrorCode::conflict, ErrorCode::invalid}},
    {.route = "refresh_entitlement",
     .body = json_body(kRefresh, "{}"),
     .replies = {with_secret(ok(kEntitlement, "The token, with its new secret."))},
     .errors = {ErrorCode::conflict}},
    {.route = "enable_entitlement", .replies = {kNoContent}},
    {.route = "disable_entitlement", .replies = {kNoContent}},
});

}  // namespace

constexpr Group kEntitlementsGroup{"Entitlement tokens", "Secrets that read one repository, also as part of a URL.",
                                   kDescriptions};

}  // namespace entrepot::api::openapi
