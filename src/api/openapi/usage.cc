#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kBandwidthFields = std::to_array<Field>({
    {"display", kText, "For people."},
    {"units", kText},
    {"value", kCount},
});
constexpr Component kBandwidth{"MetricsBandwidth", "A number of bytes.", Role::answer, kBandwidthFields};
constexpr auto kBandwidthsFields = std::to_array<Field>({
    {"average", object_of(kBandwidth)},
    {"highest", object_of(kBandwidth)},
    {"lowest", object_of(kBandwidth)},
    {"total", object_of(kBandwidth)},
});
constexpr Component kBandwidths{"MetricsBandwidths", "What was sent.", Role::answer, kBandwidthsFields};
constexpr auto kDownloadFields = std::to_array<Field>({{"value", kCount}});
constexpr Component kDownload{"MetricsDownload", "A number of downloads.", Role::answer, kDownloadFields};
constexpr auto kDownloadsFields = std::to_array<Field>({
    {"average", object_of(kDownload)},
    {"highest", object_of(kDownload)},
    {"lowest", object_of(kDownload)},
    {"total", object_of(kDownload)},
});
constexpr Component kDownloads{"MetricsDownloads", "What was downloaded.", Role::answer, kDownloadsFields};
constexpr auto kMetricsFields = std::to_array<Field>({
    {"active", kCount, "How many were used in these days."},
    {"bandwidth", object_of(kBandwidths)},
    {"downloads", object_of(kDownloads)},
    {"inactive", kCount, "How many were not."},
    {"total", kCount},
});
constexpr Component kMetrics{"Metrics", "Use over some days, of each and of all.", Role::answer, kMetricsFields};

#define BYTES R"({"display":"287 bytes","units":"bytes","value":287})"
#define DOWNLOADS R"({"value":1})"
#define EXAMPLE                                                                                                    \
  R"({"active":1,"bandwidth":{"average":)" BYTES R"(,"highest":)" BYTES R"(,"lowest":)" BYTES R"(,"total":)" BYTES \
  R"(},"downloads":{"average":)" DOWNLOADS R"(,"highest":)" DOWNLOADS R"(,"lowest":)" DOWNLOADS                    \
  R"(,"total":)" DOWNLOADS R"(},"inactive":0,"total":1})"

constexpr auto kPackageMetricsFields = std::to_array<Field>({{"packages", object_of(kMetrics)}});
constexpr Component kPackageMetrics{"PackageUsageMetrics", "The use of packages.", Role::answer, kPackageMetricsFields,
                                    R"({"packages":)" EXAMPLE "}"};
constexpr auto kTokenMetricsFields = std::to_array<Field>({{"tokens", object_of(kMetrics)}});
constexpr Component kTokenMetrics{"EntitlementUsageMetrics", "The use of entitlement tokens.", Role::answer,
                                  kTokenMetricsFields, R"({"tokens":)" EXAMPLE "}"};

#undef EXAMPLE
#undef DOWNLOADS
#undef BYTES

constexpr auto kAllocatedFields = std::to_array<Field>({
    {"configured", kText},
    {"percentage_used", kText},
    {"plan_limit", kText},
    {"used", kText},
});
constexpr Component kAllocated{"QuotaAllocated", "For people.", Role::answer, kAllocatedFields};
constexpr auto kAllocatedStorageFields = std::to_array<Field>({
    {"configured", kText},
    {"percentage_used", kText},
    {"plan_limit", kText},
    {"used", kText},
    {"peak", kText, "The most of the month."},
    {"used_pre_deduplication", kText, "As if each repository kept its own bytes."},
});
constexpr Component kAllocatedStorage{"QuotaAllocatedStorage", "For people.", Role::answer, kAllocatedStorageFields};
constexpr auto kDisplayFields = std::to_array<Field>({
    {"bandwidth", object_of(kAllocated)},
    {"storage", object_of(kAllocatedStorage)},
});
constexpr Component kDisplay{"QuotaDisplay", "For people.", Role::answer, kDisplayFields};
constexpr auto kRawBandwidthFields = std::to_array<Field>({{"percentage_used", kText}, {"used", kCount, "In bytes."}});
constexpr Component kRawBandwidth{"QuotaRawBandwidth", "For programs.", Role::answer, kRawBandwidthFields};
constexpr auto kRawStorageFields = std::to_array<Field>({
    {"peak", kCount, "In bytes."},
    {"percentage_used", kText},
    {"used", kCount, "In bytes."},
    {"used_pre_deduplication", kCount, "In bytes."},
});
constexpr Component kRawStorage{"QuotaRawStorage", "For programs.", Role::answer, kRawStorageFields};
constexpr auto kRawFields = std::to_array<Field>({
    {"bandwidth", object_of(kRawBandwidth)},
    {"storage", object_of(kRawStorage)},
});
constexpr Component kRaw{"QuotaRaw", "For programs.", Role::answer, kRawFields};
constexpr auto kUsageFields = std::to_array<Field>({{"display", object_of(kDisplay)}, {"raw", object_of(kRaw)}});
constexpr Component kUsage{"QuotaUsage", "What a namespace uses; nothing limits it.", Role::answer, kUsageFields};
constexpr auto kQuotaFields = std::to_array<Field>({{"usage", object_of(kUsage)}});
constexpr Component kQuota{"Quota", "What a namespace uses in the present month.", Role::answer, kQuotaFields,
                           R"({"usage":{"display":{
  "bandwidth":{"configured":"Unlimited","percentage_used":"0%","plan_limit":"Unlimited","used":"287 bytes"},
  "storage":{"configured":"Unlimited","percentage_used":"0%","plan_limit":"Unlimited","used":"1.5 MB",
             "peak":"1.5 MB","used_pre_deduplication":"3.0 MB"}},
  "raw":{"bandwidth":{"percentage_used":"0.0","used":287},
         "storage":{"peak":1500000,"percentage_used":"0.0","used":1500000,"used_pre_deduplication":3000000}}}})"};

constexpr auto kDisplayedFields = std::to_array<Field>(
    {{"limit", kText}, {"percentage", kText}, {"used", kText}, {"peak", kText, {}, Need::optional}});
constexpr Component kDisplayed{"QuotaHistoryDisplayed", "For people; a peak for storage only.", Role::answer,
                               kDisplayedFields};
constexpr auto kMonthDisplayFields = std::to_array<Field>({
    {"downloaded", object_of(kDisplayed)},
    {"storage_used", object_of(kDisplayed)},
    {"uploaded", object_of(kDisplayed)},
});
constexpr Component kMonthDisplay{"QuotaHistoryDisplay", "For people.", Role::answer, kMonthDisplayFields};
constexpr auto kCountedFields = std::to_array<Field>(
    {{"percentage", kText}, {"used", kCount, "In bytes."}, {"peak", kCount, "In bytes.", Need::optional}});
constexpr Component kCounted{"QuotaHistoryCounted", "For programs; a peak for storage only.", Role::answer,
                             kCountedFields};
constexpr auto kMonthRawFields = std::to_array<Field>({
    {"downloaded", object_of(kCounted)},
    {"storage_used", object_of(kCounted)},
    {"uploaded", object_of(kCounted)},
});
constexpr Component kMonthRaw{"QuotaHistoryRaw", "For programs.", Role::answer, kMonthRawFields};
constexpr auto kMonthFields = std::to_array<Field>({
    {"days", kCount},
    {"display", object_of(kMonthDisplay)},
    {"end", kTime},
    {"plan", kText},
    {"raw", object_of(kMonthRaw)},
    {"start", kTime},
});
constexpr Component kMonth{"QuotaMonth", "What a namespace used in a month.", Role::answer, kMonthFields};
constexpr auto kHistoryFields = std::to_array<Field>({{"history", list_of(kMonth), "The newest first."}});
constexpr Component kHistory{"QuotaHistory", "What a namespace used, month by month.", Role::answer, kHistoryFields,
                             R"({"history":[{"days":30,"display":{
  "downloaded":{"limit":"Unlimited","percentage":"0%","used":"287 bytes"},
  "storage_used":{"limit":"Unlimited","percentage":"0%","used":"1.5 MB","peak":"1.5 MB"},
  "uploaded":{"limit":"Unlimited","percentage":"0%","used":"1.5 MB"}},
  "end":"2026-12-01T00:00:00Z","plan":"Unlimited","raw":{
  "downloaded":{"percentage":"0.0","used":287},
  "storage_used":{"percentage":"0.0","used":1500000,"peak":1500000},
  "uploaded":{"percentage":"0.0","used":1500000}},
  "start":"2026-11-01T00:00:00Z"}]})"};

constexpr Parameter kStart{
    "start", kText,
    "The first day, as 2026-11-22; a time counts as its day. Without it: the thirty days up to finish."};
constexpr Parameter kFinish{"finish", kText, "The last day."};
constexpr Parameter kOnlyPackages{"packages", kText,
                                  "slug_perm of the only packages, with commas between; at most 500."};
constexpr Parameter kOnlyTokens{"tokens", kText, "slug_perm of the only tokens, with commas between; at most 500."};

constexpr Reply kPackagesAnswer = paged(object_of(kPackageMetrics), "The use; one object, so always one page.");
constexpr Reply kTokensAnswer = paged(object_of(kTokenMetrics), "The use; one object, so always one page.");

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "package_metrics",
     .query = {&kStart, &kFinish, &kOnlyPackages, &kPage, &kPageSize},
     .replies = {kPackagesAnswer},
     .errors = {ErrorCode::forbidden, ErrorCode::invalid}},
    {.route = "package_metrics_of",
     .query = {&kStart, &kFinish, &kOnlyPackages, &kPage, &kPageSize},
     .replies = {kPackagesAnswer},
     .errors = {ErrorCode::forbidden, ErrorCode::invalid}},
    {.route = "entitlement_metrics",
     .query = {&kStart, &kFinish, &kOnlyTokens, &kPage, &kPageSize},
     .replies = {kTokensAnswer},
     .errors = {ErrorCode::forbidden, ErrorCode::invalid}},
    {.route = "entitlement_metrics_of",
     .query = {&kStart, &kFinish, &kOnlyTokens, &kPage, &kPageSize},
     .replies = {kTokensAnswer},
     .errors = {ErrorCode::invalid}},
    {.route = "get_quota", .replies = {ok(kQuota, "The use.")}, .errors = {ErrorCode::forbidden}},
    {.route = "get_quota_history", .replies = {ok(kHistory, "The use.")}, .errors = {ErrorCode::forbidden}},
});

}  // namespace

constexpr Group kUsageGroup{"Usage", "What was stored and downloaded.", kDescriptions};

}  // namespace entrepot::api::openapi
