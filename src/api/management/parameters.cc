#include "api/management/parameters.h"

#include <algorithm>
#include <limits>

#include "api/query.h"
#include "base/encoding.h"
#include "base/parse_time.h"
#include "registry/usage_days.h"

namespace entrepot::api::management {

std::optional<Timestamp> time_parameter(const http::Request& request, std::string_view name,
                                        std::vector<FieldError>& errors) {
  const std::optional<std::string> text = query_text(request, name);
  if (!text || text->empty()) return std::nullopt;
  if (const Result<Timestamp> time = parse_time(*text)) return *time;
  errors.push_back({std::string(name), "Must be a day such as 2026-11-22, or a time such as 2026-11-22T12:00:00Z."});
  return std::nullopt;
}

std::optional<std::int64_t> day_parameter(const http::Request& request, std::string_view name,
                                          std::vector<FieldError>& errors) {
  const std::optional<Timestamp> time = time_parameter(request, name, errors);
  return time ? std::optional(registry::day_of(*time)) : std::nullopt;
}

std::optional<std::int64_t> sequence_parameter(const http::Request& request, std::string_view name,
                                               std::vector<FieldError>& errors) {
  constexpr std::size_t kMost = std::numeric_limits<std::int64_t>::max() / 2;
  const std::optional<std::string> text = query_text(request, name);
  if (!text || text->empty()) return std::nullopt;
  if (std::ranges::all_of(*text, [](char c) { return c >= '0' && c <= '9'; })) {
    return static_cast<std::int64_t>(query_number(request, name, 0, 0, kMost));
  }
  errors.push_back({std::string(name), "Must be the sequence number of an event."});
  return std::nullopt;
}

std::vector<std::string> words_parameter(const http::Request& request, std::string_view name) {
  std::vector<std::string> words;
  const std::string text = query_text(request, name).value_or("");
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (const std::string_view one = trimmed(rest.substr(0, comma)); !one.empty()) words.emplace_back(one);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return words;
}

}  // namespace entrepot::api::management
