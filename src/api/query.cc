#include "api/query.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/encoding.h"
#include "http/query.h"

namespace entrepot::api {

std::optional<std::string> query_text(const http::Request& request, std::string_view name) {
  std::optional<std::string> text = http::query_parameter(request.query, name);
  if (text && (!is_utf8(*text) || text->find('\0') != std::string::npos)) text.reset();
  return text;
}

std::vector<std::string> query_texts(const http::Request& request, std::string_view name) {
  std::vector<std::string> texts;
  std::string_view query = request.query;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    std::optional<std::string> text = http::query_parameter(query.substr(0, end), name);
    if (text && is_utf8(*text) && text->find('\0') == std::string::npos) texts.push_back(*std::move(text));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return texts;
}

std::size_t query_number(const http::Request& request, std::string_view name, std::size_t otherwise, std::size_t least,
                         std::size_t most) {
  const std::optional<std::string> text = query_text(request, name);
  if (!text || text->empty() || !std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; }))
    return otherwise;
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc{}) return most;
  return std::clamp(number, least, most);
}

bool query_flag(const http::Request& request, std::string_view name) {
  const std::optional<std::string> text = query_text(request, name);
  if (!text) return false;
  const std::string word = to_lower(*text);
  return word == "true" || word == "1" || word == "yes" || word == "on";
}

}  // namespace entrepot::api
