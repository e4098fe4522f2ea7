#include "api/session_cookie.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "auth/session.h"
#include "base/encoding.h"

namespace entrepot::api {
namespace {

constexpr std::string_view kName = "entrepot_session";
constexpr std::string_view kHostName = "__Host-entrepot_session";
constexpr std::size_t kMostCookieBytes = 8192;

bool is_secure(const CookiePlace& place) {
  return place.public_url.starts_with("https://");
}

std::string cookie(const CookiePlace& place, std::string_view value, Seconds lifetime) {
  return fmt::format("{}={}; Path={}; Max-Age={}; HttpOnly; SameSite=Strict{}", session_cookie_name(place), value,
                     place.base_path.empty() ? "/" : place.base_path, lifetime.count(),
                     is_secure(place) ? "; Secure" : "");
}

}  // namespace

std::string_view session_cookie_name(const CookiePlace& place) {
  return is_secure(place) && place.base_path.empty() ? kHostName : kName;
}

std::string_view session_cookie(std::span<const http::Field> fields, std::string_view name) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  std::string_view value;
  for (const http::Field& field : fields) {
    if (field.name != "cookie") continue;
    bytes += field.value.size();
    if (bytes > kMostCookieBytes) return {};
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      const std::string_view pair = trimmed(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
      value = pair.substr(equals + 1);
      ++count;
    }
  }
  return count == 1 && auth::looks_like_session_secret(value) ? value : std::string_view();
}

std::string set_session_cookie(const CookiePlace& place, std::string_view secret, Seconds lifetime) {
  return cookie(place, secret, lifetime);
}

std::string clear_session_cookie(const CookiePlace& place) {
  return cookie(place, {}, Seconds(0));
}

}  // namespace entrepot::api
