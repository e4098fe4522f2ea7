#include "registry/package_settings.h"

#include <boost/json.hpp>

namespace entrepot::registry {
namespace json = boost::json;
namespace {

class Settings {
 public:
  explicit Settings(std::string_view text) {
    json::error_code error;
    json::value parsed = json::parse({text.data(), text.size()}, error);
    if (!error && parsed.is_object()) object_ = std::move(parsed.get_object());
  }

  void read(std::string_view key, bool& to) const {
    const json::value* value = object_.if_contains(key);
    if (value != nullptr && value->is_bool()) to = value->get_bool();
  }
  void read(std::string_view key, auth::Privilege& to) const {
    const json::value* value = object_.if_contains(key);
    if (value == nullptr || !value->is_string()) return;
    if (const auto privilege = auth::parse_privilege(std::string_view(value->get_string()))) to = *privilege;
  }

 private:
  json::object object_;
};

}  // namespace

PackageSettings package_settings(std::string_view settings) {
  const Settings stored(settings);
  PackageSettings out;
  stored.read("copy_packages", out.copy.least);
  stored.read("copy_own", out.copy.own);
  stored.read("move_packages", out.move.least);
  stored.read("move_own", out.move.own);
  stored.read("delete_packages", out.remove.least);
  stored.read("delete_own", out.remove.own);
  stored.read("resync_packages", out.resync.least);
  stored.read("resync_own", out.resync.own);
  stored.read("replace_packages", out.replace);
  stored.read("view_statistics", out.view_statistics);
  stored.read("manage_entitlements_privilege", out.manage_entitlements);
  stored.read("replace_packages_by_default", out.replace_by_default);
  stored.read("tag_pre_releases_as_latest", out.tag_prereleases_as_latest);
  stored.read("use_default_cargo_upstream", out.use_default_cargo_upstream);
  return out;
}

}  // namespace entrepot::registry
