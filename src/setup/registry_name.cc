#include "setup/registry_name.h"

#include <algorithm>

#include "base/encoding.h"

namespace entrepot::setup {
namespace {

constexpr std::size_t kLongest = 128;
constexpr std::string_view kReserved = "crates-io";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string default_registry_name(std::string_view namespace_slug, std::string_view repository_slug) {
  std::string name = to_lower(std::string(namespace_slug) + "-" + std::string(repository_slug));
  if (is_digit(name.front()) || name.front() == '-' || name == kReserved) name.insert(0, "r-");
  return name;
}

Result<void> check_registry_name(std::string_view name) {
  if (name.empty() || name.size() > kLongest) return invalid("registry must have 1 to 128 characters.");
  if (is_digit(name.front()) || name.front() == '-') {
    return invalid("registry must begin with a letter or '_', because cargo wants it so.");
  }
  if (!std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; })) {
    return invalid("registry may have letters, digits, '-' and '_' only, because cargo wants it so.");
  }
  if (name == kReserved) return invalid("crates-io is cargo's own name for crates.io; choose another registry name.");
  return {};
}

std::string variable_prefix(std::string_view registry) {
  std::string prefix = "CARGO_REGISTRIES_";
  for (const char c : registry) prefix += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return prefix + "_";
}

}  // namespace entrepot::setup
