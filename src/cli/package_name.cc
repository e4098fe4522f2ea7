#include "cli/package_name.h"

#include <boost/json.hpp>

#include "base/encoding.h"
#include "base/try.h"
#include "cli/output.h"

namespace entrepot::cli {

PackageName split_package(std::string_view text) {
  const std::size_t first = text.find('/');
  const std::size_t second = text.find('/', first + 1);
  return {std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)),
          std::string(text.substr(second + 1))};
}

std::string check_package_name(const std::string& text) {
  const std::size_t first = text.find('/');
  const std::size_t second = first == std::string::npos ? first : text.find('/', first + 1);
  const bool is_right = second != std::string::npos && first > 0 && second > first + 1 && second + 1 < text.size() &&
                        text.find('/', second + 1) == std::string::npos;
  return is_right ? std::string() : "`" + text + "` is not NAMESPACE/REPO/PACKAGE";
}

void add_package(Command& command, std::string& target) {
  command.positional(
      "PACKAGE", target,
      "NAMESPACE/REPO/ and the package: CRATE@VERSION, or its slug or slug_perm as `list packages` shows it",
      Need::required, &check_package_name);
}

Result<boost::json::object> find_package(Client& client, std::string_view name) {
  const PackageName parts = split_package(name);
  const std::size_t at = parts.package.find('@');
  if (at == std::string::npos) {
    TRY_ASSIGN(boost::json::value found,
               client.call(Verb::get, path({"packages", parts.owner, parts.repository, parts.package})));
    if (found.is_object()) return std::move(found.get_object());
    return fail(ErrorCode::internal, "The server's answer is no package. Is the URL that of an Entrepot?");
  }
  const std::string crate = parts.package.substr(0, at);
  const std::string version = parts.package.substr(at + 1);
  const std::string query = "name:\"^" + crate + "$\"";
  TRY_ASSIGN(const boost::json::array list,
             client.list(path({"packages", parts.owner, parts.repository}), "query=" + encode_percent(query)));
  for (const boost::json::value& package : list) {
    const boost::json::object* object = package.if_object();
    if (object != nullptr && cell(*object, "version") == version) return *object;
  }
  return fail(ErrorCode::not_found,
              "There is no " + crate + " " + version + " in " + parts.owner + "/" + parts.repository + ".");
}

Result<std::string> package_path(Client& client, std::string_view name, std::initializer_list<std::string_view> rest) {
  const PackageName parts = split_package(name);
  std::string identifier = parts.package;
  if (identifier.find('@') != std::string::npos) {
    TRY_ASSIGN(const boost::json::object package, find_package(client, name));
    identifier = cell(package, "slug_perm");
  }
  std::string whole = path({"packages", parts.owner, parts.repository, identifier});
  for (const std::string_view part : rest) whole += std::string(part) + "/";
  return whole;
}

}  // namespace entrepot::cli
