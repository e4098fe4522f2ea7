#include "registry/registry.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "base/log.h"
#include "registry/crate_viewer.h"
#include "registry/listed_crates.h"
#include "registry/package_details.h"
#include "registry/search_index.h"

namespace entrepot::registry {
namespace {

/// Listings of crates that people look at.
constexpr std::size_t kViewerBytes = std::size_t{32} << 20U;

std::vector<std::unique_ptr<Follower>> make_followers(RegistryParts& parts) {
  std::vector<std::unique_ptr<Follower>> followers;
  followers.push_back(std::make_unique<SearchIndex>());
  followers.push_back(std::make_unique<PackageDetails>(parts.blobs));
  followers.push_back(std::make_unique<CrateList>());
  std::ranges::move(parts.followers, std::back_inserter(followers));
  return followers;
}

void report(std::string_view what, const Result<void>& outcome) {
  if (!outcome) log_warning(what, {{"error", outcome.error().message}, {"detail", outcome.error().detail}});
}

}  // namespace

struct Registry::State {
  State(RegistryParts& parts, const RegistryOptions& options)
      : authenticator(parts.database, parts.clock, parts.random, options.authenticator),
        repositories(parts.database, options.repository_cache_entries),
        index(parts.database, options.index_cache_bytes),
        entitlement_usages(parts.database, parts.clock),
        caches(authenticator, repositories, index, entitlement_usages),
        downloads(parts.database, parts.clock),
        crate_viewer(parts.blobs, parts.pool, kViewerBytes),
        followers(parts.database, make_followers(parts)),
        writer(parts.database, caches, followers, parts.clock, parts.random) {}

  auth::Authenticator authenticator;
  RepositoryCache repositories;
  IndexCache index;
  EntitlementUsages entitlement_usages;
  Caches caches;
  DownloadCounter downloads;
  CrateViewer crate_viewer;
  FollowerRunner followers;
  Gate search_gate;
  Gate statistics_gate;
  PublishRate publish_rate;
  Writer writer;
  std::atomic<std::uint64_t> publishes{0};

  std::mutex mutex;  // of what follows
  std::condition_variable woken;
  std::string public_url;
  bool stopping = false;
  std::thread flusher;

  void flush_limits() { report("What limited tokens used could not be written", entitlement_usages.flush()); }
  void flush() {
    flush_limits();
    report("Download counts could not be written", downloads.flush());
    report("The last use of keys could not be written", authenticator.flush_last_use());
  }
  void run_flusher(const RegistryOptions& options) {
    using SteadyClock = std::chrono::steady_clock;
    std::unique_lock lock(mutex);
    auto due = SteadyClock::now() + options.flush_interval;
    const Milliseconds pause = std::min(options.flush_interval, options.limit_flush_interval);
    while (!woken.wait_for(lock, pause, [this] { return stopping; })) {
      lock.unlock();
      if (SteadyClock::now() < due) {
        flush_limits();
      } else {
        flush();
        due = SteadyClock::now() + options.flush_interval;
      }
      lock.lock();
    }
  }
};

Registry::Registry(RegistryParts parts, RegistryOptions options)
    : parts_(std::move(parts)), options_(options), state_(std::make_unique<State>(parts_, options_)) {}

Registry::~Registry() {
  stop();
}

void Registry::start() {
  state_->followers.start();
  std::lock_guard lock(state_->mutex);
  if (state_->flusher.joinable()) return;
  state_->stopping = false;
  state_->flusher = std::thread([state = state_.get(), options = options_] { state->run_flusher(options); });
}

void Registry::stop() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->woken.notify_all();
  if (state_->flusher.joinable()) {
    state_->flusher.join();
    state_->flush();
  }
  state_->followers.stop();
  state_->authenticator.stop();
  state_->repositories.stop();
  state_->index.stop();
  state_->search_gate.stop();
  state_->statistics_gate.stop();
  state_->crate_viewer.stop();
}

void Registry::set_public_url(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  std::lock_guard lock(state_->mutex);
  state_->public_url = std::move(url);
}

std::string Registry::public_url() const {
  std::lock_guard lock(state_->mutex);
  return state_->public_url;
}

auth::Authenticator& Registry::authenticator() {
  return state_->authenticator;
}
RepositoryCache& Registry::repositories() {
  return state_->repositories;
}
IndexCache& Registry::index() {
  return state_->index;
}
Writer& Registry::writer() {
  return state_->writer;
}
DownloadCounter& Registry::downloads() {
  return state_->downloads;
}
EntitlementUsages& Registry::entitlement_usages() {
  return state_->entitlement_usages;
}
FollowerRunner& Registry::followers() {
  return state_->followers;
}

Gate& Registry::search_gate() {
  return state_->search_gate;
}

Gate& Registry::statistics_gate() {
  return state_->statistics_gate;
}

PublishRate& Registry::publish_rate() {
  return state_->publish_rate;
}

CrateViewer& Registry::crate_viewer() {
  return state_->crate_viewer;
}

void Registry::count_publish() {
  state_->publishes.fetch_add(1, std::memory_order_relaxed);
}

RegistryNumbers Registry::numbers() const {
  return {.index = state_->index.numbers(),
          .authentication = state_->authenticator.numbers(),
          .publishes = state_->publishes.load(std::memory_order_relaxed),
          .downloads = state_->downloads.total()};
}

}  // namespace entrepot::registry
