#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.h"
#include "cargo/package_reader.h"

namespace entrepot {

/// Unpacks exactly one gzip member (RFC 1952) from a source, in blocks of 64 KiB, and checks its CRC, its length and
/// that nothing follows. The source must outlive it. One thread at a time.
class GzipStream {
 public:
  /// No more than `max_bytes` come out; the next one is an error.
  GzipStream(const PackageSource& source, std::uint64_t max_bytes);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  /// The next 1 to `most` bytes, valid until the next call; empty at the checked end.
  Result<std::string_view> next(std::size_t most);
  std::uint64_t produced() const;

 private:
  struct State;
  Result<void> fill();
  Result<void> check_end();
  std::unique_ptr<State> state_;
};

}  // namespace entrepot
