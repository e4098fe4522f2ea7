#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cli/client.h"
#include "cli/command.h"

namespace entrepot::cli {

/// "acme/tools/serde@1.0.0", or with a slug or slug_perm in the last place, split.
struct PackageName {
  std::string owner;
  std::string repository;
  std::string package;
};
PackageName split_package(std::string_view text);
/// Refuses what is not NAMESPACE/REPO/PACKAGE.
std::string check_package_name(const std::string& text);
/// The required positional NAMESPACE/REPO/PACKAGE.
void add_package(Command& command, std::string& target);

/// The package as the API shows it. CRATE@VERSION is looked up; what matches none, or more than one, is an error.
Result<boost::json::object> find_package(Client& client, std::string_view name);
/// "/packages/{owner}/{repository}/{slug_perm}/" and what follows, of a package that is there.
Result<std::string> package_path(Client& client, std::string_view name, std::initializer_list<std::string_view> rest);

}  // namespace entrepot::cli
