#include "api/routes.h"

#include <algorithm>
#include <array>
#include <limits>

#include "api/cargo/handlers.h"
#include "api/git/handlers.h"
#include "api/management/handlers.h"
#include "api/operations/handlers.h"

namespace entrepot::api {
namespace {

using enum http::Method;
using enum Access;
using enum Traffic;

constexpr ErrorShape kCargo = ErrorShape::cargo;
constexpr ErrorShape kGit = ErrorShape::git;
constexpr ErrorShape kManagement = ErrorShape::management;

constexpr std::uint64_t kNoBody = 0;
constexpr std::uint64_t kJsonBody = 1024 * 1024;
/// Of whom nothing is known yet.
constexpr std::uint64_t kLoginBody = 16 * 1024;
constexpr std::uint64_t kGitBody = git_routes::kMostBody;
/// The repository's publish rules bound it more tightly, each part for itself.
constexpr std::uint64_t kPublishBody = std::numeric_limits<std::uint32_t>::max();

#define CARGO "/{access}/{namespace}/{repository}/cargo"
#define GIT CARGO "/index.git"
#define REPOSITORY "/v1/repos/{owner}/{repository}"
#define ENTITLEMENTS "/v1/entitlements/{owner}/{repository}"
#define FILES "/v1/files/{owner}/{repository}"
#define PACKAGES "/v1/packages/{owner}/{repository}"
#define PACKAGE PACKAGES "/{package}"
#define CRATES "/v1/crates/{owner}/{repository}"
#define CRATE CRATES "/{crate}"
#define VERSION CRATE "/{version}"

// clang-format off
constexpr std::array kRoutes{
    Route{get, CARGO "/config.json", repository_read, kCargo, read, kNoBody, "config_json",
          "How cargo reaches downloads and the web API of a repository.", cargo_routes::config_json_now, nullptr,
          PartialReader::served},
    Route{get, CARGO "/{path...}", repository_read, kCargo, Traffic::index, kNoBody, "index_file",
          "The index file of a crate: one JSON line per version.", cargo_routes::index_now, cargo_routes::index_later,
          PartialReader::served},
    Route{get, CARGO "/{file}", repository_read, kCargo, read, kNoBody, "download",
          "A crate file, {crate}-{version}.crate.", cargo_routes::download_now, cargo_routes::download_later,
          PartialReader::served},
    Route{put, CARGO "/api/v1/crates/new", repository_write, kCargo, change, kPublishBody, "publish",
          "Publishes a version (cargo publish).", nullptr, cargo_routes::publish},
    Route{delete_, CARGO "/api/v1/crates/{crate}/{version}/yank", repository_write, kCargo, change, kNoBody, "yank",
          "Keeps a version from new lock files (cargo yank).", nullptr, cargo_routes::yank},
    Route{put, CARGO "/api/v1/crates/{crate}/{version}/unyank", repository_write, kCargo, change, kNoBody, "unyank",
          "Undoes a yank (cargo yank --undo).", nullptr, cargo_routes::unyank},
    Route{get, CARGO "/api/v1/crates/{crate}/owners", repository_read, kCargo, read, kNoBody, "list_owners",
          "Who may publish a crate (cargo owner --list).", nullptr, cargo_routes::list_owners},
    Route{put, CARGO "/api/v1/crates/{crate}/owners", repository_write, kCargo, change, kJsonBody, "add_owners",
          "Adds owners to a crate (cargo owner --add).", nullptr, cargo_routes::add_owners},
    Route{delete_, CARGO "/api/v1/crates/{crate}/owners", repository_write, kCargo, change, kJsonBody, "remove_owners",
          "Removes owners from a crate (cargo owner --remove); without a body, lists them.", nullptr,
          cargo_routes::remove_owners},
    Route{get, CARGO "/api/v1/crates", repository_read, kCargo, read, kNoBody, "search",
          "Searches name, description and keywords (cargo search).", nullptr, cargo_routes::search},
    Route{get, CARGO "/me", anyone, kCargo, read, kNoBody, "login_page",
          "A page for people: how to get an API key and log in.", cargo_routes::me_now, nullptr},

    Route{get, GIT "/info/refs", repository_read, kGit, read, kNoBody, "git_refs",
          "Where the index stands, as a git repository (git fetch, cargo's git index).", nullptr, git_routes::refs},
    Route{post, GIT "/git-upload-pack", repository_read, kGit, read, kGitBody, "git_fetch",
          "The objects of the index that a git client does not have yet.", nullptr, git_routes::fetch},
    Route{post, GIT "/git-receive-pack", repository_read, kGit, change, kNoBody, "git_push",
          "Refused: the index changes by cargo publish and cargo yank.", git_routes::push_now, nullptr},
    Route{get, GIT "/{path...}", repository_read, kGit, read, kNoBody, "git_file",
          "Refused: the files of a git repository, as git's dumb protocol asks for them.", git_routes::file_now,
          nullptr},

    Route{get, "/v1/status/check/basic", anyone, kManagement, Traffic::probe, kNoBody, "check_status",
          "That the API answers, and its version.", management::check_status_now, nullptr},
    Route{get, "/v1/rates/limits", optional_credentials, kManagement, Traffic::probe, kNoBody, "check_rates",
          "How many requests one has left in the present minute; asking costs none.", nullptr, management::check_rates},
    Route{get, "/v1/user/self", signed_in, kManagement, read, kNoBody, "get_self",
          "Who the credentials belong to.", nullptr, management::get_self},
    Route{post, "/v1/user/token", anyone, kManagement, change, kLoginBody, "log_in",
          "Makes an API key for whoever shows a user's name or e-mail address with the password.", nullptr,
          management::log_in},
    Route{get, "/v1/user/tokens", signed_in, kManagement, read, kNoBody, "list_tokens",
          "One's API keys that work, without their secrets.", nullptr, management::list_tokens},
    Route{post, "/v1/user/tokens", signed_in, kManagement, change, kNoBody, "create_token",
          "Creates an API key that may all that one may oneself.", nullptr, management::create_token},
    Route{put, "/v1/user/tokens/{key}/refresh", signed_in, kManagement, change, kNoBody, "refresh_token",
          "Gives an API key another secret; the old one works no more.", nullptr, management::refresh_token},
    Route{get, "/v1/users/profile/{user}", signed_in, kManagement, read, kNoBody, "get_profile",
          "What others may know of a user, for those who share an organisation.", nullptr, management::get_profile},
    Route{get, "/v1/formats", anyone, kManagement, read, kNoBody, "list_formats",
          "The formats of packages: cargo.", management::list_formats_now, nullptr},
    Route{get, "/v1/formats/{format}", anyone, kManagement, read, kNoBody, "get_format",
          "What a format of packages can do.", management::get_format_now, management::get_format},
    Route{get, "/v1/namespaces", optional_credentials, kManagement, read, kNoBody, "list_namespaces",
          "One's own namespace and those of one's organisations; for nobody those with a public repository.", nullptr, management::list_namespaces},
    Route{get, "/v1/namespaces/{namespace}", optional_credentials, kManagement, read, kNoBody, "get_namespace",
          "One of them, or one with a repository that one may read.", nullptr, management::get_namespace},
    Route{get, "/v1/users", signed_in, kManagement, read, kNoBody, "list_users",
          "All users for a server administrator, else oneself.", nullptr, management::list_users},
    Route{post, "/v1/users", server_admin, kManagement, change, kJsonBody, "create_user",
          "Creates a user and the namespace of the same name.", nullptr, management::create_user},
    Route{post, "/v1/users/{user}/disable", server_admin, kManagement, change, kNoBody, "disable_user",
          "Makes a user's password and keys useless at once.", nullptr, management::disable_user},
    Route{post, "/v1/users/{user}/enable", server_admin, kManagement, change, kNoBody, "enable_user",
          "Undoes disable.", nullptr, management::enable_user},
    Route{post, "/v1/users/{user}/password", signed_in, kManagement, change, kJsonBody, "set_password",
          "Sets a password: one's own with the present one, anybody's as server administrator.", nullptr,
          management::set_password},

    Route{get, "/v1/session", optional_credentials, kManagement, read, kNoBody, "get_session",
          "Who is signed in to the website, and what a page must know before it shows anything.", nullptr,
          management::get_session},
    Route{post, "/v1/session", sign_in, kManagement, change, kLoginBody, "sign_in",
          "Signs in to the website with a user's name or e-mail address and the password.", nullptr,
          management::sign_in},
    Route{delete_, "/v1/session", optional_credentials, kManagement, change, kNoBody, "sign_out",
          "Ends the session and clears its cookie.", nullptr, management::sign_out},
    Route{post, "/v1/first-run", sign_in, kManagement, change, kLoginBody, "finish_first_run",
          "Sets the first password of a new server with the API key that was printed at its start, and signs in.",
          nullptr, management::finish_first_run},
    Route{get, "/v1/user/sessions", signed_in, kManagement, read, kNoBody, "list_sessions",
          "One's sessions of the website.", nullptr, management::list_sessions},
    Route{delete_, "/v1/user/sessions", signed_in, kManagement, change, kNoBody, "end_other_sessions",
          "Ends all of them but the one that asks.", nullptr, management::end_other_sessions},
    Route{delete_, "/v1/user/sessions/{session}", signed_in, kManagement, change, kNoBody, "end_session",
          "Ends one of them at once.", nullptr, management::end_session},

    Route{get, "/v1/orgs", signed_in, kManagement, read, kNoBody, "list_organisations",
          "The organisations one is a member of.", nullptr, management::list_organisations},
    Route{post, "/v1/orgs", signed_in, kManagement, change, kJsonBody, "create_organisation",
          "Creates an organisation, whose first Owner one becomes.", nullptr, management::create_organisation},
    Route{get, "/v1/orgs/{organisation}/members", signed_in, kManagement, read, kNoBody, "list_members",
          "The members of an organisation, with their roles.", nullptr, management::list_members},
    Route{post, "/v1/orgs/{organisation}/members", signed_in, kManagement, change, kJsonBody, "add_member",
          "Adds a user to an organisation.", nullptr, management::add_member},
    Route{patch, "/v1/orgs/{organisation}/members/{member}", signed_in, kManagement, change, kJsonBody, "update_member",
          "Changes a member's role.", nullptr, management::update_member},
    Route{delete_, "/v1/orgs/{organisation}/members/{member}", signed_in, kManagement, change, kNoBody, "remove_member",
          "Removes a member; the last Owner stays.", nullptr, management::remove_member},

    Route{get, "/v1/keys", signed_in, kManagement, read, kNoBody, "list_keys",
          "One's API keys, without their secrets.", nullptr, management::list_keys},
    Route{post, "/v1/keys", signed_in, kManagement, change, kJsonBody, "create_key",
          "Creates an API key; its secret is in this answer only.", nullptr, management::create_key},
    Route{delete_, "/v1/keys/{key}", signed_in, kManagement, change, kNoBody, "revoke_key",
          "Makes an API key useless at once.", nullptr, management::revoke_key},

    Route{get, "/v1/repos", optional_credentials, kManagement, read, kNoBody, "list_repositories",
          "The repositories one may read.", nullptr, management::list_repositories},
    Route{get, "/v1/repos/{owner}", optional_credentials, kManagement, read, kNoBody, "list_repositories_of",
          "The repositories of a namespace that one may read.", nullptr, management::list_repositories_of},
    Route{post, "/v1/repos/{owner}", signed_in, kManagement, change, kJsonBody, "create_repository",
          "Creates a repository in a namespace.", nullptr, management::create_repository},
    Route{get, REPOSITORY, repository_read, kManagement, read, kNoBody, "get_repository",
          "A repository with its settings and numbers, and what one may do in it.", nullptr, management::get_repository},
    Route{patch, REPOSITORY, repository_admin, kManagement, change, kJsonBody, "update_repository",
          "Changes what the body names.", nullptr, management::update_repository},
    Route{delete_, REPOSITORY, repository_admin, kManagement, change, kNoBody, "delete_repository",
          "Deletes a repository with everything in it.", nullptr, management::delete_repository},
    Route{get, REPOSITORY "/privileges", repository_admin, kManagement, read, kNoBody, "list_privileges",
          "What users were given in a repository, beside their place in the organisation.", nullptr,
          management::list_privileges},
    Route{put, REPOSITORY "/privileges", repository_admin, kManagement, change, kJsonBody, "replace_privileges",
          "Gives users privileges in a repository, and takes those of all others.", nullptr,
          management::replace_privileges},
    Route{patch, REPOSITORY "/privileges", repository_admin, kManagement, change, kJsonBody, "add_privileges",
          "Gives users privileges in a repository; all others keep theirs.", nullptr, management::add_privileges},

    Route{get, REPOSITORY "/setup", repository_read, kManagement, read, kNoBody, "get_setup",
          "The lines that make cargo, git and the command line use a repository.", nullptr, management::get_setup},

    Route{get, CRATES, repository_read, kManagement, read, kNoBody, "list_crates",
          "The crates of a repository that a query admits, page by page.", nullptr, management::list_crates},
    Route{get, CRATE, repository_read, kManagement, read, kNoBody, "get_crate",
          "A crate with its versions, its owners, and what one may do to it.", nullptr, management::get_crate},
    Route{get, CRATE "/dependents", repository_read, kManagement, read, kNoBody, "list_dependents",
          "The crates of this server that depend on a crate.", nullptr, management::list_dependents},
    Route{get, CRATE "/owners", repository_read, kManagement, read, kNoBody, "list_crate_owners",
          "Who may publish a crate.", nullptr, management::list_crate_owners},
    Route{put, CRATE "/owners", repository_write, kManagement, change, kJsonBody, "add_crate_owners",
          "Adds owners to a crate.", nullptr, management::add_crate_owners},
    Route{delete_, CRATE "/owners", repository_write, kManagement, change, kJsonBody, "remove_crate_owners",
          "Removes owners from a crate.", nullptr, management::remove_crate_owners},
    Route{get, VERSION, repository_read, kManagement, read, kNoBody, "get_crate_version",
          "A version of a crate: its README, dependencies, features.", nullptr, management::get_crate_version},
    Route{put, VERSION "/yank", repository_write, kManagement, change, kNoBody, "yank_version",
          "Keeps a version from new lock files.", nullptr, management::yank_version},
    Route{delete_, VERSION "/yank", repository_write, kManagement, change, kNoBody, "unyank_version",
          "Undoes a yank.", nullptr, management::unyank_version},
    Route{get, VERSION "/files", repository_read, kManagement, read, kNoBody, "list_crate_files",
          "The files in a version's crate file.", nullptr, management::list_crate_files},
    Route{get, VERSION "/files/{path...}", repository_read, kManagement, read, kNoBody, "get_crate_file",
          "One of these files.", nullptr, management::get_crate_file},
    Route{get, VERSION "/download", repository_read, kManagement, read, kNoBody, "download_version",
          "The crate file of a version.", nullptr, management::download_version},

    Route{get, PACKAGES, repository_read, kManagement, read, kNoBody, "list_packages",
          "The packages of a repository that a query admits, page by page.", nullptr, management::list_packages},
    Route{get, PACKAGES "/groups", repository_read, kManagement, read, kNoBody, "list_package_groups",
          "The same, one entry per crate.", nullptr, management::list_package_groups},
    Route{get, PACKAGE, repository_read, kManagement, read, kNoBody, "get_package",
          "A package, by slug or slug_perm.", nullptr, management::get_package},
    Route{get, PACKAGE "/status", repository_read, kManagement, read, kNoBody, "package_status",
          "What to poll after an upload; here it is final at once.", nullptr, management::package_status},
    Route{get, PACKAGE "/dependencies", repository_read, kManagement, read, kNoBody, "package_dependencies",
          "What a package depends on.", nullptr, management::package_dependencies},
    Route{delete_, PACKAGE, repository_write, kManagement, change, kNoBody, "delete_package",
          "Deletes a package; for seven days it can be restored.", nullptr, management::delete_package},
    Route{post, PACKAGE "/copy", repository_read, kManagement, change, kJsonBody, "copy_package",
          "Copies a package to another repository of the namespace; no bytes are copied.", nullptr,
          management::copy_package},
    Route{post, PACKAGE "/move", repository_read, kManagement, change, kJsonBody, "move_package",
          "Moves a package to another repository of the namespace.", nullptr, management::move_package},
    Route{post, PACKAGE "/quarantine", repository_admin, kManagement, change, kJsonBody, "quarantine_package",
          "Keeps a package from downloads, or releases it.", nullptr, management::quarantine_package},
    Route{post, PACKAGE "/tag", repository_write, kManagement, change, kJsonBody, "tag_package",
          "Adds, replaces, removes or clears tags of a package.", nullptr, management::tag_package},
    Route{post, PACKAGE "/resync", repository_write, kManagement, change, kJsonBody, "resync_package",
          "Derives a package's place in lists and tags anew.", nullptr, management::resync_package},

    Route{post, "/v1/bulk-action/{owner}", signed_in, kManagement, change, kJsonBody, "bulk_action",
          "Does one thing to many packages of a namespace, to each for itself.", nullptr, management::bulk_action},
    Route{get, "/v1/recycle-bin/{owner}", signed_in, kManagement, read, kNoBody, "list_recycle_bin",
          "Deleted packages that can still be restored.", nullptr, management::list_recycle_bin},
    Route{post, "/v1/recycle-bin/{owner}/action", signed_in, kManagement, change, kJsonBody, "change_recycle_bin",
          "Restores deleted packages, or ends that they can be.", nullptr, management::change_recycle_bin},

    Route{get, "/v1/metrics/packages/{owner}", signed_in, kManagement, read, kNoBody, "package_metrics",
          "How much the packages of a namespace were downloaded, day by day counted.", nullptr,
          management::package_metrics},
    Route{get, "/v1/metrics/packages/{owner}/{repository}", repository_read, kManagement, read, kNoBody,
          "package_metrics_of", "The same of one repository; its view_statistics says who may see it.", nullptr,
          management::package_metrics},
    Route{get, "/v1/metrics/entitlements/{owner}", signed_in, kManagement, read, kNoBody, "entitlement_metrics",
          "How much was downloaded with the entitlement tokens of a namespace.", nullptr,
          management::entitlement_metrics},
    Route{get, "/v1/metrics/entitlements/{owner}/{repository}", repository_admin, kManagement, read, kNoBody,
          "entitlement_metrics_of", "The same of one repository.", nullptr, management::entitlement_metrics},
    Route{get, "/v1/quota/{owner}", signed_in, kManagement, read, kNoBody, "get_quota",
          "What a namespace stores, and what it sent in the present month.", nullptr, management::get_quota},
    Route{get, "/v1/quota/history/{owner}", signed_in, kManagement, read, kNoBody, "get_quota_history",
          "The same, month by month.", nullptr, management::get_quota_history},

    Route{get, "/v1/audit-log", server_admin, kManagement, read, kNoBody, "audit_log",
          "What happened on this server, the newest first.", nullptr, management::audit_log},
    Route{get, "/v1/audit-log/{owner}", signed_in, kManagement, read, kNoBody, "namespace_audit_log",
          "What happened in a namespace, for who administers it.", nullptr, management::namespace_audit_log},
    Route{get, "/v1/audit-log/{owner}/{repository}", repository_read, kManagement, read, kNoBody,
          "repository_audit_log", "What happened in a repository, as far as one's privilege shows it.", nullptr,
          management::repository_audit_log},
    Route{get, "/v1/statistics/{owner}/{repository}", repository_read, kManagement, read, kNoBody, "get_statistics",
          "What was downloaded from a repository, day by day; its view_statistics says who may see it.", nullptr,
          management::get_statistics},

    Route{get, "/v1/health", server_admin, kManagement, read, kNoBody, "get_health",
          "How this server is: its followers, storage, counts and requests.", nullptr, management::get_health},

    Route{post, FILES, repository_write, kManagement, change, kJsonBody, "begin_file",
          "Announces a crate file and gets the URL to send it to, in one piece or in parts.", nullptr,
          management::begin_file},
    Route{post, FILES "/validate", repository_write, kManagement, change, kJsonBody, "validate_file",
          "Whether begin_file would take this name and checksum.", nullptr, management::validate_file},
    Route{post, FILES "/{upload}/complete", repository_write, kManagement, change, kJsonBody, "complete_file",
          "Says that all parts have been sent.", nullptr, management::complete_file},
    Route{post, FILES "/{upload}/abort", repository_write, kManagement, change, kJsonBody, "abort_file",
          "Forgets a file that is on its way.", nullptr, management::abort_file},
    Route{get, FILES "/{upload}/info", repository_write, kManagement, read, kNoBody, "file_info",
          "Which parts have come, and where the others go.", nullptr, management::file_info},
    Route{post, "/v1/uploads/{upload}", anyone, kManagement, change, kPublishBody, "post_file",
          "Takes the file of begin_file as a form; its unguessable identifier is the right to send it.", nullptr,
          management::post_file},
    Route{put, "/v1/uploads/{upload}", anyone, kManagement, change, kPublishBody, "put_part",
          "Takes the file, or the part part_number of it, as it is.", nullptr, management::put_part},
    Route{put, "/v1/upload/{owner}/{repository}/{file}", repository_write, kManagement, change, kPublishBody, "put_file",
          "Takes a whole crate file at once and gives its identifier.", nullptr, management::put_file},
    Route{post, PACKAGES "/upload/cargo", repository_write, kManagement, change, kJsonBody, "upload_package",
          "Makes a package of a file that was sent; the answer is final.", nullptr, management::upload_package},
    Route{post, PACKAGES "/validate-upload/cargo", repository_write, kManagement, change, kJsonBody, "validate_upload",
          "Whether upload_package would understand this.", nullptr, management::validate_upload},

    Route{get, ENTITLEMENTS, repository_read, kManagement, read, kNoBody, "list_entitlements",
          "A repository's entitlement tokens; hidden without show_tokens=true.", nullptr, management::list_entitlements},
    Route{post, ENTITLEMENTS, repository_read, kManagement, change, kJsonBody, "create_entitlement",
          "Creates an entitlement token, random or as given.", nullptr, management::create_entitlement},
    Route{post, ENTITLEMENTS "/sync", repository_read, kManagement, change, kJsonBody, "sync_entitlements",
          "Replaces a repository's entitlement tokens by those of another one of the namespace.", nullptr,
          management::sync_entitlements},
    Route{get, ENTITLEMENTS "/{entitlement}", repository_read, kManagement, read, kNoBody, "get_entitlement",
          "One entitlement token.", nullptr, management::get_entitlement},
    Route{patch, ENTITLEMENTS "/{entitlement}", repository_read, kManagement, change, kJsonBody, "update_entitlement",
          "Changes what the body names: name, token, state, limits.", nullptr, management::update_entitlement},
    Route{delete_, ENTITLEMENTS "/{entitlement}", repository_read, kManagement, change, kNoBody, "delete_entitlement",
          "Deletes an entitlement token; the default one stays.", nullptr, management::delete_entitlement},
    Route{post, ENTITLEMENTS "/{entitlement}/refresh", repository_read, kManagement, change, kJsonBody,
          "refresh_entitlement", "Replaces a token by a new one; the old works no more.", nullptr,
          management::refresh_entitlement},
    Route{post, ENTITLEMENTS "/{entitlement}/reset", repository_read, kManagement, change, kNoBody,
          "reset_entitlement", "What was counted of a token's limits counts no more.", nullptr,
          management::reset_entitlement},
    Route{post, ENTITLEMENTS "/{entitlement}/enable", repository_read, kManagement, change, kNoBody,
          "enable_entitlement", "Lets a disabled token work again.", nullptr, management::enable_entitlement},
    Route{post, ENTITLEMENTS "/{entitlement}/disable", repository_read, kManagement, change, kNoBody,
          "disable_entitlement", "Makes a token useless until it is enabled.", nullptr,
          management::disable_entitlement},

    Route{get, "/healthz", anyone, kManagement, Traffic::probe, kNoBody, "healthz",
          "Whether the process is alive.", operations::healthz_now, nullptr},
    Route{get, "/readyz", anyone, kManagement, Traffic::probe, kNoBody, "readyz",
          "Whether it is worth sending requests here.", nullptr, operations::readyz},
    Route{get, "/metrics", Access::operators, kManagement, Traffic::probe, kNoBody, "metrics",
          "Numbers for Prometheus.", nullptr, operations::metrics},
    Route{get, "/openapi.json", anyone, kManagement, Traffic::probe, kNoBody, "openapi",
          "This table as an OpenAPI document.", operations::openapi_now, nullptr},
};
// clang-format on

#undef CARGO
#undef GIT
#undef REPOSITORY
#undef ENTITLEMENTS
#undef FILES
#undef PACKAGES
#undef PACKAGE
#undef CRATES
#undef CRATE
#undef VERSION

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

bool is_change(const Route* route, http::Method method) {
  if (route != nullptr) return route->traffic == Traffic::change;
  return method != get && method != head;
}

const Route* find_route(std::string_view name) {
  const auto* found = std::ranges::find(kRoutes, name, &Route::name);
  return found != kRoutes.end() ? found : nullptr;
}

}  // namespace entrepot::api
