#include "http/chunked_decoder.h"

#include <boost/beast/http/basic_parser.hpp>

namespace entrepot::http {
namespace beast = boost::beast::http;
namespace {

/// Longest line of chunk size and extensions that may come without its end.
constexpr std::size_t kMaxChunkLine = 4 * 1024;
constexpr std::uint32_t kMaxTrailerBytes = 8 * 1024;
/// "0", the end of its line and an empty line.
constexpr std::size_t kShortestEnd = 5;
/// Beast decodes bodies only behind a head, so each decoder is shown this one.
constexpr std::string_view kHead = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";

}  // namespace

struct ChunkedDecoder::Parser final : beast::basic_parser<true> {
  Parser() {
    body_limit(boost::none);
    header_limit(kMaxTrailerBytes);
    boost::system::error_code error;
    put(boost::asio::const_buffer(kHead.data(), kHead.size()), error);
  }

  std::string_view piece;
  bool looked = false;  // at the start of a chunk, and in vain

  void on_request_impl(beast::verb, boost::beast::string_view, boost::beast::string_view, int,
                       boost::system::error_code&) override {}
  void on_field_impl(beast::field, boost::beast::string_view, boost::beast::string_view,
                     boost::system::error_code&) override {}
  void on_response_impl(int, boost::beast::string_view, int, boost::system::error_code&) override {}
  void on_header_impl(boost::system::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, boost::system::error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view bytes, boost::system::error_code&) override {
    return bytes.size();
  }
  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, boost::system::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view bytes, boost::system::error_code&) override {
    piece = {bytes.data(), bytes.size()};
    return bytes.size();
  }
  void on_finish_impl(boost::system::error_code&) override {}
};

ChunkedDecoder::ChunkedDecoder() : parser_(std::make_unique<Parser>()) {}
ChunkedDecoder::~ChunkedDecoder() = default;

ChunkedDecoder::Step ChunkedDecoder::next(std::string_view input) {
  std::size_t consumed = 0;
  while (true) {
    if (parser_->is_done()) return {Kind::finished, consumed};
    if (consumed == input.size()) return {Kind::need_more, consumed};
    boost::system::error_code error;
    parser_->piece = {};
    const std::string_view rest = input.substr(consumed);
    // Beast asserts that it sees the rest of a last chunk's end no sooner than there can be one.
    if (parser_->looked && rest.starts_with('0') && rest.size() < kShortestEnd && rest.contains('\n')) {
      return {Kind::need_more, consumed};
    }
    const std::size_t used = parser_->put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    consumed += used;
    parser_->looked = error == beast::error::need_more;
    if (parser_->looked) {
      if (input.size() - consumed > kMaxChunkLine + kMaxTrailerBytes) return {Kind::malformed, consumed};
      return {Kind::need_more, consumed};
    }
    if (error) return {Kind::malformed, consumed};
    if (!parser_->piece.empty()) return {Kind::piece, consumed, parser_->piece};
  }
}

}  // namespace entrepot::http
