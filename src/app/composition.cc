#include "app/composition.h"

#include <algorithm>
#include <thread>

#include "api/application.h"
#include "app/address.h"
#include "app/server_options.h"
#include "auth/sealing.h"
#include "base/try.h"
#include "blob/filesystem.h"
#include "blob/open_file_cache.h"
#include "git/git_index.h"
#include "git/upload_pack.h"
#include "http/server.h"
#include "net/blocking_pool.h"
#include "net/event_loops.h"
#include "registry/registry.h"
#include "site/site.h"
#include "store/sqlite.h"

namespace entrepot::app {

// The order of the house. Stopping goes from the last to the first: the server drains while everything below still
// works, whoever may resume a coroutine stops before the loops, and the folder is left last.
const std::vector<Composition::Step>& Composition::open_steps() {
  static const std::vector<Step> steps = {
      {"data folder", &Composition::open_folder, nullptr},
      {"sealing key", &Composition::open_sealing_key, nullptr},
      {"event loops", &Composition::start_loops, &Composition::stop_loops},
      {"database", &Composition::open_database, &Composition::stop_database},
      {"blobs", &Composition::open_blobs, nullptr},
      {"blocking pool", &Composition::start_pool, &Composition::stop_pool},
      {"registry", &Composition::make_registry, nullptr},
      {"git index", &Composition::make_upload_pack, &Composition::stop_upload_pack},
  };
  return steps;
}

const std::vector<Composition::Step>& Composition::listen_steps() {
  static const std::vector<Step> steps = {
      {"followers and timers", &Composition::start_registry, &Composition::stop_registry},
      {"application", &Composition::make_application, nullptr},
      {"server", &Composition::start_server, &Composition::stop_server},
      {"public URL", &Composition::open_application, nullptr},
  };
  return steps;
}

Composition::Composition(Options options, Extent extent, FolderUse folder_use)
    : options_(std::move(options)), extent_(extent), folder_use_(folder_use) {}

Composition::~Composition() {
  stop();
}

Result<void> Composition::run(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    TRY((this->*step.start)());
    started_.push_back(&step);
  }
  return {};
}

Result<void> Composition::open() {
  return run(open_steps());
}

Result<Listening> Composition::listen() {
  TRY(run(listen_steps()));
  return listening_;
}

void Composition::stop() {
  while (!started_.empty()) {
    const Step* step = started_.back();
    started_.pop_back();
    if (step->stop != nullptr) (this->*step->stop)();
  }
}

Result<void> Composition::open_folder() {
  TRY_ASSIGN(folder_, DataFolder::open(options_.data, folder_use_));
  return {};
}

// Before the database: a database without its key is a loss to be told, so a new one must never be seen without.
Result<void> Composition::open_sealing_key() {
  TRY_ASSIGN(const std::string key, folder_->sealing_key(random_));
  TRY_ASSIGN(auth::Sealer sealer, auth::Sealer::from_key(as_bytes(key)));
  sealer_.emplace(std::move(sealer));
  return {};
}

Result<void> Composition::start_loops() {
  if (extent_ == Extent::offline) return {};
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  loops_ = std::make_unique<net::EventLoops>(options_.event_loops == 0 ? cores : options_.event_loops);
  loops_->start();
  return {};
}

void Composition::stop_loops() {
  if (loops_ != nullptr) loops_->stop();
}

Result<void> Composition::open_database() {
  store::SqliteOptions sqlite;
  sqlite.readers = extent_ == Extent::offline ? 1 : options_.database_readers;
  // A server may be running on what is joined, and perhaps an older one.
  if (folder_use_ == FolderUse::join) sqlite.schema = store::SchemaUse::check;
  TRY_ASSIGN(database_, store::open_sqlite(folder_->database(), sqlite));
  return {};
}

void Composition::stop_database() {
  database_->stop();
}

Result<void> Composition::open_blobs() {
  TRY_ASSIGN(blobs_, blob::open_filesystem_store(folder_->blobs()));
  open_files_ = std::make_unique<blob::OpenFileCache>(*blobs_, options_.open_files);
  return {};
}

Result<void> Composition::start_pool() {
  pool_ = std::make_unique<net::BlockingPool>(extent_ == Extent::offline ? 1 : options_.blocking_threads,
                                              options_.blocking_queue);
  return {};
}

void Composition::stop_pool() {
  pool_->stop();
}

Result<void> Composition::make_registry() {
  registry::RegistryOptions registry;
  registry.index_cache_bytes = options_.index_cache_bytes;
  registry.repository_cache_entries = options_.repository_cache_entries;
  registry.authenticator.cache_entries = options_.principal_cache_entries;
  registry.authenticator.first_delay = options_.login_slowdown;
  registry.authenticator.sessions = {.idle = std::chrono::duration_cast<Seconds>(options_.session_idle),
                                     .absolute = std::chrono::duration_cast<Seconds>(options_.session_absolute)};
  registry::RegistryParts parts{*database_, *blobs_, *pool_, clock_, random_, std::move(*sealer_)};
  parts.followers.push_back(std::make_unique<git::GitIndex>());
  registry_ = std::make_unique<registry::Registry>(std::move(parts), registry);
  return {};
}

Result<void> Composition::make_upload_pack() {
  upload_pack_ = std::make_unique<git::UploadPack>(*registry_,
                                                   git::PackStoreOptions{.folder = folder_->path(),
                                                                         .memory_bytes = options_.git_pack_memory_bytes,
                                                                         .file_bytes = options_.git_pack_file_bytes},
                                                   "entrepot/" ENTREPOT_VERSION);
  return {};
}

void Composition::stop_upload_pack() {
  upload_pack_->stop();
}

Result<void> Composition::start_registry() {
  registry_->start();
  return {};
}

void Composition::stop_registry() {
  registry_->stop();
}

Result<void> Composition::make_application() {
  api::ApplicationOptions application;
  TRY_ASSIGN(application.access_log, api::parse_access_log(options_.access_log));
  TRY_ASSIGN(application.metrics_access, api::parse_metrics_access(options_.metrics_access));
  application.api_rate_limit = static_cast<std::int64_t>(options_.api_rate_limit);
  application_ = std::make_unique<api::Application>(*registry_, *open_files_, *upload_pack_, application);
  site_ = std::make_unique<site::Site>(
      *application_, site::embedded_assets(), random_,
      [this](const http::Request& request, const http::Response& response, std::chrono::nanoseconds duration) {
        application_->note_page(request, response, duration);
      });
  return {};
}

Result<void> Composition::start_server() {
  TRY_ASSIGN(http::ServerOptions server, to_server_options(options_));
  TRY_ASSIGN(server_, http::Server::start(*loops_, std::move(server), *site_));
  return {};
}

void Composition::stop_server() {
  server_->stop();
}

// Only now are the ports known, and with them the URL that every link begins with.
Result<void> Composition::open_application() {
  const std::vector<http::Listener>& listeners = server_->listeners();
  listening_.address = first_address(listeners, ListenerKind::cleartext);
  listening_.tls_address = first_address(listeners, ListenerKind::tls);
  TRY_ASSIGN(listening_.public_url,
             parse_public_url(options_.public_url.empty() ? local_url(listeners.front()) : options_.public_url));
  TRY(application_->open(listening_.public_url, *server_));
  site_->open(listening_.public_url);
  return {};
}

}  // namespace entrepot::app
