#include "api/application.h"

#include <array>
#include <atomic>
#include <chrono>
#include <utility>
#include <vector>

#include "api/access_log.h"
#include "api/call.h"
#include "api/log_text.h"
#include "api/metrics.h"
#include "api/middleware.h"
#include "api/openapi.h"
#include "api/rate_limiter.h"
#include "api/request_rate.h"
#include "api/routes.h"
#include "base/log.h"
#include "http/base_path.h"
#include "http/router.h"
#include "registry/registry.h"

namespace entrepot::api {
namespace {

using MonotonicClock = std::chrono::steady_clock;

http::Router make_router() {
  std::vector<http::RoutePattern> patterns;
  for (const Route& route : routes()) patterns.push_back({route.method, route.pattern});
  return http::Router(patterns);
}

/// What the access log says of an answer that refuses.
struct Failed {
  std::string_view code{};
  std::string_view message{};
};
Failed failed_of(const Exchange& exchange, int status) {
  if (exchange.failure) return {error_code_word(exchange.failure->code), exchange.failure->message};
  if (!exchange.call.refusal.empty()) return {error_code_word(ErrorCode::invalid), exchange.call.refusal};
  for (int code = 0; status >= 400 && code < kErrorCodeCount; ++code) {
    if (http_status(ErrorCode{static_cast<std::uint8_t>(code)}) == status) {
      return {error_code_word(ErrorCode{static_cast<std::uint8_t>(code)}), {}};
    }
  }
  return {};
}

/// Failures that are ours are logged once, here, with the id that the user was given.
void log_failure(const Exchange& exchange) {
  const Error& error = *exchange.failure;
  const std::string_view route = exchange.call.route != nullptr ? exchange.call.route->name : std::string_view("none");
  if (error.code == ErrorCode::internal) {
    log_error("a request failed",
              {{"request_id", exchange.call.request.id}, {"route", route}, {"detail", without_secrets(error.detail)}});
  } else if (error.code == ErrorCode::unavailable && !error.detail.empty()) {
    log_warning(
        "a request could not be served",
        {{"request_id", exchange.call.request.id}, {"route", route}, {"detail", without_secrets(error.detail)}});
  }
}

}  // namespace

struct Application::State {
  State(registry::Registry& registry, blob::OpenFileCache& open_files, git::UploadPack& upload_pack,
        ApplicationOptions the_options)
      : options(the_options),
        metrics(routes().size() + 1),
        rate_limiter(the_options.api_rate_limit),
        router(make_router()),
        closed_services{registry, open_files, upload_pack, options, metrics, rate_limiter, nullptr},
        services(&closed_services) {}

  /// Turns what the steps left into the answer, and notes it.
  http::Response finish(Exchange& exchange, MonotonicClock::time_point start) const;
  /// Counts an answer in a row of the metrics, and logs it where that is asked for.
  void note(std::size_t row, Outcome outcome, AccessLine line) const;

  const ApplicationOptions options;
  mutable RequestMetrics metrics;
  RateLimiter rate_limiter;
  const http::Router router;
  const Services closed_services;
  std::unique_ptr<const Site> site;
  std::unique_ptr<const Services> open_services;
  std::atomic<const Services*> services;  ///< the closed ones until `open`
};

http::Response Application::State::finish(Exchange& exchange, MonotonicClock::time_point start) const {
  if (exchange.failure) log_failure(exchange);
  http::Response response = exchange.failure ? failure_response(exchange) : std::move(*exchange.response);
  add_rate_fields(response, exchange);
  const Call& call = exchange.call;
  const std::chrono::nanoseconds duration = MonotonicClock::now() - start;
  const Failed failed = failed_of(exchange, response.status);
  note(exchange.row, exchange.failure ? Outcome::failed : Outcome::answered,
       {.request = call.request,
        .route = call.route,
        .response = response,
        .duration = duration,
        .principal = call.principal.get(),
        .error_code = failed.code,
        .error_message = failed.message});
  return response;
}

void Application::State::note(std::size_t row, Outcome outcome, AccessLine line) const {
  metrics.record(row, line.response.status, line.duration);
  if (!is_worth_logging(options.access_log, line.route, line.request.method, line.response.status, outcome)) return;
  const Site* where = services.load(std::memory_order_acquire)->site;
  if (where != nullptr) line.base_path = where->base_path;
  write_access_line(line);
}

Application::Application(registry::Registry& registry, blob::OpenFileCache& open_files, git::UploadPack& upload_pack,
                         ApplicationOptions options)
    : state_(std::make_unique<State>(registry, open_files, upload_pack, options)) {}

Application::~Application() = default;

Result<void> Application::open(std::string public_url, const http::Server& server) {
  while (public_url.ends_with('/')) public_url.pop_back();
  if (!public_url.starts_with("http://") && !public_url.starts_with("https://")) {
    return invalid("The public URL must start with http:// or https://.");
  }
  if (state_->site != nullptr) return internal_error("the application was opened twice");
  const Services& closed = state_->closed_services;
  closed.registry.set_public_url(public_url);
  std::string base_path(http::base_path_of(public_url));
  auto openapi = std::make_shared<const OpenApiDocument>(make_openapi_document(public_url));
  state_->site.reset(
      new Site{std::move(public_url), std::move(base_path), server, std::move(openapi), closed.registry.clock().now()});
  state_->open_services.reset(new Services{closed.registry, closed.open_files, closed.upload_pack, closed.options,
                                           closed.metrics, closed.rate_limiter, state_->site.get()});
  state_->services.store(state_->open_services.get(), std::memory_order_release);
  return {};
}

std::optional<http::Response> Application::try_handle(const http::Request& request) {
  const auto start = MonotonicClock::now();
  Exchange exchange(*state_->services.load(std::memory_order_acquire), state_->router, request);
  for (const Step& step : steps()) {
    const Progress progress = step.now(exchange);
    if (progress == Progress::wait) return std::nullopt;
    if (progress == Progress::done) break;
  }
  return state_->finish(exchange, start);
}

net::Task<http::Response> Application::handle(http::Request& request) {
  const auto start = MonotonicClock::now();
  Exchange exchange(*state_->services.load(std::memory_order_acquire), state_->router, request);
  for (const Step& step : steps()) {
    Progress progress = step.now(exchange);
    if (progress == Progress::wait && step.later != nullptr) progress = co_await step.later(exchange);
    if (progress == Progress::done) break;
  }
  if (!exchange.failure && !exchange.response) {
    exchange.failure = internal_error("no step of the list answered").error();
  }
  co_return state_->finish(exchange, start);
}

void Application::note_page(const http::Request& request, const http::Response& response,
                            std::chrono::nanoseconds duration) {
  state_->note(
      routes().size(), Outcome::answered,
      {.request = request, .route = nullptr, .response = response, .duration = duration, .principal = nullptr});
}

Result<AccessLog> parse_access_log(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, AccessLog>, 3> kWords{
      {{"changes", AccessLog::changes}, {"all", AccessLog::all}, {"none", AccessLog::none}}};
  for (const auto& [known, mode] : kWords) {
    if (known == word) return mode;
  }
  return invalid("access-log is one of changes, all and none.");
}

Result<MetricsAccess> parse_metrics_access(std::string_view word) {
  if (word == "loopback") return MetricsAccess::loopback;
  if (word == "all") return MetricsAccess::all;
  return invalid("metrics-access is one of loopback and all.");
}

}  // namespace entrepot::api
