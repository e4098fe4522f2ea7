#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/data_folder.h"
#include "app/options.h"
#include "auth/sealing.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"

namespace entrepot::api {
class Application;
}
namespace entrepot::blob {
class BlobStore;
class OpenFileCache;
}  // namespace entrepot::blob
namespace entrepot::git {
class UploadPack;
}
namespace entrepot::http {
class Server;
}
namespace entrepot::net {
class BlockingPool;
class EventLoops;
}  // namespace entrepot::net
namespace entrepot::registry {
class Registry;
}
namespace entrepot::site {
class Site;
}
namespace entrepot::store {
class Database;
}

namespace entrepot::app {

/// How much of the house is needed.
enum class Extent : std::uint8_t {
  offline,  ///< init, verify, gc: no event loops, no background work
  serving,
};

/// Where the server really listens.
struct Listening {
  std::string address;      ///< cleartext; empty when there is none
  std::string tls_address;  ///< empty when there is none
  std::string public_url;   ///< as configured, or made from the first address
};

/// The composition root: makes every part from the options, in the order of one readable list, and stops them in the
/// reverse order. Owned by the command that runs; its thread only.
class Composition {
 public:
  Composition(Options options, Extent extent, FolderUse folder_use);
  ~Composition();  ///< stops
  Composition(const Composition&) = delete;
  Composition& operator=(const Composition&) = delete;

  /// Everything up to the registry. After an error only destruction is left.
  Result<void> open();
  /// Background work, the application and the server; after `open`.
  Result<Listening> listen();
  /// Drains the server (up to the drain deadline) and stops everything; again is nothing.
  void stop();

  registry::Registry& registry() { return *registry_; }
  net::EventLoops& loops() { return *loops_; }
  http::Server& server() { return *server_; }

 private:
  struct Step {
    std::string_view name;
    Result<void> (Composition::*start)();
    void (Composition::*stop)();  ///< null when destruction is enough
  };
  static const std::vector<Step>& open_steps();
  static const std::vector<Step>& listen_steps();
  Result<void> run(const std::vector<Step>& steps);

  Result<void> open_folder();
  Result<void> open_sealing_key();
  Result<void> start_loops();
  Result<void> open_database();
  Result<void> open_blobs();
  Result<void> start_pool();
  Result<void> make_registry();
  Result<void> make_upload_pack();
  Result<void> start_registry();
  Result<void> make_application();
  Result<void> start_server();
  Result<void> open_application();
  void stop_loops();
  void stop_database();
  void stop_pool();
  void stop_registry();
  void stop_upload_pack();
  void stop_server();

  Options options_;
  Extent extent_;
  FolderUse folder_use_;
  SystemClock clock_;
  SystemRandom random_;
  Listening listening_;
  std::vector<const Step*> started_;

  // Destroyed from the last to the first. The loops go before what their remaining coroutines refer to.
  std::unique_ptr<DataFolder> folder_;
  std::optional<auth::Sealer> sealer_;
  std::unique_ptr<store::Database> database_;
  std::unique_ptr<blob::BlobStore> blobs_;
  std::unique_ptr<blob::OpenFileCache> open_files_;
  std::unique_ptr<net::BlockingPool> pool_;
  std::unique_ptr<registry::Registry> registry_;
  std::unique_ptr<git::UploadPack> upload_pack_;
  std::unique_ptr<api::Application> application_;
  std::unique_ptr<site::Site> site_;
  std::unique_ptr<net::EventLoops> loops_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace entrepot::app
