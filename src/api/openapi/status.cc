#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kStatusFields = std::to_array<Field>({
    {"detail", kText, "A sentence: the API answers."},
    {"version", kText, "The server's version."},
});
constexpr Component kStatus{"Status", "That the API answers.", Role::answer, kStatusFields,
                            R"({"detail":"Entrepot is up.","version":"0.1.0"})"};

constexpr auto kUpstreamFields = std::to_array<Field>({
    {"auth_modes", kTexts},
    {"caching", kFlag},
    {"indexing", kFlag},
    {"indexing_behavior", kText},
    {"proxying", kFlag},
    {"signature_verification", kText},
    {"trust", kFlag},
});
constexpr Component kUpstreamSupport{"FormatUpstreamSupport",
                                     "What a format can do with other registries as its source.", Role::answer,
                                     kUpstreamFields};
constexpr auto kSupportFields = std::to_array<Field>({
    {"dependencies", kFlag},
    {"distributions", kFlag},
    {"file_lists", kFlag},
    {"filepaths", kFlag},
    {"metadata", kFlag},
    {"upstreams", object_of(kUpstreamSupport)},
    {"versioning", kFlag},
});
constexpr Component kSupport{"FormatSupport", "What a format of packages can do.", Role::answer, kSupportFields};
constexpr auto kFormatFields = std::to_array<Field>({
    {"description", kText},
    {"distributions", list_of(kAnything), "Always empty: crates are for no distribution."},
    {"extensions", kTexts, "How the names of its files end."},
    {"name", kText},
    {"premium", kFlag},
    {"premium_plan_id", or_null(kText)},
    {"premium_plan_name", or_null(kText)},
    {"slug", kText},
    {"supports", object_of(kSupport)},
});
constexpr Component kFormat{"Format", "A format of packages.", Role::answer, kFormatFields, "v1_format.json"};

constexpr auto kRateOfFields = std::to_array<Field>({
    {"interval", kNumber, "How many seconds to leave between requests."},
    {"limit", kCount, "How many requests one has in a minute."},
    {"remaining", kCount, "How many of them are left."},
    {"reset", kInteger, "When they are all there again, in seconds since 1970."},
    {"reset_iso_8601", kTime, "The same."},
    {"throttled", kFlag, "Whether none is left."},
});
constexpr Component kRate{"RateLimit", "How many requests one has.", Role::answer, kRateOfFields};
constexpr auto kRatesFields = std::to_array<Field>({
    {"resources", map_of(kRate), "By the kind of request; empty where the server has no such limit."},
});
constexpr Component kRates{"RateLimits", "How many requests one has.", Role::answer, kRatesFields, "v1_rates.json"};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "check_status", .replies = {ok(kStatus, "The API answers.")}},
    {.route = "check_rates", .replies = {ok(kRates, "What is left.")}},
    {.route = "list_formats", .replies = {{.status = 200, .note = "All formats.", .schema = list_of(kFormat)}}},
    {.route = "get_format", .replies = {ok(kFormat, "The format.")}},
});

}  // namespace

constexpr Group kStatusGroup{"Status", "Whether the API answers, and what it deals in.", kDescriptions};

}  // namespace entrepot::api::openapi
