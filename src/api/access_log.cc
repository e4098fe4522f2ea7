#include "api/access_log.h"

#include <array>

#include "api/call.h"
#include "auth/tokens.h"
#include "base/log.h"

namespace entrepot::api {
namespace {

/// Paths of the website, the API and the probes: what else stands first in a path may be a token.
constexpr std::array<std::string_view, 8> kFirstSegments{"",         "/public", "/basic",   "/v1",
                                                         "/healthz", "/readyz", "/metrics", "/openapi.json"};

std::string_view principal_name(const auth::Principal* principal) {
  if (principal == nullptr) return "";
  return principal->kind == auth::PrincipalKind::entitlement ? std::string_view(principal->entitlement_name)
                                                             : std::string_view(principal->user);
}

constexpr std::size_t kLongestError = 500;

/// Without what has the form of an API key: a user may have written one where a name belongs.
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

}  // namespace

bool is_worth_logging(AccessLog mode, const Route* route, http::Method method, int status) {
  if (mode == AccessLog::none) return false;
  if (mode == AccessLog::all || is_change(route, method)) return true;
  if (status < 400) return false;
  return !(status == 404 && route != nullptr && route->traffic == Traffic::index);
}

std::string loggable_path(std::string_view path, std::string_view base_path, const Route* route) {
  std::string text;
  if (!base_path.empty() && path.starts_with(base_path)) {
    text = base_path;
    path.remove_prefix(base_path.size());
  }
  const std::size_t end = path.find('/', 1);
  const std::string_view first = path.substr(0, end);
  for (const std::string_view known : kFirstSegments) {
    if (first == known) return text.append(without_keys(path));
  }
  if (route == nullptr || end == std::string_view::npos) return text.append("/-unknown-");
  return text.append("/-token-").append(path.substr(end));
}

void write_access_line(const AccessLine& line) {
  const auth::Principal* principal = line.principal;
  log_info("request", {{"request_id", line.request.id},
                       {"method", http::method_word(line.request.method)},
                       {"route", line.route != nullptr ? line.route->name : std::string_view("none")},
                       {"path", loggable_path(line.request.path, line.base_path, line.route)},
                       {"status", line.response.status},
                       {"milliseconds", std::chrono::duration<double, std::milli>(line.duration).count()},
                       {"bytes", static_cast<std::int64_t>(http::body_length(line.response.body))},
                       {"principal", principal_name(principal)},
                       {"principal_kind",
                        principal != nullptr ? auth::principal_kind_word(principal->kind) : std::string_view("")},
                       {"key_id", principal != nullptr ? principal->key_id : 0},
                       {"error", line.error_code},
                       {"error_message", without_keys(line.error_message.substr(0, kLongestError))},
                       {"peer", line.request.peer},
                       {"protocol", line.request.protocol == http::Protocol::http2 ? "h2" : "http/1.1"}});
}

}  // namespace entrepot::api
