#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"
#include "registry/entitlement_limits.h"

namespace entrepot::api::openapi {
namespace {

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
    {"reset_url", kUrl},
    {"usage", kText, "The limits and what was used of them, for people."},
    {"downloads", kCount, "Counted since the last reset."},
    {"clients", kCount, "Distinct addresses since the last reset."},
    {"bandwidth", kCount, "In bytes, since the last reset."},
});

/// The words are those of registry/entitlement_limits.cc.
std::span<const Field> limit_fields() {
  static const auto kFields = std::to_array<Field>({
      {"limit_bandwidth", or_null(kCount), "How much may be downloaded, in limit_bandwidth_unit."},
      {"limit_bandwidth_unit", one_of(registry::bandwidth_unit_words()), "Of 1000s."},
      {"limit_date_range_from", or_null(kTime), "Not before."},
      {"limit_date_range_to", or_null(kTime), "Not after."},
      {"limit_num_clients", or_null(kCount), "From how many distinct addresses."},
      {"limit_num_downloads", or_null(kCount)},
      {"limit_package_query", or_null(kText), "The only packages that it reads (docs/search.md)."},
      {"limit_path_query", or_null(kText), "Not on this server: always null."},
      {"scheduled_reset_at", or_null(kTime), "When what is counted counts no more."},
      {"scheduled_reset_period", one_of(registry::reset_period_words()), "How often after that."},
      {"eula_required", kFlag, "Not on this server: always false."},
      {"metadata", map_of(kAnything), "Not on this server: always empty."},
  });
  return kFields;
}

constexpr Component kEntitlement{.name = "RepositoryToken",
                                 .note = "An entitlement token, which reads one repository, within its limits.",
                                 .role = Role::answer,
                                 .fields = kEntitlementFields,
                                 .example = "v1_entitlement_limited.json",
                                 .more = limit_fields};
constexpr auto kSyncedFields = std::to_array<Field>({{"tokens", list_of(kEntitlement)}});
constexpr Component kSynced{"RepositoryTokenSync", "The tokens as they are now.", Role::answer, kSyncedFields,
                            R"({"tokens":[]})"};

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
constexpr auto kPatchFields = std::to_array<Field>({{"name", kText}, kTokenField, {"is_active", kFlag}});
constexpr Component kPatch{.name = "RepositoryTokenRequestPatch",
                           .note = "What shall change; null takes a limit away.",
                           .role = Role::request,
                           .fields = kPatchFields,
                           .more = limit_fields};
constexpr auto kSyncFields = std::to_array<Field>({
    {"source", kText, "The slug of another repository of the namespace.", Need::required},
});
constexpr Component kSync{"RepositoryTokenSyncRequest", "Where the tokens come from.", Role::request, kSyncFields};
constexpr Component kRefresh{.name = "RepositoryTokenRefreshRequest",
                             .note = "The new secret, and what else shall change.",
                             .role = Role::request,
                             .fields = kPatchFields,
                             .more = limit_fields};

constexpr Parameter kShowTokens{"show_tokens", with(kFlag, R"("default":false)"), "Whether to show the secrets."};

constexpr Reply with_secret(Reply reply) {
  reply.fields = {&kCacheControl};
  return reply;
}

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_entitlements",
     .query = {&kPage, &kPageSize, &kShowTokens},
     .replies = {paged(kEntitlement)},
     .errors = {ErrorCode::forbidden}},
    {.route = "create_entitlement",
     .body = json_body(kNewEntitlement, R"({"name":"ci"})"),
     .replies = {with_secret(created(kEntitlement, "The token, with its secret."))},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "get_entitlement",
     .query = {&kShowTokens},
     .replies = {with_secret(ok(kEntitlement, "The token."))},
     .errors = {ErrorCode::forbidden}},
    {.route = "update_entitlement",
     .body = json_body(kPatch, R"({"limit_num_downloads":100,"scheduled_reset_period":"Monthly"})"),
     .replies = {with_secret(ok(kEntitlement, "The token as it is now."))},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "sync_entitlements",
     .query = {&kShowTokens},
     .body = json_body(kSync, R"({"source":"stable"})"),
     .replies = {with_secret(ok(kSynced, "The tokens as they are now."))},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "reset_entitlement", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
    {.route = "delete_entitlement",
     .replies = {kNoContent},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict, ErrorCode::invalid}},
    {.route = "refresh_entitlement",
     .body = json_body(kRefresh, "{}"),
     .replies = {with_secret(ok(kEntitlement, "The token, with its new secret."))},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "enable_entitlement", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
    {.route = "disable_entitlement", .replies = {kNoContent}, .errors = {ErrorCode::forbidden}},
});

}  // namespace

constexpr Group kEntitlementsGroup{"Entitlement tokens", "Secrets that read one repository, also as part of a URL.",
                                   kDescriptions};

}  // namespace entrepot::api::openapi
