#include "cargo/package_paths.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::size_t kMaxPathBytes = 1024;
constexpr std::ptrdiff_t kMaxDepth = 64;
constexpr std::size_t kMaxTotalBytes = 64 * 1024 * 1024;
constexpr std::string_view kNotOnWindows = "<>:\"|?*";

std::unexpected<Error> refuse(std::string_view path, std::string_view why) {
  return invalid("The path " + in_quotes(path) + " in the crate " + std::string(why) + ".");
}

}  // namespace

Result<void> check_path_component(std::string_view component, std::string_view path) {
  if (component.empty() || component == ".") return refuse(path, "has an empty or '.' component");
  if (component == "..") return refuse(path, "has a '..' component");
  const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
  if (std::ranges::any_of(component, is_control)) return refuse(path, "holds a control character");
  if (component.contains('\\')) return refuse(path, "holds a backslash");
  if (component.find_first_of(kNotOnWindows) != std::string_view::npos) {
    return refuse(path, "holds one of the characters " + std::string(kNotOnWindows) + ", which Windows does not allow");
  }
  if (component.ends_with('.') || component.ends_with(' ')) {
    return refuse(path, "has a component that ends with a dot or a space, which Windows does not allow");
  }
  std::string_view stem = component.substr(0, component.find('.'));
  while (stem.ends_with(' ')) stem.remove_suffix(1);
  if (is_windows_device(to_lower(stem))) return refuse(path, "has the name of a Windows device");
  return {};
}

Result<void> PackagePaths::add_node(std::string_view path, PackagePathKind kind, bool listed) {
  const auto [at, is_new] = nodes_.try_emplace(to_lower(path), Node{std::string(path), kind, listed});
  if (is_new) {
    bytes_ += 2 * path.size() + sizeof(Node);
    if (bytes_ > kMaxTotalBytes) return invalid("The crate has too many long paths.");
    return {};
  }
  Node& known = at->second;
  if (known.spelling != path) {
    return refuse(path, "differs only in upper and lower case from " + in_quotes(known.spelling));
  }
  if (known.kind != kind) return refuse(path, "is both a file and a folder");
  if (listed && known.listed) return refuse(path, "is there twice");
  known.listed = known.listed || listed;
  return {};
}

Result<std::string> PackagePaths::add(std::string_view path, PackagePathKind kind) {
  if (path.contains('\0')) return refuse(path, "holds a NUL");
  if (!is_utf8(path)) return refuse(path, "is not UTF-8");
  if (path.size() > kMaxPathBytes) return refuse(path, "is longer than 1024 bytes");
  if (path.starts_with('/')) return refuse(path, "is absolute");
  if (kind == PackagePathKind::folder && path.ends_with('/')) path.remove_suffix(1);
  if (std::ranges::count(path, '/') > kMaxDepth) return refuse(path, "is more than 64 folders deep");

  if (path != top_ && !(path.starts_with(top_) && path.substr(top_.size()).starts_with('/'))) {
    return refuse(path, "is not below the folder '" + top_ + "'");
  }
  for (std::size_t start = 0; start <= path.size();) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    TRY(check_path_component(path.substr(start, end - start), path));
    const bool last = end == path.size();
    TRY(add_node(path.substr(0, end), last ? kind : PackagePathKind::folder, last));
    start = end + 1;
  }
  return std::string(path.size() == top_.size() ? std::string_view() : path.substr(top_.size() + 1));
}

}  // namespace entrepot
