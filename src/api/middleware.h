#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "api/access.h"
#include "api/call.h"
#include "api/rate_limiter.h"
#include "base/error.h"
#include "http/response.h"
#include "http/router.h"
#include "net/task.h"

namespace entrepot::api {

/// One request's way through the list below. Lives in the dispatcher's frame; one loop only. At the end there is either
/// a response or a failure.
struct Exchange {
  Exchange(const Services& services, const http::Router& router, const http::Request& request);

  const http::Router& router;
  Call call;
  std::string_view path;  ///< below the base path, without the management API's trailing slash
  bool is_below_base_path = true;
  std::size_t row;                ///< of the route table; its size when there is no route
  Shown shown = Shown::nothing;   ///< what came of the credentials
  std::optional<RateState> rate;  ///< of the caller, once the request was counted
  std::uint32_t allowed = 0;      ///< methods, when only the method was wrong
  std::unique_ptr<std::array<std::string, kMaxParameters>> decoded;  ///< parameters that had a '%'
  std::optional<http::Response> response;
  std::optional<Error> failure;
};

/// What a step says: go on, stop (a response or failure is there), or come again where waiting is allowed.
enum class Progress : std::uint8_t { next, done, wait };

/// One thing that happens to every request, in the order of the list.
struct Step {
  std::string_view name;
  std::string_view reason;  ///< why it stands where it stands
  Progress (*now)(Exchange& exchange);
  net::Task<Progress> (*later)(Exchange& exchange);  ///< null when `now` never says wait
};
std::span<const Step> steps();

/// The answer of an exchange that failed: the error's body, and with a 401 the challenges, with a 405 what is allowed.
http::Response failure_response(const Exchange& exchange);

}  // namespace entrepot::api
