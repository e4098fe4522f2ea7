#include "api/request_rate.h"

#include <fmt/format.h>

#include "auth/login_delay.h"
#include "registry/registry.h"

namespace entrepot::api {
namespace {

constexpr std::string_view kManagementRoot = "/v1/";

/// Probes are answered always, and so cost nothing.
bool is_counted(const Call& call) {
  return call.route->traffic != Traffic::probe && call.route->pattern.starts_with(kManagementRoot) &&
         call.services.rate_limiter.is_limited();
}

Progress count(Exchange& exchange) {
  const Call& call = exchange.call;
  const Timestamp now = call.services.registry.clock().now();
  exchange.rate = call.services.rate_limiter.take(rate_caller(call), now);
  if (!exchange.rate->refused) return Progress::next;
  const auto wait = static_cast<int>((exchange.rate->reset - now).count());
  exchange.failure = rate_limited(fmt::format("You have made the {} requests that this server answers in a minute. Try "
                                              "again in {} seconds.",
                                              exchange.rate->limit, wait),
                                  wait)
                         .error();
  return Progress::done;
}

}  // namespace

std::string rate_caller(const Call& call) {
  // Of its own: whoever reads much from an address must not keep everybody behind it from signing in.
  if (call.route != nullptr && call.route->access == Access::sign_in)
    return "s" + auth::address_group(call.request.peer);
  if (call.principal != nullptr && call.principal->key_id != 0) return "k" + std::to_string(call.principal->key_id);
  if (call.principal != nullptr && call.principal->user_id != 0) return "u" + std::to_string(call.principal->user_id);
  return "a" + auth::address_group(call.request.peer);
}

Progress count_request(Exchange& exchange) {
  if (!is_counted(exchange.call)) return Progress::next;
  return exchange.call.route->later == nullptr ? count(exchange) : Progress::wait;
}

net::Task<Progress> count_waiting_request(Exchange& exchange) {
  co_return count(exchange);
}

void add_rate_fields(http::Response& response, const Exchange& exchange) {
  const Call& call = exchange.call;
  if (!exchange.path.starts_with(kManagementRoot) || !call.services.rate_limiter.is_limited()) return;
  const RateState state =
      exchange.rate ? *exchange.rate
                    : call.services.rate_limiter.look(rate_caller(call), call.services.registry.clock().now());
  response.fields.add("x-ratelimit-limit", std::to_string(state.limit));
  response.fields.add("x-ratelimit-remaining", std::to_string(state.remaining));
  response.fields.add("x-ratelimit-reset", std::to_string(to_unix(state.reset)));
  response.fields.add("x-ratelimit-interval", fmt::format("{:.1f}", state.interval));
}

}  // namespace entrepot::api
