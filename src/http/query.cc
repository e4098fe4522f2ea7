#include "http/query.h"

#include <algorithm>
#include <cstddef>

#include "base/encoding.h"

namespace entrepot::http {

std::optional<std::string> query_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::size_t ampersand = query.find('&');
    const std::string_view pair = query.substr(0, ampersand);
    const std::size_t equals = pair.find('=');
    if (const auto key = decode_form(pair.substr(0, equals)); key && *key == name) {
      return decode_form(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1));
    }
    if (ampersand == std::string_view::npos) break;
    query.remove_prefix(ampersand + 1);
  }
  return std::nullopt;
}

bool is_readable_query(std::string_view query) {
  const auto is_readable = [](std::string_view part) {
    const auto text = decode_form(part);
    return text && is_utf8(*text) && text->find('\0') == std::string::npos;
  };
  while (!query.empty()) {
    const std::size_t end = std::min(query.find_first_of("&="), query.size());
    if (!is_readable(query.substr(0, end))) return false;
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return true;
}

}  // namespace entrepot::http
