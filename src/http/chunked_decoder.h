#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace entrepot::http {

/// Takes the chunked transfer coding apart (RFC 9112 section 7.1), copying nothing. Trailer fields are read and
/// dropped. One per body; one thread.
class ChunkedDecoder {
 public:
  enum class Kind : std::uint8_t { piece, need_more, finished, malformed };
  struct Step {
    Kind kind;
    std::size_t consumed = 0;  ///< bytes of the input that are done with
    std::string_view piece{};  ///< body bytes, inside the input
  };

  ChunkedDecoder();
  ~ChunkedDecoder();

  /// Input must start where the last step's consumption ended. After need_more the caller must bring more bytes.
  Step next(std::string_view input);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace entrepot::http
