#include "api/log_text.h"

#include <cstddef>
#include <optional>

#include "auth/session.h"
#include "auth/tokens.h"
#include "base/encoding.h"

namespace entrepot::api {
namespace {

constexpr std::string_view kEntitlements = "/v1/entitlements/";

std::string without_keys(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const std::size_t start = text.find(auth::kApiKeyPrefix);
    clean.append(text.substr(0, start));
    if (start == std::string_view::npos) break;
    text.remove_prefix(start);
    const bool is_key = auth::looks_like_api_key(text.substr(0, auth::kApiKeyLength));
    clean.append(is_key ? "-key-" : auth::kApiKeyPrefix);
    text.remove_prefix(is_key ? auth::kApiKeyLength : auth::kApiKeyPrefix.size());
  }
  return clean;
}

std::string without_tokens(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    std::size_t length = 0;
    while (length < text.size() && is_alphanumeric(text[length])) ++length;
    const std::string_view word = text.substr(0, length);
    const bool is_secret = auth::is_random_token(word) || auth::looks_like_session_secret(word);
    clean.append(is_secret ? "-token-" : word);
    if (length < text.size()) clean.push_back(text[length++]);
    text.remove_prefix(length);
  }
  return clean;
}

}  // namespace

std::string without_secrets(std::string_view text) {
  return without_tokens(without_keys(text));
}

std::string without_escaped_secrets(std::string_view path) {
  if (path.find('%') != std::string_view::npos) {
    const std::optional<std::string> decoded = decode_percent(path);
    std::string clean = decoded ? without_secrets(*decoded) : std::string();
    if (decoded && clean != *decoded) return clean;
  }
  return without_secrets(path);
}

std::string_view possible_token_of_entitlement(std::string_view path) {
  if (!path.starts_with(kEntitlements)) return {};
  path.remove_prefix(kEntitlements.size());
  for (int segment = 0; segment < 2; ++segment) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    path.remove_prefix(slash + 1);
  }
  const std::string_view named = path.substr(0, path.find('/'));
  return auth::could_be_entitlement_token(decode_percent(named).value_or("")) ? named : std::string_view();
}

}  // namespace entrepot::api
