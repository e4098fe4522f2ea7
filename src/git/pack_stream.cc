#include "git/pack_stream.h"

#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

#include "base/bytes.h"
#include "base/try.h"
#include "git/pkt_line.h"

namespace entrepot::git {
namespace {

/// Index lines compress well at any level; this one costs a third of zlib's default.
constexpr int kLevel = 3;

void append_big_endian(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>((number >> static_cast<unsigned>(shift)) & 0xffU);
}

/// Kind and size in front of an entry: four bits of the size in the first byte, then seven in each.
std::string entry_head(ObjectKind kind, std::uint64_t size) {
  std::string head;
  auto byte = static_cast<std::uint8_t>((static_cast<unsigned>(kind) << 4U) | (size & 0xfU));
  for (size >>= 4U; size > 0; size >>= 7U) {
    head += static_cast<char>(byte | 0x80U);
    byte = static_cast<std::uint8_t>(size & 0x7fU);
  }
  head += static_cast<char>(byte);
  return head;
}

}  // namespace

struct Deflater::State {
  State() {
    if (deflateInit(&zlib, kLevel) != Z_OK) throw std::bad_alloc();
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() { deflateEnd(&zlib); }
  z_stream zlib{};
};

Deflater::Deflater() : state_(std::make_unique<State>()) {}
Deflater::~Deflater() = default;

void Deflater::append_to(std::string& out, std::string_view content) {
  z_stream& zlib = state_->zlib;
  deflateReset(&zlib);
  const std::size_t start = out.size();
  const std::size_t bound = deflateBound(&zlib, content.size());
  out.resize(start + bound);
  zlib.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));  // zlib only reads it
  zlib.avail_in = static_cast<uInt>(content.size());
  zlib.next_out = reinterpret_cast<Bytef*>(out.data() + start);
  zlib.avail_out = static_cast<uInt>(bound);
  deflate(&zlib, Z_FINISH);  // ends at once: the bound is one
  out.resize(out.size() - zlib.avail_out);
}

PackStream::PackStream(std::uint32_t objects) {
  std::string head = "PACK";
  append_big_endian(head, 2);
  append_big_endian(head, objects);
  write(head);
}

void PackStream::add(Deflater& deflater, ObjectKind kind, std::string_view content) {
  std::string entry = entry_head(kind, content.size());
  deflater.append_to(entry, content);
  write(entry);
}

void PackStream::finish() {
  const ObjectId checksum = hash_.finish();
  raw_.append(as_text(checksum.bytes()));
  cut();
  append_flush(ready_);
}

std::string PackStream::take() {
  return std::exchange(ready_, {});
}

void PackStream::cut() {
  frame(1);
}

void PackStream::write(std::string_view bytes) {
  position_ += bytes.size();
  hash_.update(bytes);
  raw_.append(bytes);
  frame(kMostBandBytes);
}

// Every pkt-line but the last is as long as one can be, so a place is found by division.
Result<void> append_unframed(std::string& out, const Spooled& pack, std::uint64_t offset, std::size_t size) {
  while (size > 0) {
    const std::uint64_t inside = offset % kMostBandBytes;
    const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(size, kMostBandBytes - inside));
    const std::uint64_t line = offset / kMostBandBytes * (kBandHead + kMostBandBytes);
    TRY(append_piece(out, pack, line + kBandHead + inside, piece));
    offset += piece;
    size -= piece;
  }
  return {};
}

/// As many pkt-lines as there are bytes for, the last with `least` at least.
void PackStream::frame(std::size_t least) {
  std::size_t at = 0;
  while (raw_.size() - at >= least) {
    const std::size_t size = std::min(raw_.size() - at, kMostBandBytes);
    append_band_head(ready_, size);
    ready_.append(raw_, at, size);
    at += size;
  }
  raw_.erase(0, at);
}

}  // namespace entrepot::git
