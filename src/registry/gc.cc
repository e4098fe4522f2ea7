#include "registry/gc.h"

#include <algorithm>
#include <boost/json.hpp>
#include <thread>
#include <vector>

#include "base/try.h"
#include "registry/blob_use.h"
#include "registry/registry.h"

namespace entrepot::registry {
namespace {

/// Blobs removed in one write transaction: publishes wait meanwhile.
constexpr std::size_t kBlobsPerTransaction = 20;
/// Between two of them. SQLite has no queue of writers: one that waits for another process's lock looks again every 100
/// ms at the latest, so a server beside gets its turn after each transaction.
constexpr Milliseconds kPause{150};
/// A publish under way writes to its temporary file all the time, or it is ended; no grace makes an hour's silence
/// less.
constexpr Seconds kYoungestAbandoned = std::chrono::hours(1);

/// Old blobs that nobody used when they were looked at; only candidates, for a publish may be about to use one.
Result<std::vector<blob::BlobInfo>> find_orphans(Registry& registry, Timestamp young, GcReport& report) {
  std::vector<blob::BlobInfo> orphans;
  TRY(registry.blobs().each([&](const blob::BlobInfo& blob) -> Result<void> {
    TRY_ASSIGN(const BlobUse use, registry.database().read_here([&](store::Transaction& transaction) {
      return blob_use(transaction, blob.checksum, registry.clock().now());
    }));
    const BlobFate fate = fate_of(blob, use, young);
    if (fate == BlobFate::waste) orphans.push_back(blob);
    if (fate == BlobFate::young) ++report.kept_young;
    return {};
  }));
  return orphans;
}

/// The question is asked again where no publish can come between: write transactions run one after the other, and a
/// publish looks for its blob inside its own.
Result<void> remove_orphans(Registry& registry, std::span<const blob::BlobInfo> orphans, Timestamp young,
                            GcReport& report) {
  return registry.database().write_here([&](store::Transaction& transaction) -> Result<void> {
    // Takes the write lock before looking, also against other processes.
    TRY(
        transaction.execute("INSERT INTO meta (name, content) VALUES ('gc', '') "
                            "ON CONFLICT (name) DO UPDATE SET content = excluded.content"));
    for (const blob::BlobInfo& blob : orphans) {
      TRY_ASSIGN(const BlobUse use, blob_use(transaction, blob.checksum, registry.clock().now()));
      if (fate_of(blob, use, young) != BlobFate::waste) continue;
      TRY_ASSIGN(const bool removed, registry.blobs().remove_unless_renewed(blob.checksum, young));
      if (!removed) continue;
      ++report.removed_blobs;
      report.removed_bytes += blob.size;
    }
    return {};
  });
}

}  // namespace

std::string GcReport::to_json() const {
  boost::json::object object;
  object["removed_blobs"] = removed_blobs;
  object["removed_bytes"] = removed_bytes;
  object["kept_young"] = kept_young;
  object["removed_temporary_files"] = removed_temporary_files;
  return boost::json::serialize(object);
}

Result<GcReport> gc(Registry& registry, Seconds grace, GcMode mode) {
  GcReport report;
  const Timestamp young = begin_of_grace(registry.clock().now(), grace);
  TRY_ASSIGN(const auto orphans, find_orphans(registry, young, report));
  if (mode == GcMode::dry_run) {
    report.removed_blobs = orphans.size();
    for (const blob::BlobInfo& blob : orphans) report.removed_bytes += blob.size;
    return report;
  }
  for (std::size_t first = 0; first < orphans.size(); first += kBlobsPerTransaction) {
    if (first > 0) std::this_thread::sleep_for(kPause);
    const auto rest = std::span(orphans).subspan(first);
    TRY(remove_orphans(registry, rest.first(std::min(kBlobsPerTransaction, rest.size())), young, report));
  }
  const Timestamp abandoned = registry.clock().now() - std::max(grace, kYoungestAbandoned);
  TRY_ASSIGN(report.removed_temporary_files, registry.blobs().remove_abandoned(abandoned));
  return report;
}

}  // namespace entrepot::registry
