#include "base/slug.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace entrepot {
namespace {

constexpr auto kReservedWords = std::to_array<std::string_view>(
    {"about",   "account",  "administration", "api",       "assets",  "basic", "cargo",    "config",
     "docs",    "events",   "favicon",        "first-run", "healthz", "help",  "index",    "login",
     "logout",  "me",       "metrics",        "new",       "oauth",   "oidc",  "openapi",  "openid",
     "orgs",    "public",   "readyz",         "register",  "search",  "self",  "settings", "setup",
     "sign-in", "sign-out", "signup",         "static",    "token",   "user",  "users",    "v1"});

bool is_slug_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

bool is_reserved_word(std::string_view lower_case) {
  return std::ranges::find(kReservedWords, lower_case) != kReservedWords.end();
}

Result<Slug> Slug::parse(std::string_view text) {
  if (text.size() < 2 || text.size() > 50 || !std::ranges::all_of(text, is_slug_character)) {
    return invalid("A name in a URL must be 2 to 50 characters long and hold only letters, digits, '-' and '_'.");
  }
  if (is_reserved_word(to_lower(text))) {
    return invalid("The name '" + std::string(text) + "' is reserved; choose another.");
  }
  return Slug(std::string(text));
}

std::string Slug::key() const {
  return to_lower(text_);
}

}  // namespace entrepot
