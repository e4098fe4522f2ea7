#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "git/object.h"
#include "git/object_id.h"
#include "git/spool.h"

namespace entrepot::git {

/// Compresses objects one after the other (zlib, RFC 1950), with one set of tables for all. One thread at a time.
class Deflater {
 public:
  Deflater();
  ~Deflater();
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  /// Appends the compressed form.
  void append_to(std::string& out, std::string_view content);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// Writes a pack (git's documentation, "gitformat-pack", version 2, without deltas) in the pkt-lines of side-band 1:
/// the bytes come out of `take`, ready to be sent. A copy writes another end to the same beginning. One thread at a
/// time.
class PackStream {
 public:
  /// So many objects will be added.
  explicit PackStream(std::uint32_t objects);

  void add(Deflater& deflater, ObjectKind kind, std::string_view content);
  /// An object as it stands in another pack.
  void copy(std::string_view entry) { write(entry); }
  /// How long the pack is so far.
  std::uint64_t position() const { return position_; }
  /// The checksum, and the flush that ends the answer.
  void finish();
  /// What is ready: whole pkt-lines, and at an end (`finish`, `cut`) all.
  std::string take();
  /// Ends the pkt-line under way, so that what comes next can be sent from elsewhere.
  void cut();

 private:
  void write(std::string_view bytes);
  void frame(std::size_t least);

  std::uint64_t position_ = 0;
  Sha1 hash_;
  std::string raw_;    ///< not framed yet; less than a pkt-line
  std::string ready_;  ///< framed
};

/// Appends a piece of the pack that a PackStream has written, without the heads of the pkt-lines it lies in.
Result<void> append_unframed(std::string& out, const Spooled& pack, std::uint64_t offset, std::size_t size);

}  // namespace entrepot::git
