#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/error.h"

namespace entrepot::registry {

class Registry;

inline constexpr Seconds kDefaultGrace = std::chrono::hours(24);

struct GcReport {
  std::uint64_t removed_blobs = 0;
  std::uint64_t removed_bytes = 0;
  std::uint64_t kept_young = 0;  ///< orphans younger than the grace
  std::uint64_t removed_temporary_files = 0;
  std::string to_json() const;
};

enum class GcMode : std::uint8_t { remove, dry_run };

/// Removes blobs that no version of a living repository names, and abandoned temporary files, when they and the
/// deletion of what named them are older than `grace`; temporary files are at least an hour old.
/// Safe beside running publishes, which get their turn after each few blobs. Blocks.
Result<GcReport> gc(Registry& registry, Seconds grace, GcMode mode);

}  // namespace entrepot::registry
