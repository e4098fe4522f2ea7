#include <array>

#include "api/openapi/common.h"
#include "api/openapi/packages.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kTagsFields = std::to_array<Field>({
    {"info", kTexts, "Those that people gave.", Need::optional},
    {"version", kTexts, "Those that the server gives, as 'latest'.", Need::optional},
});
constexpr auto kFileFields = std::to_array<Field>({
    {"cdn_url", kUrl, "Where the file is."},
    {"downloads", kCount},
    {"filename", kText},
    {"is_downloadable", kFlag},
    {"is_primary", kFlag},
    {"is_synchronised", kFlag},
    {"signature_url", or_null(kUrl)},
    {"size", kCount, "In bytes."},
    {"slug_perm", kText},
    {"tag", kText},
    {"checksum_md5", or_null(kText)},
    {"checksum_sha1", or_null(kText)},
    {"checksum_sha256", kText, "The checksum of the index."},
    {"checksum_sha512", or_null(kText)},
});
constexpr Component kFile{"PackageFile", "The file of a package.", Role::answer, kFileFields};

constexpr auto kPackageFields = std::to_array<Field>({
    {"architectures", list_of(kAnything), "Always empty: crates are source code."},
    {"cdn_url", kUrl, "Where the file is."},
    {"dependencies_checksum_md5", or_null(kText)},
    {"dependencies_url", kUrl},
    {"description", or_null(kText)},
    {"display_name", kText},
    {"distro", or_null(kAnything)},
    {"distro_version", or_null(kAnything)},
    {"downloads", kCount},
    {"epoch", kInteger},
    {"extension", kText},
    {"filename", kText},
    {"filepath", or_null(kText)},
    {"files", list_of(kFile)},
    {"format", kText},
    {"format_url", kUrl},
    {"freeable_storage", kCount, "In bytes."},
    {"fully_qualified_name", kText},
    {"identifier_perm", kText, "The same as slug_perm."},
    {"identifiers", map_of(kText)},
    {"indexed", kFlag},
    {"license", or_null(kText), "As the manifest says it."},
    {"name", kText, "The crate's name, as in the index."},
    {"namespace", kText},
    {"namespace_url", kUrl},
    {"num_files", kCount},
    {"origin_repository", kText, "Where it was uploaded first."},
    {"origin_repository_url", kUrl},
    {"package_type", kInteger},
    {"policy_violated", kFlag},
    {"raw_license", or_null(kText)},
    {"release", or_null(kText)},
    {"repository", kText},
    {"repository_url", kUrl},
    {"security_scan_completed_at", or_null(kTime)},
    {"security_scan_started_at", or_null(kTime)},
    {"security_scan_status", kText},
    {"security_scan_status_updated_at", or_null(kTime)},
    {"self_html_url", kUrl},
    {"self_webapp_url", kUrl},
    {"signature_url", or_null(kUrl)},
    {"size", kCount, "Of the crate file, in bytes."},
    {"slug", kText, "Its name for people; ends with slug_perm."},
    {"slug_perm", kText, "Stays the same for ever."},
    {"spdx_license", or_null(kText), "The licence where it is an SPDX expression."},
    {"status_url", kUrl},
    {"subtype", kText},
    {"summary", or_null(kText), "The first line of the description."},
    {"tags", object_of(kPackageTags), "All of them."},
    {"tags_automatic", object_of(kPackageTags), "Those that the server gives."},
    {"tags_immutable", object_of(kPackageTags), "Those that can be neither moved nor removed."},
    {"type_display", kText},
    {"uploaded_at", kTime},
    {"uploader", kText, "A user."},
    {"uploader_url", kUrl},
    {"version", kText},
    {"version_orig", kText},
    {"vulnerability_scan_results_url", kUrl},
    {"checksum_md5", or_null(kText)},
    {"checksum_sha1", or_null(kText)},
    {"checksum_sha256", kText, "The checksum of the index."},
    {"checksum_sha512", or_null(kText)},
});

/// What Package and PackageStatus share.
constexpr auto kPackageStatusFields = std::to_array<Field>({
    {"self_url", kUrl},
    {"status", kInteger, "4 is completed, 7 quarantined."},
    {"status_str", kOneOf<"Completed", "Quarantined">},
    {"status_reason", or_null(kText)},
    {"status_updated_at", kTime},
    {"stage", kInteger},
    {"stage_str", kText},
    {"stage_updated_at", kTime},
    {"sync_finished_at", or_null(kTime)},
    {"sync_progress", with(kInteger, R"("minimum":0,"maximum":100)"), "In per cent; here 100 from the beginning."},
    {"is_sync_awaiting", kFlag},
    {"is_sync_completed", kFlag},
    {"is_sync_failed", kFlag},
    {"is_sync_in_flight", kFlag},
    {"is_sync_in_progress", kFlag},
    {"is_cancellable", kFlag},
    {"is_copyable", kFlag},
    {"is_deleteable", kFlag},
    {"is_downloadable", kFlag, "False in quarantine."},
    {"is_moveable", kFlag},
    {"is_quarantinable", kFlag},
    {"is_quarantined", kFlag},
    {"is_resyncable", kFlag},
    {"is_security_scannable", kFlag},
});

}  // namespace

constexpr Component kPackageTags{"PackageTags", "The tags of a package by their kind; a kind without any is left out.",
                                 Role::answer, kTagsFields};
constexpr Component kPackage{.name = "Package",
                             .note = "One version of a crate in a repository.",
                             .role = Role::answer,
                             .fields = kPackageFields,
                             .example = "v1_package_uploaded.json",
                             .more = [] { return std::span<const Field>(kPackageStatusFields); }};
constexpr Component kPackageStatus{"PackageStatus", "How far a package is; here it is ready at once.", Role::answer,
                                   kPackageStatusFields, "v1_package_status.json"};

}  // namespace entrepot::api::openapi
