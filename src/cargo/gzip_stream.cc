#include "cargo/gzip_stream.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <new>

#include "base/try.h"

namespace entrepot {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr int kGzipOnly = 16;  // added to the window bits: no zlib or raw format, header and trailer checked by zlib

std::unexpected<Error> broken(std::string detail) {
  return fail(ErrorCode::invalid, "The crate is not a valid gzip archive, or it was damaged on its way.",
              std::move(detail));
}

}  // namespace

struct GzipStream::State {
  State(const PackageSource& from, std::uint64_t max) : source(from), max_bytes(max) {
    if (inflateInit2(&zlib, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { inflateEnd(&zlib); }

  const PackageSource& source;
  const std::uint64_t max_bytes;
  std::uint64_t offset = 0;  ///< of the next read from the source
  std::uint64_t produced = 0;
  z_stream zlib{};
  std::array<char, kBlock> input;
  std::array<char, kBlock> output;
  std::string_view ready;  ///< unpacked, not handed out yet
  bool ended = false;
};

GzipStream::GzipStream(const PackageSource& source, std::uint64_t max_bytes)
    : state_(std::make_unique<State>(source, max_bytes)) {}
GzipStream::~GzipStream() = default;

std::uint64_t GzipStream::produced() const {
  return state_->produced;
}

Result<void> GzipStream::check_end() {
  char one = 0;
  TRY_ASSIGN(const std::size_t more, state_->source(state_->offset, &one, 1));
  if (state_->zlib.avail_in == 0 && more == 0) return {};
  return invalid("The crate goes on after the end of its gzip archive; it must be exactly one gzip member.");
}

Result<void> GzipStream::fill() {
  State& state = *state_;
  z_stream& zlib = state.zlib;
  zlib.next_out = reinterpret_cast<Bytef*>(state.output.data());
  zlib.avail_out = kBlock;
  while (!state.ended && zlib.avail_out == kBlock) {
    if (zlib.avail_in == 0) {
      TRY_ASSIGN(const std::size_t got, state.source(state.offset, state.input.data(), kBlock));
      if (got == 0) return broken("ends in the middle");
      state.offset += got;
      zlib.next_in = reinterpret_cast<Bytef*>(state.input.data());
      zlib.avail_in = static_cast<uInt>(got);
    }
    const int status = inflate(&zlib, Z_NO_FLUSH);
    if (status == Z_STREAM_END) {
      state.ended = true;
    } else if (status == Z_MEM_ERROR) {
      return internal_error("inflate has no memory");
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      return broken(zlib.msg == nullptr ? "inflate failed" : zlib.msg);
    }
  }
  if (state.ended) TRY(check_end());
  state.ready = {state.output.data(), kBlock - zlib.avail_out};
  state.produced += state.ready.size();
  if (state.produced > state.max_bytes) {
    return invalid("The crate unpacks to more than " + std::to_string(state.max_bytes) +
                   " bytes, the limit of this repository.");
  }
  return {};
}

Result<std::string_view> GzipStream::next(std::size_t most) {
  State& state = *state_;
  if (state.ready.empty() && !state.ended) TRY(fill());
  const std::string_view out = state.ready.substr(0, most);
  state.ready.remove_prefix(out.size());
  return out;
}

}  // namespace entrepot
