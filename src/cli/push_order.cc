#include "cli/push_order.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "base/encoding.h"

namespace entrepot::cli {
namespace {

std::string canonical(const std::string& name) {
  std::string out = to_lower(name);
  std::ranges::replace(out, '-', '_');
  return out;
}

}  // namespace

std::vector<std::vector<std::size_t>> push_waves(const std::vector<PushedCrate>& crates) {
  std::multiset<std::string> waiting;
  for (const PushedCrate& crate : crates) waiting.insert(canonical(crate.name));
  std::vector<std::size_t> left(crates.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  std::vector<std::vector<std::size_t>> waves;
  while (!left.empty()) {
    std::vector<std::size_t> wave;
    std::vector<std::size_t> later;
    for (const std::size_t index : left) {
      const std::string own = canonical(crates[index].name);
      const bool waits = std::ranges::any_of(crates[index].needs, [&](const std::string& need) {
        const std::string name = canonical(need);
        return name != own && waiting.contains(name);
      });
      (waits ? later : wave).push_back(index);
    }
    if (wave.empty()) wave.swap(later);
    for (const std::size_t index : wave) waiting.erase(waiting.find(canonical(crates[index].name)));
    waves.push_back(std::move(wave));
    left = std::move(later);
  }
  return waves;
}

}  // namespace entrepot::cli
