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
  explicit BodySource(Body body) : body_(std::move(body)), left_(body_length(body_)) {}

  std::uint64_t left() const { return left_; }
  const FileBody* file() const { return std::get_if<FileBody>(&body_); }
  std::uint64_t sent() const { return sent_; }

  /// Bytes that lie in memory and come next; not for files.
  std::string_view view() const;
  /// Appends the next `size` bytes, from memory or by pread; false when the file ends too early.
  bool append_to(std::string& out, std::size_t size);
  /// The same into raw memory.
  bool copy_to(char* out, std::size_t size);
  /// Those bytes are sent by other means.
  void skip(std::uint64_t size);

 private:
  Body body_;
  std::uint64_t sent_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace entrepot::http
