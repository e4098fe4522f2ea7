#include "http/fields.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace entrepot::http {
namespace {

bool is_control(char c) {
  return (c >= '\0' && c < ' ' && c != '\t') || c == '\x7f';
}

}  // namespace

void Fields::add(std::string_view name, std::string_view value) {
  // A span's lengths are 16 bits wide; no honest field comes near.
  constexpr std::size_t kLongest = std::numeric_limits<std::uint16_t>::max();
  if (shared_ != nullptr) {
    own_ = *shared_;
    shared_.reset();
  }
  auto& [lines, spans] = own_;
  if (spans.empty()) {  // one allocation each serves a usual answer: growing step by step costs the hot path a third
    spans.reserve(8);
    lines.reserve(320);
  }
  name = name.substr(0, kLongest);
  value = value.substr(0, kLongest);
  spans.push_back({static_cast<std::uint32_t>(lines.size()), static_cast<std::uint16_t>(name.size()),
                   static_cast<std::uint16_t>(value.size())});
  lines.reserve(lines.size() + name.size() + value.size() + 4);
  lines.append(name).append(": ");
  const std::size_t value_start = lines.size();
  lines.append(value);
  std::replace_if(lines.begin() + static_cast<std::ptrdiff_t>(value_start), lines.end(), is_control, ' ');
  lines.append("\r\n");
}

Fields Fields::shared() && {
  if (shared_ == nullptr) {
    own_.lines.shrink_to_fit();
    own_.spans.shrink_to_fit();
    shared_ = std::make_shared<const Block>(std::exchange(own_, {}));
  }
  return std::move(*this);
}

bool Fields::contains(std::string_view name) const {
  for (std::size_t i = 0; i < count(); ++i) {
    if (at(i).name == name) return true;
  }
  return false;
}

Field Fields::at(std::size_t index) const {
  const Span& span = block().spans[index];
  const std::string_view all = lines();
  return {all.substr(span.start, span.name_length), all.substr(span.start + span.name_length + 2u, span.value_length)};
}

}  // namespace entrepot::http
