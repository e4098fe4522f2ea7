// fuzz-uses: entrepot_http
// The HTTP/1.1 head and body parsers. The first byte says where the body is cut; a body that comes in two pieces must
// give the same bytes as one that comes whole.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz_input.h"
#include "http/chunked_decoder.h"
#include "http/http1_head.h"

namespace {

using entrepot::fuzz::require;
using entrepot::http::ChunkedDecoder;

struct Decoded {
  std::string body;
  ChunkedDecoder::Kind end = ChunkedDecoder::Kind::need_more;
};

/// Feeds what is there up to each end in turn, as a connection would.
Decoded decode(std::string_view input, std::size_t cut) {
  ChunkedDecoder decoder;
  Decoded decoded;
  std::size_t start = 0;
  for (const std::size_t end : {cut, input.size()}) {
    while (true) {
      const ChunkedDecoder::Step step = decoder.next(input.substr(start, end - start));
      require(step.consumed <= end - start);
      start += step.consumed;
      decoded.end = step.kind;
      decoded.body.append(step.piece);
      if (step.kind == ChunkedDecoder::Kind::need_more) break;
      if (step.kind != ChunkedDecoder::Kind::piece) return decoded;
    }
  }
  return decoded;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entrepot::http;
  if (size == 0) return 0;
  std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const HeadEnd end = find_head_end(input);
  if (end.kind == HeadEnd::Kind::found) {
    require(end.size <= input.size());
    Http1Head head;
    std::vector<Field> fields;
    const std::span<char> bytes(input.data(), end.size);
    if (!parse_http1_head(bytes, {}, head, fields)) {
      require(!(head.chunked && head.content_length));
      require(!head.target.empty());
      for (const Field& field : fields) {
        require(!field.name.empty());
        require(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
      }
    }
    const std::string_view body = std::string_view(input).substr(end.size);
    const Decoded whole = decode(body, 0);
    const Decoded cut = decode(body, data[0] % (body.size() + 1));
    if (whole.end == ChunkedDecoder::Kind::finished) require(cut.end == whole.end && cut.body == whole.body);
  }
  return 0;
}
