#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kAliveFields = std::to_array<Field>({{"status", kOneOf<"alive">}});
constexpr Component kAlive{"Alive", "The process is alive.", Role::answer, kAliveFields, R"({"status":"alive"})"};

constexpr auto kCheckFields = std::to_array<Field>({
    {"ok", kFlag},
    {"detail", kText, "Empty when all is well."},
});
constexpr Component kCheck{"ReadyCheck", "What a check saw.", Role::answer, kCheckFields};
constexpr auto kFollowerFields = std::to_array<Field>({
    {"ok", kFlag},
    {"lag", kCount, "How many events it is behind."},
    {"detail", kText, "Empty when all is well."},
});
constexpr Component kFollower{"ReadyFollower", "How far a follower of the event log is.", Role::answer,
                              kFollowerFields};
constexpr auto kChecksFields = std::to_array<Field>({
    {"serving", object_of(kCheck)},
    {"database", object_of(kCheck)},
    {"followers", map_of(kFollower)},
});
constexpr Component kChecks{"ReadyChecks", "What was looked at.", Role::answer, kChecksFields};
constexpr auto kReadyFields = std::to_array<Field>({
    {"status", kOneOf<"ready", "not ready">},
    {"checks", object_of(kChecks)},
});
constexpr Component kReady{"Ready", "Whether requests are worth sending here.", Role::answer, kReadyFields,
                           R"({"status":"ready","checks":{"serving":{"ok":true,"detail":""},
                               "database":{"ok":true,"detail":""},
                               "followers":{"git-index":{"ok":true,"lag":0,"detail":""}}}})"};

constexpr Schema kDocument{.kind = Kind::map, .items = &kAnything};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "healthz",
     .replies = {{.status = 200, .note = "It is.", .schema = object_of(kAlive), .fields = {&kCacheControl}}}},
    {.route = "readyz",
     .replies = {{.status = 200, .note = "It is.", .schema = object_of(kReady), .fields = {&kCacheControl}},
                 {.status = 503,
                  .note = "Not now; the checks say why.",
                  .schema = object_of(kReady),
                  .fields = {&kCacheControl, &kRetryAfter}}}},
    {.route = "metrics",
     .replies = {{.status = 200, .note = "In Prometheus's text format.", .schema = kText, .type = "text/plain"}},
     .note = "To programs on the same machine only, unless the option metrics-access says otherwise."},
    {.route = "openapi",
     .replies = {{.status = 200, .note = "This document.", .schema = kDocument, .fields = {&kEtag, &kCacheControl}},
                 kUnchanged}},
});

}  // namespace

constexpr Group kOperationsGroup{"Operations", "For those who run the server.", kDescriptions};

}  // namespace entrepot::api::openapi
