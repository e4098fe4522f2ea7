#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/error.h"

namespace entrepot {

struct PublishFrameLimits {
  std::uint64_t max_metadata_bytes = 1024 * 1024;
  std::uint64_t max_crate_bytes = 10 * 1024 * 1024;
  /// The request's Content-Length when it is known; both lengths in the body must add up to it.
  std::optional<std::uint64_t> content_length{};
};

/// Reads the body of `PUT /api/v1/crates/new` as it arrives: u32le length, JSON, u32le length, crate. Keeps the JSON,
/// never the crate: its bytes are handed on as views into what came in. One thread at a time.
///
///   while (chunk arrives) do { TRY_ASSIGN(auto step, reader.next(chunk)); … } while (step.part != Part::need_more);
///   TRY(reader.finish());
///
/// Errors: bad_request for a torn, lying or overlong body; too_large (413) over a limit. After an error the reader is
/// spent. Source: the Cargo book, "Web API: Publish".
class PublishFrameReader {
 public:
  enum class Part : std::uint8_t {
    need_more,      ///< the chunk is used up
    metadata,       ///< the JSON is complete: `metadata_json()`, `crate_length()` may still be unknown
    crate_started,  ///< the crate's length is known and within the limit
    crate_bytes,    ///< `bytes` belong to the crate
  };
  struct Step {
    Part part = Part::need_more;
    ByteView bytes{};
  };

  explicit PublishFrameReader(PublishFrameLimits limits);

  /// Takes bytes off the front of `chunk`. Call again with the rest until it says need_more.
  Result<Step> next(ByteView& chunk);
  /// At the end of the body: an error unless exactly the frame has been read.
  Result<void> finish() const;

  const std::string& metadata_json() const { return metadata_; }
  std::optional<std::uint32_t> crate_length() const { return crate_length_; }

 private:
  enum class State : std::uint8_t { metadata_length, metadata, crate_length, crate, done };
  Result<bool> take_length(ByteView& chunk);  ///< true when all four bytes are there, in `length_`
  Result<void> check_metadata_length() const;
  Result<void> check_crate_length() const;

  PublishFrameLimits limits_;
  State state_ = State::metadata_length;
  std::uint32_t length_ = 0;   ///< the length being read
  unsigned length_bytes_ = 0;  ///< how many of its bytes are there
  std::uint32_t metadata_length_ = 0;
  std::string metadata_;
  std::optional<std::uint32_t> crate_length_;
  std::uint64_t crate_left_ = 0;
};

}  // namespace entrepot
