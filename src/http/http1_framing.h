#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/chunked_decoder.h"

namespace entrepot::http {

/// Where an HTTP/1.1 request's body ends (RFC 9112 section 6.3): by length, by chunks, or there is none.
class Http1Framing {
 public:
  Http1Framing() = default;
  static Http1Framing by_length(std::uint64_t length);
  static Http1Framing chunked();

  std::optional<std::uint64_t> length() const { return chunked_ ? std::nullopt : std::optional(length_); }
  /// Bytes still to come; nothing when only the chunks tell.
  std::optional<std::uint64_t> remaining() const { return chunked_ ? std::nullopt : std::optional(remaining_); }
  bool finished() const { return chunked_ ? finished_ : remaining_ == 0; }
  /// The next piece of the body at the start of `input`.
  ChunkedDecoder::Step next(std::string_view input);

 private:
  std::uint64_t length_ = 0;
  std::uint64_t remaining_ = 0;
  bool finished_ = false;
  std::unique_ptr<ChunkedDecoder> chunked_;
};

}  // namespace entrepot::http
