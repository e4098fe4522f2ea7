#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "api/application.h"
#include "api/routes.h"
#include "auth/principal.h"
#include "http/request.h"
#include "http/response.h"

namespace entrepot::api {

/// How an answer came about. An index file that does not exist is answered, with 404; wrong credentials are a failure,
/// whatever status hides them.
enum class Outcome : std::uint8_t { answered, failed };

/// Whether a request gets a line: see AccessLog. `route` is null when the path has none.
bool is_worth_logging(AccessLog mode, const Route* route, http::Method method, int status, Outcome outcome);

/// The path as it may be written down: a token in it becomes `-token-`, and what no route knows `-unknown-`, because it
/// could hold one; so do words of the form of a secret anywhere in it. The query is left out altogether.
std::string loggable_path(std::string_view path, std::string_view base_path, const Route* route);

struct AccessLine {
  const http::Request& request;
  const Route* route;
  const http::Response& response;
  std::chrono::nanoseconds duration;
  const auth::Principal* principal;  ///< null when nobody was looked up
  std::string_view base_path{};
  std::string_view error_code{};     ///< empty when nothing failed
  std::string_view error_message{};  ///< the sentence that the client got
};
void write_access_line(const AccessLine& line);

}  // namespace entrepot::api
