#include "http/fields.h"

#include <algorithm>
#include <limits>

namespace entrepot::http {
namespace {

bool is_control(char c) {
  return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f';
}

}  // namespace

void Fields::add(std::string_view name, std::string_view value) {
  // A span's lengths are 16 bits wide; no honest field comes near.
  constexpr std::size_t kLongest = std::numeric_limits<std::uint16_t>::max();
  if (spans_.empty()) {  // one allocation each serves a usual answer: growing step by step costs the hot path a third
    spans_.reserve(8);
    lines_.reserve(320);
  }
  name = name.substr(0, kLongest);
  value = value.substr(0, kLongest);
  spans_.push_back({static_cast<std::uint32_t>(lines_.size()), static_cast<std::uint16_t>(name.size()),
                    static_cast<std::uint16_t>(value.size())});
  lines_.reserve(lines_.size() + name.size() + value.size() + 4);
  lines_.append(name).append(": ");
  const std::size_t value_start = lines_.size();
  lines_.append(value);
  std::replace_if(lines_.begin() + static_cast<std::ptrdiff_t>(value_start), lines_.end(), is_control, ' ');
  lines_.append("\r\n");
}

bool Fields::contains(std::string_view name) const {
  for (std::size_t i = 0; i < spans_.size(); ++i) {
    if (at(i).name == name) return true;
  }
  return false;
}

Field Fields::at(std::size_t index) const {
  const Span& span = spans_[index];
  const std::string_view lines = lines_;
  return {lines.substr(span.start, span.name_length),
          lines.substr(span.start + span.name_length + 2u, span.value_length)};
}

}  // namespace entrepot::http
