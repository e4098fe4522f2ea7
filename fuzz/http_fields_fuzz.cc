// fuzz-uses: entrepot_http
// The values of header fields, queries and escapes. The first byte chooses who reads the rest.
#include <limits>
#include <string>

#include "base/clock.h"
#include "base/encoding.h"
#include "fuzz_input.h"
#include "http/accept_encoding.h"
#include "http/client_address.h"
#include "http/etag.h"
#include "http/query.h"
#include "http/range.h"

using entrepot::fuzz::require;
namespace http = entrepot::http;

namespace {

void read_query(std::string_view text) {
  const auto value = http::query_parameter(text, "q");
  if (value) require(value->size() <= text.size());
  if (const auto decoded = entrepot::decode_form(text)) {
    require(entrepot::decode_form(entrepot::encode_percent(*decoded)) == decoded);
  }
}

void read_escapes(std::string_view text) {
  require(entrepot::decode_percent(entrepot::encode_percent(text)) == text);
  if (const auto decoded = entrepot::decode_percent(text)) require(decoded->size() <= text.size());
}

void read_range(std::string_view text) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{240'000}, kMost}) {
    const http::RangeAnswer answer = http::parse_range(text, size);
    if (answer.kind != http::RangeAnswer::Kind::part) continue;
    require(answer.range.length > 0 && answer.range.length <= size);
    require(answer.range.offset <= size - answer.range.length);
  }
}

void read_if_none_match(std::string_view text) {
  constexpr std::string_view kTag = "\"abc\"";
  const bool matches = http::matches_etag(text, kTag);
  if (matches) require(text.find(kTag) != std::string_view::npos || text.find('*') != std::string_view::npos);
  if (text.find('"') == std::string_view::npos) require(http::matches_etag(std::string(text) + ", W/\"abc\"", kTag));
}

void read_accept_encoding(std::string_view text) {
  if (!http::accepts_gzip(text)) return;
  const std::string lower = entrepot::to_lower(text);
  require(lower.find("gzip") != std::string::npos || lower.find('*') != std::string::npos);
}

void read_base64(std::string_view text) {
  if (const auto bytes = entrepot::decode_base64(text))
    require(entrepot::encode_base64(entrepot::as_bytes(*bytes)) == text);
  if (const auto bytes = entrepot::decode_base64url(text)) {
    require(entrepot::encode_base64url(entrepot::as_bytes(*bytes)) == text);
  }
}

void read_forwarded(std::string_view text) {
  static const auto kEverybody = http::AddressBlock::parse("::/0");
  const http::Field field{"x-forwarded-for", text};
  const std::string_view client = http::client_address({&*kEverybody, 1}, "127.0.0.1", {&field, 1});
  require(kEverybody->contains(client));
  require(client == "127.0.0.1" || text.find(client) != std::string_view::npos);
  const auto block = http::AddressBlock::parse(text);
  if (block) require(block->contains(text.substr(0, text.find('/'))));
}

void read_time(std::string_view text) {
  const auto time = entrepot::from_rfc3339(text);
  if (time) require(entrepot::from_rfc3339(entrepot::to_rfc3339(*time)) == *time);
}

struct Reader {
  char name;
  void (*read)(std::string_view text);
};
constexpr Reader kReaders[] = {
    {'q', read_query},           {'p', read_escapes}, {'r', read_range},     {'n', read_if_none_match},
    {'a', read_accept_encoding}, {'b', read_base64},  {'f', read_forwarded}, {'t', read_time}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = entrepot::fuzz::as_text(data + 1, size - 1);
  for (const Reader& reader : kReaders) {
    if (data[0] == static_cast<std::uint8_t>(reader.name)) reader.read(text);
  }
  return 0;
}
