#include "http/etag.h"

#include <cstddef>

#include "base/checksum.h"

namespace entrepot::http {

std::string content_etag(std::string_view content) {
  return '"' + sha256(content).hex().substr(0, 32) + '"';
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  if (if_none_match == etag) return true;
  std::string_view rest = if_none_match;
  while (!rest.empty()) {
    const std::size_t start = rest.find_first_not_of(" \t,");
    if (start == std::string_view::npos) return false;
    rest.remove_prefix(start);
    if (rest.front() == '*') return true;
    if (rest.starts_with("W/")) rest.remove_prefix(2);
    if (!rest.starts_with('"')) {
      const std::size_t comma = rest.find(',');
      if (comma == std::string_view::npos) return false;
      rest.remove_prefix(comma);
      continue;
    }
    const std::size_t end = rest.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (rest.substr(0, end + 1) == etag) return true;
    rest.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace entrepot::http
