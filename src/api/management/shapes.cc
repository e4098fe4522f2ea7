#include "api/management/shapes.h"

#include <array>
#include <boost/json.hpp>
#include <cstdio>

#include "api/management/entitlement_limits.h"
#include "api/management/settings.h"
#include "cargo/publish_rules.h"
#include "registry/own_urls.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

json::value time_or_null(const std::optional<Timestamp>& time) {
  return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
}

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value list_or_null(const std::optional<std::vector<std::string>>& texts) {
  return texts ? json::value(json::array(texts->begin(), texts->end())) : json::value(nullptr);
}

std::string joined(std::string_view public_url, std::initializer_list<std::string_view> segments) {
  std::string url(public_url);
  for (const std::string_view segment : segments) url.append("/").append(segment);
  return url.append("/");
}

constexpr std::string_view kHiddenToken = "**********";

}  // namespace

std::string size_text(std::int64_t bytes) {
  static constexpr std::array<const char*, 5> kUnits{"bytes", "KB", "MB", "GB", "TB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
  return text.data();
}

json::object to_json(const registry::RepositoryRecord& repository, const registry::RepositoryNumbers& numbers,
                     std::string_view public_url) {
  json::object object{
      {"name", repository.name},
      {"slug", repository.slug},
      {"slug_perm", repository.slug_perm},
      {"namespace", repository.namespace_slug},
      {"namespace_url", joined(public_url, {"v1", "namespaces", repository.namespace_slug})},
      {"description", repository.description},
      {"repository_type", repository.is_public() ? 1 : 2},
      {"repository_type_str", repository.is_public() ? "Public" : "Private"},
      {"is_public", repository.is_public()},
      {"is_private", !repository.is_public()},
      {"is_open_source", false},
      {"default_privilege", auth::privilege_word(repository.default_privilege)},
      {"created_at", to_rfc3339(repository.created_at)},
      {"deleted_at", nullptr},
      {"package_count", numbers.versions},
      {"package_count_excl_subcomponents", numbers.versions},
      {"package_group_count", numbers.crates},
      {"num_downloads", numbers.downloads},
      {"size", numbers.bytes},
      {"size_str", size_text(numbers.bytes)},
      {"storage_region", "default"},
      {"cdn_url", nullptr},
      {"gpg_keys", json::array{}},
      {"ecdsa_keys", json::array{}},
      {"distributes", json::array{}},
      {"open_source_license", nullptr},
      {"open_source_project_url", nullptr},
      {"cargo_index_url",
       registry::sparse_index_url(
           public_url, repository.is_public() ? "public" : "basic",
           {.access = {}, .namespace_slug = repository.namespace_slug, .repository_slug = repository.slug})},
      {"self_url", joined(public_url, {"v1", "repos", repository.namespace_slug, repository.slug})},
      {"self_html_url", joined(public_url, {repository.namespace_slug, repository.slug})},
      {"self_webapp_url", joined(public_url, {repository.namespace_slug, repository.slug})},
      {"publish_rules", entrepot::to_json(*repository.publish_rules)},
  };
  add_settings(object, repository.settings);
  return object;
}

json::object to_json(const registry::EntitlementRecord& entitlement, const registry::RepositoryRecord& repository,
                     std::string_view public_url, Timestamp now) {
  const std::string self =
      joined(public_url, {"v1", "entitlements", repository.namespace_slug, repository.slug, entitlement.slug_perm});
  json::object object{
      {"name", entitlement.name},
      {"slug_perm", entitlement.slug_perm},
      {"identifier", entitlement.id},
      {"token", entitlement.token.empty() ? kHiddenToken : entitlement.token.reveal()},
      {"default", entitlement.is_default},
      {"is_active", entitlement.is_active},
      {"created_at", to_rfc3339(entitlement.created_at)},
      {"updated_at", to_rfc3339(entitlement.updated_at)},
      {"created_by", text_or_null(entitlement.created_by)},
      {"access_private_broadcasts", false},
      {"user", nullptr},
      {"user_url", nullptr},
      {"self_url", self},
      {"refresh_url", self + "refresh/"},
      {"enable_url", self + "enable/"},
      {"disable_url", self + "disable/"},
      {"reset_url", self + "reset/"},
  };
  add_limits(object, entitlement, now);
  add_missing_of_tokens(object);
  return object;
}

json::object to_json(const registry::UserRecord& user, std::string_view public_url) {
  return {
      {"slug", user.slug},
      {"slug_perm", user.slug_perm},
      {"name", user.name},
      {"email", text_or_null(user.email)},
      {"is_admin", user.is_admin},
      {"is_active", !user.is_disabled},
      {"is_disabled", user.is_disabled},
      {"has_password", user.has_password},
      {"last_sign_in_at", time_or_null(user.last_sign_in_at)},
      {"created_at", to_rfc3339(user.created_at)},
      {"self_url", joined(public_url, {"v1", "users", "profile", user.slug})},
  };
}

json::object profile_json(const registry::UserRecord& user, std::string_view public_url) {
  // People here have one name; the shape wants two.
  const std::size_t space = std::min(user.name.find(' '), user.name.size());
  return {
      {"company", nullptr},
      {"first_name", user.name.substr(0, space)},
      {"job_title", nullptr},
      {"joined_at", to_rfc3339(user.created_at)},
      {"last_name", user.name.substr(std::min(space + 1, user.name.size()))},
      {"name", user.name},
      {"slug", user.slug},
      {"slug_perm", user.slug_perm},
      {"tagline", nullptr},
      {"url", joined(public_url, {"v1", "users", "profile", user.slug})},
  };
}

json::object brief_json(const registry::UserRecord& user, std::string_view public_url) {
  return {
      {"authenticated", true},
      {"slug", user.slug},
      {"slug_perm", user.slug_perm},
      {"name", user.name},
      {"email", text_or_null(user.email)},
      {"is_admin", user.is_admin},
      {"self_url", joined(public_url, {"v1", "user", "self"})},
      {"profile_url", joined(public_url, {"v1", "users", "profile", user.slug})},
  };
}

json::object to_json(const registry::NamespaceRecord& organisation) {
  return {
      {"name", organisation.name},
      {"slug", organisation.slug},
      {"slug_perm", organisation.slug_perm},
      {"created_at", to_rfc3339(organisation.created_at)},
      {"country", nullptr},
      {"location", nullptr},
      {"tagline", nullptr},
  };
}

json::object to_json(const registry::MemberRecord& member, std::string_view public_url) {
  return {
      {"user", member.user},
      {"user_id", member.user_slug_perm},
      {"user_name", member.user_name},
      {"user_url", joined(public_url, {"v1", "users", "profile", member.user})},
      {"email", member.email},
      {"role", auth::role_word(member.role)},
      {"is_active", member.is_active},
      {"joined_at", to_rfc3339(member.joined_at)},
      {"has_two_factor", false},
      {"last_login_at", nullptr},
      {"last_login_method", "Unknown"},
      {"visibility", "Private"},
  };
}

json::object to_json(const registry::ApiKeyRecord& key) {
  return {
      {"slug_perm", key.slug_perm},
      {"name", key.name},
      {"user", key.user},
      {"prefix", key.prefix},
      {"scope", auth::scope_word(key.scope)},
      {"repositories", list_or_null(key.repositories)},
      {"crates", list_or_null(key.crate_patterns)},
      {"created_at", to_rfc3339(key.created_at)},
      {"expires_at", time_or_null(key.expires_at)},
      {"revoked_at", time_or_null(key.revoked_at)},
      {"last_used_at", time_or_null(key.last_used_at)},
  };
}

}  // namespace entrepot::api::management
