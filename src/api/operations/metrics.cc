#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "api/operations/handlers.h"
#include "base/log.h"
#include "blob/open_file_cache.h"
#include "git/upload_pack.h"
#include "http/server.h"
#include "registry/registry.h"

namespace entrepot::api::operations {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(std::string name, std::string help, MetricType type) {
  return {.name = std::move(name), .help = std::move(help), .type = type, .metric = {}};
}

MetricFamily single(std::string name, std::string help, MetricType type, std::uint64_t value) {
  MetricFamily made = family(std::move(name), std::move(help), type);
  ClientMetric metric;
  (type == MetricType::Counter ? metric.counter.value : metric.gauge.value) = static_cast<double>(value);
  made.metric.push_back(std::move(metric));
  return made;
}

ClientMetric::Histogram histogram(const RouteNumbers& numbers) {
  ClientMetric::Histogram made;
  for (std::size_t bucket = 0; bucket < numbers.durations.size(); ++bucket) {
    made.sample_count += numbers.durations[bucket];
    const double bound =
        bucket < kDurationBounds.size() ? kDurationBounds[bucket] : std::numeric_limits<double>::infinity();
    made.bucket.push_back({.cumulative_count = made.sample_count, .upper_bound = bound});
  }
  made.sample_sum = static_cast<double>(numbers.nanoseconds) / 1e9;
  return made;
}

void add_requests(std::vector<MetricFamily>& families, const RequestMetrics& metrics) {
  MetricFamily requests =
      family("entrepot_requests_total", "Requests answered, by route and class of status.", MetricType::Counter);
  MetricFamily durations = family("entrepot_request_duration_seconds",
                                  "From a request's head to its answer being ready.", MetricType::Histogram);
  for (std::size_t index = 0; index <= routes().size(); ++index) {
    const RouteNumbers numbers = metrics.numbers(index);
    const std::string route(index < routes().size() ? routes()[index].name : std::string_view("none"));
    for (std::size_t status = 0; status < numbers.by_status_class.size(); ++status) {
      if (numbers.by_status_class[status] == 0) continue;
      ClientMetric metric;
      metric.label = {{"route", route}, {"status", std::to_string(status + 1) + "xx"}};
      metric.counter.value = static_cast<double>(numbers.by_status_class[status]);
      requests.metric.push_back(std::move(metric));
    }
    ClientMetric metric;
    metric.histogram = histogram(numbers);
    if (metric.histogram.sample_count == 0) continue;
    metric.label = {{"route", route}};
    durations.metric.push_back(std::move(metric));
  }
  families.push_back(std::move(requests));
  families.push_back(std::move(durations));
}

void add_registry(std::vector<MetricFamily>& families, const registry::RegistryNumbers& numbers) {
  families.push_back(single("entrepot_publishes_total", "Versions published.", MetricType::Counter, numbers.publishes));
  families.push_back(single("entrepot_downloads_total", "Crate files served.", MetricType::Counter, numbers.downloads));
  families.push_back(single("entrepot_failed_logins_total", "Requests with wrong credentials; none at all is not one.",
                            MetricType::Counter, numbers.authentication.failures));
  families.push_back(single("entrepot_password_checks_total", "Runs of argon2id.", MetricType::Counter,
                            numbers.authentication.password_checks));
  families.push_back(single("entrepot_principal_cache_hits_total", "Credentials that were known.", MetricType::Counter,
                            numbers.authentication.hits));
  families.push_back(single("entrepot_principal_cache_misses_total", "Credentials that had to be looked up.",
                            MetricType::Counter, numbers.authentication.misses));
  families.push_back(single("entrepot_index_cache_hits_total", "Index files found in memory.", MetricType::Counter,
                            numbers.index.hits));
  families.push_back(single("entrepot_index_cache_misses_total", "Index files read from the database.",
                            MetricType::Counter, numbers.index.misses));
  families.push_back(
      single("entrepot_index_cache_bytes", "Bytes held by the index cache.", MetricType::Gauge, numbers.index.bytes));
  families.push_back(
      single("entrepot_index_cache_entries", "Index files in memory.", MetricType::Gauge, numbers.index.entries));
}

void add_followers(std::vector<MetricFamily>& families, const std::vector<registry::FollowerState>& states) {
  MetricFamily lag = family("entrepot_follower_lag_events", "Events a follower has still to apply.", MetricType::Gauge);
  MetricFamily failing =
      family("entrepot_follower_failing", "1 while a follower's last attempt failed.", MetricType::Gauge);
  for (const registry::FollowerState& state : states) {
    ClientMetric behind;
    behind.label = {{"follower", state.name}};
    behind.gauge.value = static_cast<double>(state.behind());
    lag.metric.push_back(std::move(behind));
    ClientMetric fails;
    fails.label = {{"follower", state.name}};
    fails.gauge.value = state.last_error.empty() ? 0 : 1;
    failing.metric.push_back(std::move(fails));
  }
  families.push_back(std::move(lag));
  families.push_back(std::move(failing));
}

void add_git(std::vector<MetricFamily>& families, const git::UploadPackNumbers& numbers) {
  families.push_back(single("entrepot_git_packs_built_total", "Packs of git indexes that were built.",
                            MetricType::Counter, numbers.packs.built));
  families.push_back(single("entrepot_git_packs_shared_total", "Fetches answered with a pack that was there.",
                            MetricType::Counter, numbers.packs.shared));
  families.push_back(single("entrepot_git_pack_objects_copied_total",
                            "Objects of packs that were copied from the pack of a former state.", MetricType::Counter,
                            numbers.packs.copied));
  families.push_back(single("entrepot_git_pack_memory_bytes", "Bytes of packs kept in memory.", MetricType::Gauge,
                            numbers.packs.memory_bytes));
  families.push_back(single("entrepot_git_pack_file_bytes", "Bytes of packs kept in files without a name.",
                            MetricType::Gauge, numbers.packs.file_bytes));
  families.push_back(single("entrepot_git_commits_made_again_total",
                            "Former states of git indexes whose commits were made to know a client's.",
                            MetricType::Counter, numbers.commits_made_again));
}

void add_server(std::vector<MetricFamily>& families, const http::ServerNumbers& numbers) {
  families.push_back(
      single("entrepot_connections_open", "Connections open now.", MetricType::Gauge, numbers.connections_open));
  families.push_back(single("entrepot_connections_accepted_total", "Connections accepted.", MetricType::Counter,
                            numbers.connections_accepted));
  families.push_back(single("entrepot_connections_refused_total", "Connections refused because there were too many.",
                            MetricType::Counter, numbers.connections_refused));
  families.push_back(single("entrepot_requests_waiting", "Requests that wait for something now.", MetricType::Gauge,
                            numbers.requests_waiting));
  families.push_back(single("entrepot_streams_reset_total", "HTTP/2 streams reset by clients.", MetricType::Counter,
                            numbers.streams_reset_by_peer));
  families.push_back(single("entrepot_protocol_errors_total",
                            "Requests that were not HTTP, or whose header was too large or too slow.",
                            MetricType::Counter, numbers.protocol_errors));
  families.push_back(single("entrepot_requests_overloaded_total",
                            "Requests answered 503, because there was no room for them.", MetricType::Counter,
                            numbers.requests_overloaded));
}

/// A proxy on this machine is no reason to show the world what this machine may see.
bool is_of_loopback(const http::Request& request) {
  if (request.field("x-forwarded-for") || request.field("forwarded")) return false;
  const std::string_view peer = request.peer;
  return peer.starts_with("127.") || peer == "::1" || peer.starts_with("::ffff:127.");
}

}  // namespace

net::Task<Result<http::Response>> metrics(const Call& call) {
  const Services& services = call.services;
  if (services.options.metrics_access == MetricsAccess::loopback && !is_of_loopback(call.request)) {
    co_return fail(ErrorCode::forbidden, "Metrics are for this machine only (option metrics-access).");
  }
  std::vector<MetricFamily> families;
  add_requests(families, services.metrics);
  add_registry(families, services.registry.numbers());
  add_followers(families, services.registry.followers().states());
  add_git(families, services.upload_pack.numbers());
  if (services.site != nullptr) add_server(families, services.site->server.numbers());
  families.push_back(
      single("entrepot_open_files", "Crate files held open.", MetricType::Gauge, services.open_files.count()));
  families.push_back(single("entrepot_log_lines_dropped_total", "Log lines that nobody read in time.",
                            MetricType::Counter, dropped_log_lines()));
  http::Response response = http::text_response(200, "text/plain; version=0.0.4; charset=utf-8",
                                                prometheus::TextSerializer().Serialize(families));
  response.fields.add("cache-control", "no-store");
  co_return response;
}

}  // namespace entrepot::api::operations
