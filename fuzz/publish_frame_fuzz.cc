// fuzz-uses: entrepot_cargo
#include <algorithm>

#include "cargo/publish_frame.h"
#include "fuzz_input.h"

using entrepot::PublishFrameReader;
using entrepot::fuzz::require;

// The first byte is the size of the pieces in which the rest arrives.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = std::max<std::size_t>(data[0], 1);
  const auto body = std::as_bytes(std::span(data + 1, size - 1));
  PublishFrameReader reader({.max_metadata_bytes = 4096, .max_crate_bytes = 4096});
  std::size_t crate = 0;
  for (std::size_t at = 0; at < body.size(); at += piece) {
    entrepot::ByteView chunk = body.subspan(at, std::min(piece, body.size() - at));
    while (true) {
      const auto step = reader.next(chunk);
      if (!step) return 0;
      crate += step->bytes.size();
      if (step->part == PublishFrameReader::Part::need_more) break;
    }
    require(chunk.empty());
  }
  if (!reader.finish()) return 0;
  require(crate == reader.crate_length() && reader.metadata_json().size() + crate + 8 == body.size());
  return 0;
}
