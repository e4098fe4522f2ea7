#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/response.h"

namespace entrepot::http {

/// An answer's body on its way out: what it is and how much of it has gone. A value inside a connection or stream.
class BodySource {
 public:
  BodySource() = default;
  explicit BodySource(Body body);

  std::uint64_t left() const { return left_; }
  /// The file, when that is what comes next; null for bytes in memory.
  const FileBody* file() const;
  /// How much of that file has gone.
  std::uint64_t sent() const { return sent_; }

  /// Bytes that lie in memory and come next, up to the next file; not for files.
  std::string_view view() const;
  /// Appends the next `size` bytes, from memory or by pread; false when the file ends too early.
  bool append_to(std::string& out, std::size_t size);
  /// The same into raw memory.
  bool copy_to(char* out, std::size_t size);
  /// Those bytes are sent by other means; no more than what comes next.
  void skip(std::uint64_t size);

 private:
  template <typename Part>
  const Part* next() const;
  std::uint64_t left_of_part() const;
  void pass_parts_that_are_sent();

  Body body_;
  std::size_t part_ = 0;    ///< of a chain: the one that comes next
  std::uint64_t sent_ = 0;  ///< of what comes next
  std::uint64_t left_ = 0;  ///< of all
};

}  // namespace entrepot::http
