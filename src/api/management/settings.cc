#include "api/management/settings.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 3> kReadWriteAdmin{"Admin", "Write", "Read"};
constexpr std::array<std::string_view, 2> kWriteAdmin{"Admin", "Write"};
constexpr std::array<std::string_view, 5> kBroadcast{"Off", "Private", "Internal", "Public", "Open-Source"};
constexpr std::array<std::string_view, 3> kContent{"Standard", "Distribution", "Upstream"};

constexpr Setting flag(std::string_view key, bool value) {
  return {key, {}, {}, value};
}
constexpr Setting heeded(Setting setting) {
  setting.is_heeded = true;
  return setting;
}
constexpr Setting word(std::string_view key, std::span<const std::string_view> words, std::string_view value) {
  return {key, words, value, false};
}

constexpr std::array kSettings{
    word("broadcast_state", kBroadcast, "Off"),
    word("content_kind", kContent, "Standard"),
    flag("contextual_auth_realm", true),
    heeded(flag("copy_own", true)),
    heeded(word("copy_packages", kReadWriteAdmin, "Read")),
    flag("cosign_signing_enabled", false),
    heeded(flag("delete_own", true)),
    heeded(word("delete_packages", kWriteAdmin, "Admin")),
    flag("docker_refresh_tokens_enabled", false),
    flag("enforce_eula", false),
    flag("generic_package_index_enabled", false),
    flag("index_files", true),
    flag("is_public_hidden", false),
    heeded(word("manage_entitlements_privilege", kReadWriteAdmin, "Admin")),
    heeded(flag("move_own", true)),
    heeded(word("move_packages", kReadWriteAdmin, "Admin")),
    flag("npm_upstream_tags_take_precedence", false),
    flag("nuget_native_signing_enabled", false),
    flag("proxy_npmjs", true),
    flag("proxy_pypi", true),
    flag("raw_package_index_enabled", false),
    flag("raw_package_index_signatures_enabled", false),
    heeded(word("replace_packages", kWriteAdmin, "Write")),
    heeded(flag("replace_packages_by_default", false)),
    heeded(flag("resync_own", true)),
    heeded(word("resync_packages", kWriteAdmin, "Admin")),
    flag("scan_own", true),
    word("scan_packages", kReadWriteAdmin, "Read"),
    flag("show_setup_all", false),
    flag("strict_npm_validation", true),
    heeded(flag("tag_pre_releases_as_latest", false)),
    flag("use_debian_labels", false),
    heeded(flag("use_default_cargo_upstream", true)),
    word("use_entitlements_privilege", kReadWriteAdmin, "Read"),
    flag("use_noarch_packages", true),
    flag("use_source_packages", true),
    flag("use_vulnerability_scanning", true),
    flag("user_entitlements_enabled", true),
    heeded(word("view_statistics", kReadWriteAdmin, "Read")),
};

}  // namespace

std::span<const Setting> repository_settings() {
  return kSettings;
}

namespace {

void refuse_as_missing(JsonInput& input, std::string_view key, std::string_view only) {
  input.refuse(key, "Entrepot does not have this setting; leave it out or send " + std::string(only) + ".");
}

}  // namespace

json::object read_settings(JsonInput& input) {
  json::object settings;
  for (const Setting& setting : kSettings) {
    if (setting.words.empty()) {
      const auto value = input.flag(setting.key);
      if (value && *value != setting.default_flag && !setting.is_heeded) {
        refuse_as_missing(input, setting.key, setting.default_flag ? "true" : "false");
      }
      if (value) settings[setting.key] = *value;
    } else {
      const auto value = input.word(setting.key, setting.words);
      const bool is_choice = value && std::ranges::find(setting.words, *value) != setting.words.end();
      if (is_choice && *value != setting.default_word && !setting.is_heeded)
        refuse_as_missing(input, setting.key, setting.default_word);
      if (value) settings[setting.key] = *value;
    }
  }
  return settings;
}

void add_settings(json::object& to, std::string_view stored) {
  for (const Setting& setting : kSettings) {
    if (setting.words.empty()) {
      to[setting.key] = setting.default_flag;
    } else {
      to[setting.key] = setting.default_word;
    }
  }
  json::error_code error;
  const json::value parsed = json::parse({stored.data(), stored.size()}, error);
  if (error || !parsed.is_object()) return;
  for (const Setting& setting : kSettings) {
    if (const json::value* value = parsed.get_object().if_contains(setting.key)) to[setting.key] = *value;
  }
}

namespace {

/// What a token has in the management API and not here, and what stands for "none" in JSON.
struct MissingOfToken {
  std::string_view key;
  std::string_view none;
};
constexpr auto kMissingOfTokens = std::to_array<MissingOfToken>({
    {"eula_required", "false"},
    {"limit_path_query", "null"},
    {"metadata", "{}"},
});

}  // namespace

void refuse_missing_of_tokens(JsonInput& input) {
  for (const MissingOfToken& limit : kMissingOfTokens) {
    const json::value* value = input.find(limit.key);
    if (value == nullptr || value->is_null() || *value == json::parse({limit.none.data(), limit.none.size()})) continue;
    refuse_as_missing(input, limit.key, limit.none);
  }
}

void add_missing_of_tokens(json::object& to) {
  for (const MissingOfToken& limit : kMissingOfTokens)
    to[limit.key] = json::parse({limit.none.data(), limit.none.size()});
}

}  // namespace entrepot::api::management
