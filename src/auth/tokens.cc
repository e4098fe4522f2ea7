#include "auth/tokens.h"

#include <algorithm>
#include <string>

#include "base/encoding.h"
#include "base/slug.h"

namespace entrepot::auth {
namespace {

constexpr std::size_t kRandomKeyCharacters = kApiKeyLength - kApiKeyPrefix.size();
constexpr std::size_t kRandomTokenCharacters = 24;
constexpr std::size_t kShortestToken = 8;
constexpr std::size_t kLongestToken = 48;

}  // namespace

Secret make_api_key(Random& random) {
  return Secret(std::string(kApiKeyPrefix) + random_alphanumeric(random, kRandomKeyCharacters));
}

Secret make_entitlement_token(Random& random) {
  return Secret(random_alphanumeric(random, kRandomTokenCharacters));
}

bool looks_like_api_key(std::string_view token) {
  return token.size() == kApiKeyLength && token.starts_with(kApiKeyPrefix) &&
         std::ranges::all_of(token.substr(kApiKeyPrefix.size()), is_alphanumeric);
}

bool is_random_token(std::string_view token) {
  return looks_like_api_key(token) ||
         (token.size() == kRandomTokenCharacters && std::ranges::all_of(token, is_alphanumeric));
}

bool could_be_entitlement_token(std::string_view segment) {
  return segment.size() >= kShortestToken && segment.size() <= kLongestToken && is_alphanumeric(segment.front()) &&
         std::ranges::all_of(segment, [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

Result<void> check_custom_token(std::string_view token) {
  if (!could_be_entitlement_token(token)) {
    return invalid(
        "The token must be 8 to 48 characters long, begin with a letter or digit and hold only letters, digits, '.', "
        "'_' "
        "and '-'.");
  }
  if (looks_like_api_key(token)) return invalid("The token must not have the form of an API key.");
  if (is_reserved_word(to_lower(token))) return invalid("The token must not be a reserved word.");
  return {};
}

}  // namespace entrepot::auth
