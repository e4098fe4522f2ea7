#pragma once

#include <optional>

#include "api/call.h"
#include "base/error.h"
#include "http/response.h"
#include "net/task.h"

/// The management API under /v1/. Where Cloudsmith has a route, its shape is followed. One file per resource.
namespace entrepot::api::management {

using Answer = net::Task<Result<http::Response>>;

std::optional<http::Response> check_status_now(const Call& call);
Answer check_rates(const Call& call);
Answer get_self(const Call& call);
Answer get_profile(const Call& call);
Answer log_in(const Call& call);
Answer list_tokens(const Call& call);
Answer create_token(const Call& call);
Answer refresh_token(const Call& call);

Answer get_session(const Call& call);
Answer sign_in(const Call& call);
Answer finish_first_run(const Call& call);
Answer sign_out(const Call& call);
Answer list_sessions(const Call& call);
Answer end_session(const Call& call);
Answer end_other_sessions(const Call& call);

Answer create_user(const Call& call);
Answer list_users(const Call& call);
Answer disable_user(const Call& call);
Answer enable_user(const Call& call);
Answer set_password(const Call& call);

Answer create_organisation(const Call& call);
Answer list_organisations(const Call& call);
Answer list_members(const Call& call);
Answer add_member(const Call& call);
Answer update_member(const Call& call);
Answer remove_member(const Call& call);

Answer create_key(const Call& call);
Answer list_keys(const Call& call);
Answer revoke_key(const Call& call);

Answer list_repositories(const Call& call);
Answer list_repositories_of(const Call& call);
Answer create_repository(const Call& call);
Answer get_repository(const Call& call);
Answer update_repository(const Call& call);
Answer delete_repository(const Call& call);
Answer list_privileges(const Call& call);
Answer replace_privileges(const Call& call);
Answer add_privileges(const Call& call);

Answer get_setup(const Call& call);

std::optional<http::Response> list_formats_now(const Call& call);
std::optional<http::Response> get_format_now(const Call& call);
Answer get_format(const Call& call);
Answer list_namespaces(const Call& call);
Answer get_namespace(const Call& call);

Answer list_packages(const Call& call);
Answer list_package_groups(const Call& call);
Answer get_package(const Call& call);
Answer package_status(const Call& call);
Answer package_dependencies(const Call& call);
Answer delete_package(const Call& call);
Answer copy_package(const Call& call);
Answer move_package(const Call& call);
Answer quarantine_package(const Call& call);
Answer tag_package(const Call& call);
Answer resync_package(const Call& call);

Answer list_crates(const Call& call);
Answer get_crate(const Call& call);
Answer list_dependents(const Call& call);
Answer list_crate_owners(const Call& call);
Answer add_crate_owners(const Call& call);
Answer remove_crate_owners(const Call& call);
Answer get_crate_version(const Call& call);
Answer yank_version(const Call& call);
Answer unyank_version(const Call& call);
Answer list_crate_files(const Call& call);
Answer get_crate_file(const Call& call);
Answer download_version(const Call& call);

Answer bulk_action(const Call& call);
Answer list_recycle_bin(const Call& call);
Answer change_recycle_bin(const Call& call);

Answer package_metrics(const Call& call);
Answer entitlement_metrics(const Call& call);
Answer get_quota(const Call& call);
Answer get_quota_history(const Call& call);

Answer repository_audit_log(const Call& call);
Answer namespace_audit_log(const Call& call);
Answer audit_log(const Call& call);
Answer get_statistics(const Call& call);
Answer get_health(const Call& call);

Answer begin_file(const Call& call);
Answer validate_file(const Call& call);
Answer post_file(const Call& call);
Answer put_part(const Call& call);
Answer put_file(const Call& call);
Answer complete_file(const Call& call);
Answer abort_file(const Call& call);
Answer file_info(const Call& call);
Answer validate_upload(const Call& call);
Answer upload_package(const Call& call);

Answer list_entitlements(const Call& call);
Answer create_entitlement(const Call& call);
Answer get_entitlement(const Call& call);
Answer update_entitlement(const Call& call);
Answer refresh_entitlement(const Call& call);
Answer reset_entitlement(const Call& call);
Answer sync_entitlements(const Call& call);
Answer enable_entitlement(const Call& call);
Answer disable_entitlement(const Call& call);
Answer delete_entitlement(const Call& call);

}  // namespace entrepot::api::management
