#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"
#include "registry/event.h"

namespace entrepot::api::openapi {
namespace {

/// The words of all kinds of events.
std::span<const Field> event_field() {
  static const auto kWords = [] {
    std::array<std::string_view, registry::kEventKindCount> words;
    for (std::size_t kind = 0; kind < words.size(); ++kind) {
      words[kind] = registry::event_kind_word(static_cast<registry::EventKind>(kind));
    }
    return words;
  }();
  static const std::array<Field, 1> kField{{{"event", one_of(kWords), "What kind of event it is."}}};
  return kField;
}

constexpr auto kDetailsFields = std::to_array<Field>({
    {"user", kText, "The user that it was about.", Need::optional},
    {"api_key", kText, "The name of the API key that it was about.", Need::optional},
    {"entitlement", kText, "The name of the entitlement token that it was about.", Need::optional},
    {"role", kText, "The member's role.", Need::optional},
    {"privilege", kText, "The privilege.", Need::optional},
    {"checksum", kText, "The SHA-256 of what was published.", Need::optional},
    {"tags", kTexts, "The tags since then.", Need::optional},
});
constexpr Component kDetails{"AuditDetails", "What else an event tells; each kind has its own.", Role::answer,
                             kDetailsFields};
constexpr auto kEventFields = std::to_array<Field>({
    {"sequence", kCount, "Grows with time; numbers may be left out."},
    {"at", kTime},
    {"actor", kText, "The user who did it; 'system' for the server itself."},
    {"namespace", or_null(kText)},
    {"repository", or_null(kText), "Its present slug."},
    {"crate", or_null(kText)},
    {"version", or_null(kText)},
    {"sentence", kText, "The event for people: alice published serde 1.0.2."},
    {"details", object_of(kDetails)},
});
constexpr Component kEvent{.name = "AuditEvent",
                           .note = "Something that happened.",
                           .role = Role::answer,
                           .fields = kEventFields,
                           .more = event_field};
constexpr auto kLogFields = std::to_array<Field>({
    {"events", list_of(kEvent), "The newest first."},
    {"newest", kCount, "What to give as 'after' to learn of what comes next."},
    {"oldest", or_null(kCount), "What to give as 'before' for the page below; null when there is none."},
    {"kinds", kTexts, "The kinds of events that one may see here."},
});
constexpr Component kLog{"AuditLog", "A page of what happened.", Role::answer, kLogFields, R"({"events":[
  {"sequence":42,"event":"published","at":"2026-11-22T12:00:00Z","actor":"alice","namespace":"acme","repository":"tools",
   "crate":"serde","version":"1.0.2","sentence":"alice published serde 1.0.2",
   "details":{"checksum":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}},
  {"sequence":40,"event":"owner_added","at":"2026-11-22T11:00:00Z","actor":"alice","namespace":"acme",
   "repository":"tools","crate":"serde","version":null,"sentence":"alice made bob an owner of serde",
   "details":{"user":"bob"}}],
  "newest":42,"oldest":40,
  "kinds":["published","yanked","unyanked","owner_added","owner_removed","deleted","restored","tagged"]})"};

constexpr Parameter kKind{"kind", kText, "Only these kinds, with commas between."};
constexpr Parameter kActor{"actor", kText, "Only what this user did."};
constexpr Parameter kCrate{"crate", kText, "Only what concerns this crate."};
constexpr Parameter kFromTime{"from", kText, "Only from this time or day on, as 2026-11-22T12:00:00Z or 2026-11-22."};
constexpr Parameter kToTime{"to", kText, "Only before this time or day."};
constexpr Parameter kBefore{"before", kCount, "Only below this sequence: the next page."};
constexpr Parameter kAfter{
    "after", kCount,
    "Only above this sequence: what is new. Of more than a page, those right above it; ask again "
    "with 'newest' for the rest."};

#define LOG_QUERY {&kKind, &kActor, &kCrate, &kFromTime, &kToTime, &kBefore, &kAfter, &kPageSize}

constexpr auto kDayFields = std::to_array<Field>({
    {"day", with(kText, R"("format":"date")")},
    {"downloads", kCount},
    {"bytes", kCount},
});
constexpr Component kDay{"StatisticsDay", "What was downloaded on a day (UTC).", Role::answer, kDayFields};
constexpr auto kCrateFields = std::to_array<Field>({{"name", kText}, {"downloads", kCount}, {"bytes", kCount}});
constexpr Component kCrateUsage{"StatisticsCrate", "What was downloaded of a crate.", Role::answer, kCrateFields};
constexpr auto kVersionFields =
    std::to_array<Field>({{"name", kText}, {"version", kText}, {"downloads", kCount}, {"bytes", kCount}});
constexpr Component kVersionUsage{"StatisticsVersion", "What was downloaded of a version.", Role::answer,
                                  kVersionFields};
constexpr auto kTokenFields =
    std::to_array<Field>({{"name", kText}, {"slug_perm", kText}, {"downloads", kCount}, {"bytes", kCount}});
constexpr Component kTokenUsage{"StatisticsToken", "What was downloaded with an entitlement token.", Role::answer,
                                kTokenFields};
constexpr auto kSumFields = std::to_array<Field>({{"downloads", kCount}, {"bytes", kCount}});
constexpr Component kSum{"StatisticsSum", "What was downloaded.", Role::answer, kSumFields};
constexpr auto kStatisticsFields = std::to_array<Field>({
    {"from", with(kText, R"("format":"date")"), "The first day."},
    {"to", with(kText, R"("format":"date")"), "The last day."},
    {"downloads", kCount, "Of all these days: files from their first byte on."},
    {"bytes", kCount, "Of all these days: all that was sent."},
    {"days", list_of(kDay), "Every day, the first first."},
    {"crates", list_of(kCrateUsage), "The twenty most downloaded ones."},
    {"versions", list_of(kVersionUsage), "The twenty most downloaded ones."},
    {"tokens", or_null(list_of(kTokenUsage)), "The twenty most used ones; null for who may not manage tokens."},
    {"tokenless", or_null(object_of(kSum)), "Without a token; null likewise."},
});
constexpr Component kStatistics{"Statistics", "What was downloaded from a repository.", Role::answer, kStatisticsFields,
                                R"({"from":"2026-11-21","to":"2026-11-22","downloads":3,"bytes":861,
  "days":[{"day":"2026-11-21","downloads":0,"bytes":0},{"day":"2026-11-22","downloads":3,"bytes":861}],
  "crates":[{"name":"serde","downloads":3,"bytes":861}],
  "versions":[{"name":"serde","version":"1.0.2","downloads":2,"bytes":574},
              {"name":"serde","version":"1.0.1","downloads":1,"bytes":287}],
  "tokens":[{"name":"ci","slug_perm":"Xk2mQ9pLw4Tz","downloads":1,"bytes":287}],
  "tokenless":{"downloads":2,"bytes":574}})"};
constexpr Parameter kFromDay{"from", kText,
                             "The first day, as 2026-11-22. Without it: the thirty days up to 'to'; at most 400 days."};
constexpr Parameter kToDay{"to", kText, "The last day; today without it."};

constexpr auto kFollowerFields = std::to_array<Field>({
    {"name", kText},
    {"cursor", kCount, "The last event that it has applied."},
    {"head", kCount, "The last event that there was when it looked."},
    {"behind", kCount, "How many events it is behind."},
    {"last_error", or_null(kText), "Why it cannot go on; null when it can."},
});
constexpr Component kFollower{"HealthFollower", "How far a follower of the event log is.", Role::answer,
                              kFollowerFields};
constexpr auto kStorageFields = std::to_array<Field>({
    {"crate_bytes", kCount, "Of the .crate files of all versions; what several share counts for each."},
    {"database_bytes", kCount},
    {"disk_free_bytes", kCount, "Where crates are kept."},
    {"disk_total_bytes", kCount},
});
constexpr Component kStorage{"HealthStorage", "What is stored.", Role::answer, kStorageFields};
constexpr auto kCountsFields = std::to_array<Field>({
    {"users", kCount},
    {"organisations", kCount},
    {"repositories", kCount},
    {"crates", kCount},
    {"versions", kCount},
});
constexpr Component kCounts{"HealthCounts", "How much there is.", Role::answer, kCountsFields};
constexpr auto kRequestsFields = std::to_array<Field>({
    {"open_connections", kCount, "At this moment."},
    {"waiting", kCount, "Requests that wait for something at this moment."},
    {"total", kCount, "Requests answered since the start, as what follows."},
    {"client_errors", kCount, "Of them, with a status from 400 to 499."},
    {"server_errors", kCount, "Of them, with a status from 500 on."},
    {"overloaded", kCount, "Answered 503, because there was no room for them."},
    {"downloads", kCount},
    {"publishes", kCount},
    {"failed_logins", kCount},
});
constexpr Component kRequests{"HealthRequests", "What the server is asked.", Role::answer, kRequestsFields};
constexpr auto kHealthFields = std::to_array<Field>({
    {"version", kText, "Of the program."},
    {"started_at", kTime},
    {"now", kTime, "The server's clock."},
    {"followers", list_of(kFollower)},
    {"storage", object_of(kStorage)},
    {"counts", object_of(kCounts)},
    {"requests", object_of(kRequests)},
    {"ready", kFlag, "Whether requests are worth sending here."},
    {"problems", kTexts, "What somebody should look at, as sentences."},
});
constexpr Component kHealth{"Health", "How the server is.", Role::answer, kHealthFields,
                            R"({"version":"0.1.0","started_at":"2026-11-22T12:00:00Z","now":"2026-11-22T13:00:00Z",
  "followers":[{"name":"search_index","cursor":7,"head":7,"behind":0,"last_error":null}],
  "storage":{"crate_bytes":287,"database_bytes":638976,"disk_free_bytes":50000000000,
             "disk_total_bytes":100000000000},
  "counts":{"users":2,"organisations":1,"repositories":1,"crates":1,"versions":1},
  "requests":{"open_connections":1,"waiting":0,"total":9,"client_errors":1,"server_errors":0,"overloaded":0,
              "downloads":3,"publishes":1,"failed_logins":0},
  "ready":true,"problems":[]})"};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "audit_log", .query = LOG_QUERY, .replies = {ok(kLog)}, .errors = {ErrorCode::invalid}},
    {.route = "namespace_audit_log",
     .query = LOG_QUERY,
     .replies = {ok(kLog)},
     .errors = {ErrorCode::forbidden, ErrorCode::invalid}},
    {.route = "repository_audit_log",
     .query = LOG_QUERY,
     .replies = {ok(kLog)},
     .errors = {ErrorCode::invalid},
     .note = "Who may read the repository sees what happened to versions and owners; who may write, the repository and "
             "quarantine too; admins, tokens and privileges."},
    {.route = "get_statistics",
     .query = {&kFromDay, &kToDay},
     .replies = {ok(kStatistics)},
     .errors = {ErrorCode::forbidden, ErrorCode::invalid}},
    {.route = "get_health", .replies = {ok(kHealth)}},
});

#undef LOG_QUERY

}  // namespace

constexpr Group kActivityGroup{"Activity", "What happened, what was downloaded when, and how the server is.",
                               kDescriptions};

}  // namespace entrepot::api::openapi
