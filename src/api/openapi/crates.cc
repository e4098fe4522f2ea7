#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kPersonFields = std::to_array<Field>({{"slug", kText}, {"name", kText, "For people."}});
constexpr Component kPerson{"Person", "A user by name.", Role::answer, kPersonFields};

constexpr auto kSummaryFields = std::to_array<Field>({
    {"name", kText, "As it is spelled in the index."},
    {"description", kText, "Of the newest version; empty when that has none."},
    {"keywords", kTexts},
    {"newest_version", kText, "The highest that is offered; else the highest. Releases before pre-releases."},
    {"versions", kCount, "How many there are."},
    {"downloads", kCount},
    {"size", kCount, "Of all its files, in bytes."},
    {"updated_at", kTime},
    {"is_yanked", kFlag, "Whether all versions are."},
});
constexpr Component kSummary{"CrateSummary", "A crate in a list.", Role::answer, kSummaryFields};
constexpr auto kSummariesFields = std::to_array<Field>({{"results", list_of(kSummary)}});
constexpr Component kSummaries{"CrateSummaries", "One page of crates.", Role::answer, kSummariesFields,
                               "v1_crates.json"};

constexpr auto kVersionFields = std::to_array<Field>({
    {"version", kText},
    {"slug_perm", kText, "Names it in the routes of packages."},
    {"yanked", kFlag},
    {"quarantined", kFlag, "Then it cannot be downloaded."},
    {"deleted", kFlag, "Always false: deleted versions are in the recycle bin."},
    {"tags", kTexts},
    {"size", kCount, "Of the crate file, in bytes."},
    {"rust_version", or_null(kText)},
    {"license", or_null(kText)},
    {"published_at", kTime},
    {"published_by", object_of(kPerson)},
    {"downloads", kCount},
    {"checksum", kText, "SHA-256, as in the index."},
    {"features", kCount, "How many it has."},
    {"dependencies", kCount, "How many it has, of all kinds."},
});
constexpr Component kVersion{"CrateVersion", "A version of a crate in a list.", Role::answer, kVersionFields,
                             "v1_crate_version_short.json"};

constexpr auto kRightsFields = std::to_array<Field>({
    {"publish", kFlag, "Another version of it."},
    {"yank", kFlag, "And undo it."},
    {"change_owners", kFlag},
    {"delete", kFlag},
    {"copy", kFlag, "Out of this repository; the destination has its own say."},
    {"move", kFlag},
    {"tag", kFlag},
    {"quarantine", kFlag},
    {"resync", kFlag},
});
constexpr Component kRights{"CrateRights", "What whoever asks may do; of a whole crate: with some version.",
                            Role::answer, kRightsFields};

constexpr auto kCrateFields = std::to_array<Field>({
    {"name", kText, "As it is spelled in the index."},
    {"description", kText, "Of the newest version; empty when that has none."},
    {"newest_version", kText, "The highest that is offered; else the highest. Releases before pre-releases."},
    {"downloads", kCount},
    {"created_at", kTime},
    {"updated_at", kTime},
    {"owners", list_of(kPerson)},
    {"dependents", kCount, "How many crates need it, as list_dependents tells them."},
    {"versions", list_of(kVersion), "All of them, highest first."},
    {"may", object_of(kRights)},
});
constexpr Component kCrate{"Crate", "A crate with all its versions.", Role::answer, kCrateFields, "v1_crate.json"};

constexpr auto kChecksumFields = std::to_array<Field>({
    {"sha256", kText},
    {"md5", or_null(kText)},
    {"sha1", or_null(kText)},
    {"sha512", or_null(kText)},
});
constexpr Component kChecksums{"CrateChecksums", "Of a crate file, in lower-case hex.", Role::answer, kChecksumFields};

constexpr auto kReadmeFields = std::to_array<Field>({
    {"path", kText, "In the crate."},
    {"text", kText, "Its first 512 KiB; what is no UTF-8 is replaced."},
    {"truncated", kFlag, "Whether there is more."},
});
constexpr Component kReadme{"CrateReadme", "The README as its author wrote it, Markdown as a rule.", Role::answer,
                            kReadmeFields};

constexpr auto kDependencyFields = std::to_array<Field>({
    {"name", kText, "What the crate calls it."},
    {"package", kText, "What it is called in its registry."},
    {"requirement", kText},
    {"kind", kOneOf<"normal", "build", "dev">},
    {"target", or_null(kText), "A triple or a cfg(…) expression."},
    {"optional", kFlag},
    {"default_features", kFlag},
    {"features", kTexts},
    {"registry", or_null(kText), "The index where it is; null for this repository."},
    {"is_here", kFlag, "Whether this repository has a crate of the name."},
    {"url", or_null(kUrl), "Its page on crates.io, when it is from there."},
});
constexpr Component kDependency{"CrateDependency", "What a version depends on.", Role::answer, kDependencyFields};

constexpr auto kFeatureFields = std::to_array<Field>({
    {"name", kText},
    {"enables", kTexts, "Features, dep:name, name/feature or name?/feature."},
    {"is_default", kFlag, "Whether `default` names it, or it is that."},
});
constexpr Component kFeature{"CrateFeature", "A feature of a version.", Role::answer, kFeatureFields};

constexpr auto kDetailFields = std::to_array<Field>({
    {"name", kText},
    {"version", kText},
    {"slug_perm", kText, "Names it in the routes of packages."},
    {"description", or_null(kText)},
    {"license", or_null(kText)},
    {"license_file", or_null(kText)},
    {"homepage", or_null(kText)},
    {"repository", or_null(kText), "Of its source."},
    {"documentation", or_null(kText)},
    {"keywords", kTexts},
    {"categories", kTexts},
    {"authors", kTexts},
    {"rust_version", or_null(kText)},
    {"edition", or_null(kText)},
    {"links", or_null(kText)},
    {"size", kCount, "Of the crate file, in bytes."},
    {"unpacked_size", or_null(kCount),
     "Of all files in it; null in quarantine, and for a version of an old server until somebody has looked at its "
     "files."},
    {"yanked", kFlag},
    {"quarantined", kFlag},
    {"tags", kTexts},
    {"published_at", kTime},
    {"published_by", object_of(kPerson)},
    {"downloads", kCount},
    {"checksums", object_of(kChecksums)},
    {"readme", or_null(object_of(kReadme)), "Null when there is none, and in quarantine."},
    {"incomplete", kFlag,
     "True when the server could not look into the crate just now: then `edition` and `readme` are null whether there "
     "are any or not, and asking again in a moment may help. Else it is not there.",
     Need::optional},
    {"dependencies", list_of(kDependency)},
    {"features", list_of(kFeature)},
    {"may", object_of(kRights)},
});
constexpr Component kDetail{"CrateVersionDetails", "A version of a crate with all that is known of it.", Role::answer,
                            kDetailFields, "v1_crate_version.json"};

constexpr auto kDependentFields = std::to_array<Field>({
    {"namespace", kText},
    {"repository", kText},
    {"name", kText},
    {"version", kText, "Its newest."},
    {"requirement", kText},
    {"kind", kOneOf<"normal", "build", "dev">, "The most binding, where there are several."},
});
constexpr Component kDependent{"CrateDependent", "A crate that depends on another.", Role::answer, kDependentFields};
constexpr auto kDependentsFields = std::to_array<Field>({{"results", list_of(kDependent)}});
constexpr Component kDependents{"CrateDependents", "One page of them.", Role::answer, kDependentsFields,
                                "v1_crate_dependents.json"};

constexpr auto kFileFields = std::to_array<Field>({
    {"path", kText, "Below the crate's top folder."},
    {"size", kCount, "In bytes."},
    {"sha256", kText, "In lower-case hex."},
    {"is_text", kFlag, "UTF-8 without a NUL."},
});
constexpr Component kFile{"CrateFile", "A file in a crate.", Role::answer, kFileFields};
constexpr auto kFilesFields = std::to_array<Field>({{"files", list_of(kFile), "By path."}});
constexpr Component kFiles{"CrateFiles", "What is in a crate.", Role::answer, kFilesFields, "v1_crate_files.json"};

constexpr auto kOwnersFields = std::to_array<Field>({{"owners", list_of(kPerson)}});
constexpr Component kOwners{"CrateOwnersList", "Who owns a crate.", Role::answer, kOwnersFields,
                            "v1_crate_owners.json"};
constexpr auto kOwnersRequestFields = std::to_array<Field>({
    {"owners", with(kTexts, R"("minItems":1,"maxItems":10)"), "Users by name.", Need::required},
});
constexpr Component kOwnersRequest{"CrateOwnersChange", "Whom to add or remove.", Role::request, kOwnersRequestFields};

constexpr Parameter kSort{"sort",
                          kOneOf<"name", "-name", "downloads", "-downloads", "updated_at", "-updated_at", "versions",
                                 "-versions", "size", "-size">,
                          "'-' before a name to descend. Last updated first when left out."};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_crates",
     .query = {&kPage, &kPageSize, &kPackageQuery, &kSort},
     .replies = {paged(object_of(kSummaries))},
     .errors = {ErrorCode::invalid},
     .note = "A query looks at the newest version of each crate."},
    {.route = "get_crate",
     .replies = {ok(kCrate, "The crate.")},
     .note = "By identity: case does not matter, and '-' is '_'. Deleted versions are not told."},
    {.route = "list_dependents",
     .query = {&kPage, &kPageSize},
     .replies = {paged(object_of(kDependents))},
     .note = "By their newest versions: first those of the same repository, then those of others that name this one as "
             "registry, as far as one may read them."},
    {.route = "list_crate_owners", .replies = {ok(kOwners, "Its owners.")}},
    {.route = "add_crate_owners",
     .body = json_body(kOwnersRequest, R"({"owners":["anna"]})"),
     .replies = {ok(kOwners, "Its owners, as they are now.")},
     .note = "Owners add owners; see add_owners for cargo's way."},
    {.route = "remove_crate_owners",
     .body = json_body(kOwnersRequest, R"({"owners":["anna"]})"),
     .replies = {ok(kOwners, "Its owners, as they are now.")},
     .note = "At least one owner who is not disabled stays."},
    {.route = "get_crate_version",
     .replies = {ok(kDetail, "The version.")},
     .note = "With or without build metadata; `latest` is the newest."},
    {.route = "yank_version", .replies = {ok(kVersion, "The version, as it is now.")}},
    {.route = "unyank_version", .replies = {ok(kVersion, "The version, as it is now.")}},
    {.route = "list_crate_files",
     .replies = {ok(kFiles, "Its files.")},
     .errors = {ErrorCode::forbidden, ErrorCode::too_large},
     .note = "403 in quarantine. 413 when there are so many that the list is larger than 16 MiB."},
    {.route = "get_crate_file",
     .replies = {{.status = 200,
                  .note =
                      "The file: text as text/plain; png, jpeg, gif, webp, avif and svg as what they are; all else as "
                      "application/octet-stream, to be downloaded.",
                  .schema = kBytes,
                  .type = "*/*",
                  .fields = {&kEtag, &kCacheControl, &kNoSniff, &kContentSecurity}},
                 kUnchanged},
     .errors = {ErrorCode::forbidden, ErrorCode::too_large},
     .note = "At most 5 MiB, else 413. 403 in quarantine. It is no download, and no token's limits are about it."},
    {.route = "download_version",
     .replies = {kCrateFile, kCratePart, kUnchanged, kNoCratePart},
     .errors = {ErrorCode::forbidden},
     .note = "The bytes that cargo gets, for whoever signed in with a browser; counted as any other download. 403 in "
             "quarantine. ETag is the SHA-256 of the index; Range and If-None-Match are heeded."},
});

}  // namespace

constexpr Group kCratesGroup{"Crates", "Crates, their versions, and what is in them.", kDescriptions};

}  // namespace entrepot::api::openapi
