#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "git/fetch_request.h"
#include "git/pack.h"
#include "http/response.h"
#include "net/task.h"

namespace entrepot::registry {
class Registry;
}

namespace entrepot::git {

/// Who reads: the repository, which the caller has found that they may read, and the config.json that is right for the
/// URL they came by. Readers with different files have different commits, and neither gets the other's.
struct Reader {
  std::int64_t repository_id = 0;
  std::string config_json{};
};

struct UploadPackNumbers {
  PackNumbers packs{};
  std::uint64_t commits_made_again = 0;  ///< of former states, only to be compared with what clients have
};

/// An error line that every client shows. 200, because of another status they show a number, and libgit2 tries again.
http::Response refusal(std::string_view sentence);
/// The same in the place of the refs.
http::Response refs_refusal(std::string_view sentence);

/// Git's upload-pack over HTTP ("gitprotocol-http"): what a client asks becomes an answer. Owned by the composition
/// root, behind the Registry; any loop.
class UploadPack {
 public:
  /// `agent` is what clients are told that this server is.
  UploadPack(registry::Registry& registry, PackStoreOptions options, std::string agent);
  ~UploadPack();

  /// GET info/refs. Where refs are told (here before version 2, there by ls-refs), it waits until the git index has
  /// every event of the repository, so that whoever has published sees it; not for long: `unavailable` then.
  net::Task<Result<http::Response>> advertise(Reader reader, ProtocolVersion version);
  /// POST git-upload-pack, with the body as it was before its content-encoding. What git's user did wrong is an answer
  /// too: an error line that every client shows.
  net::Task<Result<http::Response>> answer(Reader reader, ProtocolVersion version, std::string body);

  UploadPackNumbers numbers() const;
  void stop();  ///< as PackStore::stop

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace entrepot::git
