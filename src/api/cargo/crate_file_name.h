#pragma once

#include <string_view>
#include <vector>

namespace entrepot::api {

/// A crate file's name taken apart; views into it.
struct CrateFileName {
  std::string_view crate;
  std::string_view version;
  bool operator==(const CrateFileName&) const = default;
};

/// Every way to read "{crate}-{version}.crate", the shortest name first. Both parts may hold a '-', so
/// "a-1.0.0-2.0.0.crate" may be version 1.0.0-2.0.0 of `a` or 2.0.0 of… nothing: only splits whose parts are a valid
/// name and version count, and which one exists is the repository's to say. At most kMaxSplits.
inline constexpr std::size_t kMaxSplits = 8;
std::vector<CrateFileName> split_crate_file_name(std::string_view file);

}  // namespace entrepot::api
