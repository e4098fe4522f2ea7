#include "git/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace entrepot::git {
namespace {

constexpr int kGzipOnly = 16;  // added to the window bits
constexpr std::size_t kBlock = 64 * 1024;

struct Inflater {
  Inflater() {
    if (inflateInit2(&zlib, MAX_WBITS + kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&zlib); }
  z_stream zlib{};
};

}  // namespace

Result<std::string> gunzip(std::string_view packed, std::size_t limit) {
  Inflater inflater;
  z_stream& zlib = inflater.zlib;
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib only reads it
  zlib.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  while (true) {
    const std::size_t filled = out.size();
    out.resize(filled + std::min(kBlock, limit + 1 - filled));
    zlib.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    zlib.avail_out = static_cast<uInt>(out.size() - filled);
    const int status = inflate(&zlib, Z_NO_FLUSH);
    out.resize(out.size() - zlib.avail_out);
    if (out.size() > limit) {
      return fail(ErrorCode::too_large, "The request unpacks to more than " + std::to_string(limit) + " bytes.");
    }
    if (status == Z_STREAM_END && zlib.avail_in == 0) return out;
    if (status != Z_OK || zlib.avail_out != 0) {
      return fail(ErrorCode::bad_request, "The request is not a whole gzip body.");
    }
  }
}

}  // namespace entrepot::git
