#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"
#include "api/openapi/packages.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kCopyFields = std::to_array<Field>({
    {"destination", kText, "The slug of another repository of the namespace.", Need::required},
    {"republish", kFlag, "Whether it may take the place of the same version there."},
});
constexpr Component kCopy{"PackageCopyRequest", "Where the copy goes.", Role::request, kCopyFields};
constexpr auto kMoveFields = std::to_array<Field>({
    {"destination", kText, "The slug of another repository of the namespace.", Need::required},
});
constexpr Component kMove{"PackageMoveRequest", "Where the package goes.", Role::request, kMoveFields};

constexpr auto kQuarantineFields = std::to_array<Field>({
    {"release", kFlag, "True ends the quarantine."},
    {"restore", kFlag, "The same by an older name."},
});
constexpr Component kQuarantine{"PackageQuarantineRequest", "Empty to begin a quarantine.", Role::request,
                                kQuarantineFields};

constexpr auto kTagFields = std::to_array<Field>({
    {"action", with(kOneOf<"Add", "Clear", "Replace", "Remove">, R"("default":"Add")")},
    {"tags", kTexts, "Not needed to clear."},
    {"is_immutable", kFlag, "Whether the new tags shall stay for ever."},
});
constexpr Component kTag{"PackageTagRequest", "What becomes of which tags.", Role::request, kTagFields};

constexpr auto kBulkFields = std::to_array<Field>({
    {"action", kOneOf<"Delete", "Resync", "Quarantine", "Unquarantine", "Move", "Copy", "Rescan">,
     "This server does not scan, so Rescan is refused.", Need::required},
    {"identifiers", with(kTexts, R"("minItems":1,"maxItems":1000)"), "slug_perm of each package.", Need::required},
    {"repository", kText, "Where the packages are; anywhere in the namespace when left out."},
    {"target_repository", kText, "Where they go; for Move and Copy."},
});
constexpr Component kBulk{"PackageBulkAction", "What is done to which packages.", Role::request, kBulkFields};

constexpr auto kBinActionFields = std::to_array<Field>({
    {"action", kOneOf<"hard_delete", "restore">, {}, Need::required},
    {"identifiers", with(kTexts, R"("minItems":1,"maxItems":1000)"), "slug_perm of each package.", Need::required},
    {"repository", kText, "Where the packages were; anywhere in the namespace when left out."},
});
constexpr Component kBinAction{"RecycleBinAction", "What is done to which deleted packages.", Role::request,
                               kBinActionFields};

constexpr auto kOutcomeFields = std::to_array<Field>({
    {"action", kText},
    {"packages_actioned", kTexts, "Where it was done."},
    {"packages_failed_to_action", map_of(kText), "Where it was not, each with a sentence that says why."},
});
constexpr Component kOutcome{"PackageBulkActionResponse", "What became of each package.", Role::answer, kOutcomeFields,
                             R"({"action":"Quarantine","packages_actioned":["Xk2mQ9pLw4Tz"],
                                 "packages_failed_to_action":
                                   {"b7NcR2hYd5Vs":"There is no package with this identifier."}})"};

constexpr auto kDeletedFields = std::to_array<Field>({
    {"action_by", or_null(kText), "Who deleted it."},
    {"deleted_at", or_null(kTime)},
    {"downloads", kCount},
    {"filename", kText},
    {"format", kText},
    {"fully_qualified_name", kText},
    {"identifiers", map_of(kText)},
    {"invoked_retention_rule", or_null(kText)},
    {"is_deleteable", kFlag},
    {"is_quarantined", kFlag},
    {"is_restorable", kFlag},
    {"name", kText},
    {"policy_violated", kFlag},
    {"repository", kText, "Where it was."},
    {"security_scan_completed_at", or_null(kTime)},
    {"security_scan_status", kText},
    {"size", kCount, "In bytes."},
    {"slug_perm", kText},
    {"status", kInteger, "4 is completed, 7 quarantined."},
    {"status_updated_at", kTime},
    {"tags", object_of(kPackageTags)},
    {"type_display", kText},
    {"uploaded_at", kTime},
    {"uploader", kText},
    {"version", kText},
});
constexpr Component kDeleted{"DeletedPackage", "A package that can be restored, for seven days.", Role::answer,
                             kDeletedFields, "v1_recycle_bin.json"};

constexpr Parameter kOnlyRepository{"repository", kText, "Only what was in this repository."};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "delete_package",
     .replies = {kNoContent},
     .note = "Its number does not come back with other bytes, unless the repository allows it."},
    {.route = "copy_package",
     .body = json_body(kCopy, R"({"destination":"stable"})"),
     .replies = {ok(kPackage, "The copy.")},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "move_package",
     .body = json_body(kMove, R"({"destination":"stable"})"),
     .replies = {ok(kPackage, "The package where it is now.")},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "quarantine_package",
     .body = json_body(kQuarantine, R"({"release":true})"),
     .replies = {ok(kPackage)},
     .note = "In quarantine, cargo chooses the version for nothing new and gets a 403 with a sentence for what is in "
             "lock files."},
    {.route = "tag_package",
     .body = json_body(kTag, R"({"action":"Add","tags":["stable"]})"),
     .replies = {ok(kPackage)},
     .errors = {ErrorCode::conflict}},
    {.route = "resync_package", .replies = {ok(kPackage)}},
    {.route = "bulk_action",
     .body = json_body(kBulk, R"({"action":"Quarantine","identifiers":["Xk2mQ9pLw4Tz","b7NcR2hYd5Vs"]})"),
     .replies = {ok(kOutcome, "What became of each; all may have failed.")}},
    {.route = "list_recycle_bin", .query = {&kPage, &kPageSize, &kOnlyRepository}, .replies = {paged(kDeleted)}},
    {.route = "change_recycle_bin",
     .body = json_body(kBinAction, R"({"action":"restore","identifiers":["Xk2mQ9pLw4Tz"]})"),
     .replies = {ok(kOutcome, "What became of each; all may have failed.")}},
});

}  // namespace

constexpr Group kPackageChangesGroup{"Changing packages", "Copy, move, tag, quarantine, delete and restore.",
                                     kDescriptions};

}  // namespace entrepot::api::openapi
