#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kConfigFields = std::to_array<Field>({
    {"dl", kText, "Where crate files are, with the places that cargo fills in."},
    {"api", kUrl, "The root of the web API."},
    {"auth-required", kFlag, "Whether cargo must send credentials with every request.", Need::optional},
});
constexpr Component kConfig{
    "IndexConfig", "The index's config.json (Cargo book, Registry Index).", Role::answer, kConfigFields,
    R"({"dl":"{url}/basic/acme/crates/cargo/{crate}-{version}.crate","api":"{url}/basic/acme/crates/cargo","auth-required":true})"};

constexpr auto kWarningsFields = std::to_array<Field>({
    {"invalid_categories", kTexts},
    {"invalid_badges", kTexts},
    {"other", kTexts},
});
constexpr Component kWarnings{"PublishWarnings", "What cargo shall show.", Role::answer, kWarningsFields};
constexpr auto kPublishedFields = std::to_array<Field>({{"warnings", object_of(kWarnings)}});
constexpr Component kPublished{"Published", "The version is there, for every reader from now on.", Role::answer,
                               kPublishedFields,
                               R"({"warnings":{"invalid_categories":[],"invalid_badges":[],"other":[]}})"};

constexpr auto kDoneFields = std::to_array<Field>({{"ok", kFlag}});
constexpr Component kDone{"CargoOk", "Done.", Role::answer, kDoneFields, R"({"ok":true})"};

constexpr auto kOwnerFields = std::to_array<Field>({
    {"id", kInteger},
    {"login", kText},
    {"name", or_null(kText)},
});
constexpr Component kOwner{"CrateOwner", "A user who may publish a crate.", Role::answer, kOwnerFields};
constexpr auto kOwnersFields = std::to_array<Field>({
    {"ok", kFlag},
    {"msg", kText, "A sentence, which cargo shows."},
    {"users", list_of(kOwner)},
});
constexpr Component kOwners{"CrateOwners", "The owners of a crate, as they are now.", Role::answer, kOwnersFields,
                            R"({"ok":true,"msg":"These users own the crate.",
                                "users":[{"id":1,"login":"anna","name":"Anna"}]})"};
constexpr auto kLoginsFields = std::to_array<Field>({{"users", kTexts, "Slugs of users."}});
constexpr Component kLogins{"CrateOwnersRequest", "Which users.", Role::request, kLoginsFields};

constexpr auto kHitFields = std::to_array<Field>({
    {"name", kText},
    {"max_version", kText},
    {"description", or_null(kText)},
    {"downloads", kCount},
});
constexpr Component kHit{"CrateFound", "A crate with its newest version.", Role::answer, kHitFields};
constexpr auto kMetaFields = std::to_array<Field>({{"total", kCount, "On all pages."}});
constexpr Component kMeta{"CratesFoundMeta", "How many there are.", Role::answer, kMetaFields};
constexpr auto kHitsFields = std::to_array<Field>({{"crates", list_of(kHit)}, {"meta", object_of(kMeta)}});
constexpr Component kHits{"CratesFound", "One page of crates.", Role::answer, kHitsFields,
                          R"({"crates":[{"name":"serde","max_version":"1.0.0","description":"Turns values into bytes.",
                              "downloads":3}],"meta":{"total":1}})"};

constexpr Parameter kSearchText{"q", kText, "Words of name, description and keywords."};
constexpr Parameter kPerPage{"per_page", with(kInteger, R"("minimum":1,"maximum":100,"default":10)"),
                             "How many crates a page has."};

constexpr Reply kOwnersAnswer = ok(kOwners, "The owners, as they are now.");

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "config_json",
     .replies = {{.status = 200,
                  .note = "The configuration.",
                  .schema = object_of(kConfig),
                  .fields = {&kEtag, &kCacheControl}}}},
    {.route = "index_file",
     .replies = {{.status = 200,
                  .note = "The lines, oldest version first.",
                  .schema = kText,
                  .type = "text/plain",
                  .fields = {&kEtag, &kLastModified, &kCacheControl}},
                 {.status = 304,
                  .note = "What the client has is current.",
                  .fields = {&kEtag, &kLastModified, &kCacheControl}}},
     .errors = {ErrorCode::not_found},
     .note =
         "Names of one and two letters are one segment shorter: 1/{crate} and 2/{crate} (Cargo book, Registry Index). "
         "If-None-Match and If-Modified-Since are heeded, and gzip is sent to who accepts it.",
     .rest = "{first}/{second}/{crate}"},
    {.route = "download",
     .replies = {kCrateFile, kCratePart, kUnchanged, kNoCratePart},
     .errors = {ErrorCode::forbidden},
     .note = "Never changes: ETag is the SHA-256 of the index. 403 in quarantine. Range and If-None-Match are heeded.",
     .rest = "{crate}-{version}.crate"},
    {.route = "publish",
     .body = {.schema = kBytes, .type = "application/octet-stream"},
     .replies = {ok(kPublished, "Published.")},
     .errors = {ErrorCode::conflict},
     .note =
         "The body is that of the Cargo book: the length of the metadata as four bytes, little-endian; the metadata as "
         "JSON; the length of the crate file in the same way; the crate file. The repository's publish rules bound "
         "both parts more tightly."},
    {.route = "yank", .replies = {ok(kDone)}},
    {.route = "unyank", .replies = {ok(kDone)}},
    {.route = "list_owners", .replies = {kOwnersAnswer}},
    {.route = "add_owners", .body = json_body(kLogins, R"({"users":["anna"]})"), .replies = {kOwnersAnswer}},
    {.route = "remove_owners", .body = json_body(kLogins, R"({"users":["anna"]})"), .replies = {kOwnersAnswer}},
    {.route = "search", .query = {&kSearchText, &kPerPage, &kPage}, .replies = {ok(kHits, "One page of crates.")}},
    {.route = "login_page",
     .replies =
         {{.status = 200, .note = "The page.", .schema = kText, .type = "text/html", .fields = {&kCacheControl}}}},
});

}  // namespace

constexpr Group kCargoGroup{"Cargo", "What cargo speaks: the sparse index, downloads, the web API.", kDescriptions};

}  // namespace entrepot::api::openapi
