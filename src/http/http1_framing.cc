#include "http/http1_framing.h"

namespace entrepot::http {

Http1Framing Http1Framing::by_length(std::uint64_t length) {
  Http1Framing framing;
  framing.length_ = framing.remaining_ = length;
  return framing;
}

Http1Framing Http1Framing::chunked() {
  Http1Framing framing;
  framing.chunked_ = std::make_unique<ChunkedDecoder>();
  return framing;
}

ChunkedDecoder::Step Http1Framing::next(std::string_view input) {
  using Kind = ChunkedDecoder::Kind;
  if (finished()) return {Kind::finished};
  if (chunked_) {
    const ChunkedDecoder::Step step = chunked_->next(input);
    finished_ = step.kind == Kind::finished;
    return step;
  }
  if (input.empty()) return {Kind::need_more};
  const std::string_view piece =
      input.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, input.size())));
  remaining_ -= piece.size();
  return {Kind::piece, piece.size(), piece};
}

}  // namespace entrepot::http
