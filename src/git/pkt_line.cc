#include "git/pkt_line.h"

#include <algorithm>

namespace entrepot::git {
namespace {

constexpr std::size_t kHead = 4;
constexpr std::string_view kDigits = "0123456789abcdef";

void append_length(std::string& out, std::size_t length) {
  for (int shift = 12; shift >= 0; shift -= 4) out += kDigits[(length >> static_cast<unsigned>(shift)) & 0xfU];
}

/// Git takes digits of either case; -1 for anything else.
int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

Result<Pkt> PktReader::next() {
  if (rest_.size() < kHead) return fail(ErrorCode::bad_request, "the request ends inside of a pkt-line");
  std::size_t length = 0;
  for (const char c : rest_.substr(0, kHead)) {
    const int digit = digit_of(c);
    if (digit < 0) return fail(ErrorCode::bad_request, "a pkt-line does not begin with its length");
    length = length * 16 + static_cast<std::size_t>(digit);
  }
  if (length == 0 || length == 1) {
    rest_.remove_prefix(kHead);
    return Pkt{.kind = length == 0 ? PktKind::flush : PktKind::delimiter};
  }
  if (length < kHead || length > kMostPayload + kHead) {
    return fail(ErrorCode::bad_request, "a pkt-line has an impossible length");
  }
  if (length > rest_.size()) return fail(ErrorCode::bad_request, "the request ends inside of a pkt-line");
  std::string_view payload = rest_.substr(kHead, length - kHead);
  rest_.remove_prefix(length);
  if (payload.ends_with('\n')) payload.remove_suffix(1);
  return Pkt{.kind = PktKind::data, .payload = payload};
}

void append_pkt(std::string& out, std::string_view payload) {
  append_length(out, payload.size() + kHead);
  out.append(payload);
}

void append_flush(std::string& out) {
  out.append("0000");
}

void append_delimiter(std::string& out) {
  out.append("0001");
}

void append_error(std::string& out, std::string_view sentence) {
  constexpr std::size_t kMostSentence = 1'000;
  append_pkt(out, std::string("ERR ").append(sentence.substr(0, kMostSentence)).append("\n"));
}

void append_band_head(std::string& out, std::size_t size) {
  append_length(out, size + 1 + kHead);
  out += '\x01';
}

}  // namespace entrepot::git
