#include "api/cargo/crate_file_name.h"

#include "cargo/crate_name.h"
#include "cargo/version.h"

namespace entrepot::api {

std::vector<CrateFileName> split_crate_file_name(std::string_view file) {
  static constexpr std::string_view kSuffix = ".crate";
  std::vector<CrateFileName> splits;
  if (!file.ends_with(kSuffix) || file.size() > CrateName::kMaxLength + 1 + Version::kMaxLength + kSuffix.size()) {
    return splits;
  }
  file.remove_suffix(kSuffix.size());
  for (std::size_t dash = file.find('-'); dash != std::string_view::npos && splits.size() < kMaxSplits;
       dash = file.find('-', dash + 1)) {
    const CrateFileName split{file.substr(0, dash), file.substr(dash + 1)};
    if (split.version.empty() || split.version.front() < '0' || split.version.front() > '9') continue;
    if (CrateName::parse(split.crate) && Version::parse(split.version)) splits.push_back(split);
  }
  return splits;
}

}  // namespace entrepot::api
