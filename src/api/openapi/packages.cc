#include "api/openapi/packages.h"

#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kGroupFields = std::to_array<Field>({
    {"backend_kind", kInteger},
    {"count", kCount, "Its versions."},
    {"last_push", kTime},
    {"name", kText, "The crate's."},
    {"num_downloads", kCount},
    {"size", kCount, "Of all its files, in bytes."},
});
constexpr Component kPackageGroup{"PackageGroup", "A crate with all its versions.", Role::answer, kGroupFields};
constexpr auto kGroupsFields = std::to_array<Field>({{"results", list_of(kPackageGroup)}});
constexpr Component kPackageGroups{"PackageGroups", "One page of crates.", Role::answer, kGroupsFields,
                                   "v1_package_groups.json"};

constexpr auto kDependencyFields = std::to_array<Field>({
    {"dep_type", kOneOf<"Depends", "Build-Depends", "Suggests">, "Suggests is a dev-dependency."},
    {"name", kText},
    {"operator", kOneOf<"=", ">", ">=", "<", "<=", "matches">, "'matches' goes with a requirement as cargo writes it."},
    {"version", kText},
});
constexpr Component kDependency{"PackageDependency", "What a package depends on.", Role::answer, kDependencyFields};
constexpr auto kDependenciesFields = std::to_array<Field>({{"dependencies", list_of(kDependency)}});
constexpr Component kDependencies{"PackageDependencies", "What a package depends on, one entry per comparator.",
                                  Role::answer, kDependenciesFields, "v1_package_dependencies.json"};

constexpr Parameter kSort{
    "sort", kText,
    "By name, version, status, size, downloads or date, several with commas; '-' before a name to "
    "descend. Newest first when left out."};
constexpr Parameter kGroupSort{"sort",
                               kOneOf<"name", "-name", "count", "-count", "size", "-size", "num_downloads",
                                      "-num_downloads", "last_push", "-last_push">,
                               "'-' before a name to descend. Last pushed first when left out."};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_packages",
     .query = {&kPage, &kPageSize, &kPackageQuery, &kSort},
     .replies = {paged(kPackage)},
     .errors = {ErrorCode::invalid}},
    {.route = "list_package_groups",
     .query = {&kPage, &kPageSize, &kPackageQuery, &kGroupSort},
     .replies = {paged(object_of(kPackageGroups))},
     .errors = {ErrorCode::invalid}},
    {.route = "get_package", .replies = {ok(kPackage, "The package.")}},
    {.route = "package_status", .replies = {ok(kPackageStatus, "How far it is.")}},
    {.route = "package_dependencies", .replies = {ok(kDependencies, "Its dependencies.")}},
});

}  // namespace

constexpr Group kPackagesGroup{"Packages", "Looking at what a repository holds.", kDescriptions};

}  // namespace entrepot::api::openapi
