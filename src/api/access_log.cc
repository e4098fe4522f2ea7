#include "api/access_log.h"

#include <algorithm>
#include <array>

#include "api/call.h"
#include "api/log_text.h"
#include "base/encoding.h"
#include "base/log.h"
#include "base/replace_all.h"

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
constexpr std::string_view kEntitlement = "-entitlement-";

/// The path without its base path.
std::string_view below(std::string_view base_path, std::string_view path) {
  if (!base_path.empty() && path.starts_with(base_path)) path.remove_prefix(base_path.size());
  return path;
}

}  // namespace

bool is_worth_logging(AccessLog mode, const Route* route, http::Method method, int status, Outcome outcome) {
  if (mode == AccessLog::none) return false;
  if (mode == AccessLog::all || is_change(route, method)) return true;
  if (status < 400) return false;
  return !(status == 404 && outcome == Outcome::answered && route != nullptr && route->traffic == Traffic::index);
}

std::string loggable_path(std::string_view path, std::string_view base_path, const Route* route) {
  const std::string_view rest = below(base_path, path);
  std::string text(path.substr(0, path.size() - rest.size()));
  path = rest;
  const std::size_t end = path.find('/', 1);
  const std::string_view first = path.substr(0, end);
  for (const std::string_view known : kFirstSegments) {
    if (first == known) return text.append(without_escaped_secrets(path));
  }
  if (route == nullptr || end == std::string_view::npos) return text.append("/-unknown-");
  return text.append("/-token-").append(without_escaped_secrets(path.substr(end)));
}

void write_access_line(const AccessLine& line) {
  const auth::Principal* principal = line.principal;
  // Who is refused may have named an entitlement by its token.
  const std::string_view token = line.response.status >= 400
                                     ? possible_token_of_entitlement(below(line.base_path, line.request.path))
                                     : std::string_view();
  const std::string path = replace_all(std::string(line.request.path), token, kEntitlement);
  std::string message = replace_all(std::string(line.error_message), decode_percent(token).value_or(""), kEntitlement);
  // First masked, then cut: half a secret would not be known as one.
  message = without_secrets(message);
  message.resize(std::min(message.size(), kLongestError));
  log_info("request", {{"request_id", line.request.id},
                       {"method", http::method_word(line.request.method)},
                       {"route", line.route != nullptr ? line.route->name : std::string_view("none")},
                       {"path", loggable_path(path, line.base_path, line.route)},
                       {"status", line.response.status},
                       {"milliseconds", std::chrono::duration<double, std::milli>(line.duration).count()},
                       {"bytes", static_cast<std::int64_t>(http::body_length(line.response.body))},
                       {"principal", principal_name(principal)},
                       {"principal_kind",
                        principal != nullptr ? auth::principal_kind_word(principal->kind) : std::string_view("")},
                       {"key_id", principal != nullptr ? principal->key_id : 0},
                       {"error", line.error_code},
                       {"error_message", message},
                       {"peer", line.request.peer},
                       {"protocol", line.request.protocol == http::Protocol::http2 ? "h2" : "http/1.1"}});
}

}  // namespace entrepot::api
