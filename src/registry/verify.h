#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/error.h"

namespace entrepot::registry {

class Registry;

/// What `entrepot verify` found. Clean when there are no problems.
struct VerifyReport {
  std::uint64_t repositories = 0;
  std::uint64_t crates = 0;
  std::uint64_t versions = 0;
  std::uint64_t blobs = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> orphans{};   ///< blobs that no living version names; a problem when gc would remove them
  std::vector<std::string> released{};  ///< those of them that a deleted one names
  std::vector<std::string> problems{};  ///< sentences, at most kMaxProblems of them
  std::uint64_t problem_count = 0;

  static constexpr std::size_t kMaxProblems = 1'000;
  bool clean() const { return problem_count == 0; }
  std::string to_json() const;
};

/// Reads everything: each version's blob (hash and size), each index line, each blob's use, the event log, the database
/// itself. Blocks for long.
Result<VerifyReport> verify(Registry& registry, Seconds grace);

}  // namespace entrepot::registry
