#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/error.h"

namespace entrepot {

enum class PackagePathKind : std::uint8_t { file, folder };

/// The paths of one .crate, each checked alone and against those before it. Two that differ only in the case of ASCII
/// letters collide; case beyond ASCII is not folded, because file systems do not agree on it. One thread at a time.
class PackagePaths {
 public:
  /// `top` is "name-version".
  explicit PackagePaths(std::string_view top) : top_(top) {}

  /// Gives the path below the top folder ("" for the top folder itself).
  Result<std::string> add(std::string_view path, PackagePathKind kind);

 private:
  struct Node {
    std::string spelling;
    PackagePathKind kind;
    bool listed;  ///< has an entry of its own, rather than being the folder of another
  };
  Result<void> add_node(std::string_view path, PackagePathKind kind, bool listed);

  std::string top_;
  std::unordered_map<std::string, Node> nodes_;  ///< by lower-case path
  std::size_t bytes_ = 0;                        ///< held in nodes_
};

/// Whether one component can be a file name on every system, Windows included.
Result<void> check_path_component(std::string_view component, std::string_view path);

}  // namespace entrepot
