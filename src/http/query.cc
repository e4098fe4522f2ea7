#include "http/query.h"

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

}  // namespace entrepot::http
