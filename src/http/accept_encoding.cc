#include "http/accept_encoding.h"

#include <cstddef>
#include <optional>

#include "base/encoding.h"

namespace entrepot::http {
namespace {

/// "q=0", "q=0.000": refused. Every other weight, also one that cannot be read, counts.
bool is_refused(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::size_t semicolon = parameters.find(';');
    const std::string_view parameter = trimmed(parameters.substr(0, semicolon));
    if (parameter.size() > 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=') {
      return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
    }
    if (semicolon == std::string_view::npos) return false;
    parameters.remove_prefix(semicolon + 1);
  }
  return false;
}

/// `other_name`: what the coding is also called.
bool accepts(std::string_view accept_encoding, std::string_view name, std::string_view other_name) {
  std::optional<bool> by_name;
  bool by_star = false;
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    const std::string_view item = accept_encoding.substr(0, comma);
    const std::size_t semicolon = item.find(';');
    const std::string_view coding = trimmed(item.substr(0, semicolon));
    const bool refused = semicolon != std::string_view::npos && is_refused(item.substr(semicolon + 1));
    if (equals_ignoring_case(coding, name) || equals_ignoring_case(coding, other_name)) by_name = !refused;
    if (coding == "*") by_star = !refused;
    if (comma == std::string_view::npos) break;
    accept_encoding.remove_prefix(comma + 1);
  }
  return by_name.value_or(by_star);
}

}  // namespace

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  return accepts(accept_encoding, coding, coding);
}

bool accepts_gzip(std::string_view accept_encoding) {
  return accepts(accept_encoding, "gzip", "x-gzip");
}

}  // namespace entrepot::http
