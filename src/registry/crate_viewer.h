#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "blob/blob_store.h"
#include "net/blocking_pool.h"
#include "net/task.h"
#include "registry/crate_contents.h"
#include "registry/shown_texts.h"

namespace entrepot::registry {

/// The largest file that is shown.
inline constexpr std::uint64_t kMostShownBytes = 5 * 1024 * 1024;

/// Looks into .crate files for people, on the blocking pool: bytes are unpacked as they are read, and what was found is
/// remembered, bounded in bytes. Blobs never change, so nothing is ever dropped for being old. One crate is unpacked at
/// a time, so that those who look leave the pool to those who publish; of one caller only a few wait
/// (`rate_limited`), so that they leave it to others who look. A caller is whatever tells callers apart. Owned by
/// Registry; any thread.
class CrateViewer {
 public:
  /// `bytes` of listings are remembered.
  CrateViewer(blob::BlobStore& blobs, net::BlockingPool& pool, std::size_t bytes);
  ~CrateViewer();

  net::Task<Result<CrateIntroductionPointer>> introduction(CrateFile crate, std::string caller);
  net::Task<Result<CrateContentsPointer>> contents(CrateFile crate, std::string caller);
  /// Null when nobody has looked at them lately; never waits.
  CrateContentsPointer known_contents(const CrateFile& crate);
  /// The contents in words, which `write` finds on the pool; it must always find the same ones. `unavailable` when
  /// those who were shown something have not yet read enough of it (ShownTexts).
  using Write = std::function<std::string(const CrateContents&)>;
  net::Task<Result<ShownText>> listing(CrateFile crate, Write write, std::string caller);
  /// One file of the contents; `not_found` when there is none.
  net::Task<Result<PackagedFile>> find(CrateFile crate, std::string path, std::string caller);
  /// The bytes of such a file; `too_large` beyond kMostShownBytes, `unavailable` as above.
  net::Task<Result<ShownText>> read(CrateFile crate, PackagedFile file, std::string caller);
  /// Nobody waits here any more; before the loops of those who do are gone.
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::registry
