#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "auth/principal.h"
#include "base/bytes.h"
#include "base/error.h"
#include "net/task.h"
#include "registry/repository.h"

namespace entrepot::registry {

class Registry;

/// In which form a version comes: as cargo sends it, or the bytes of a .crate alone, which then say everything
/// themselves.
enum class PublishForm : std::uint8_t { frame, crate };

/// What a client sent to be published, still on its way in. The principal is one that may see the repository; whether
/// it may publish is checked here.
struct PublishRequest {
  RepositoryPointer repository;
  std::shared_ptr<const auth::Principal> principal;
  /// The next bytes of the body, valid until the next call; empty at the end.
  std::function<net::Task<Result<ByteView>>()> body;
  std::optional<std::uint64_t> length{};  ///< of the body, when the client announced it
  PublishForm form = PublishForm::frame;
  std::optional<bool> republish{};  ///< whether it may replace the same number; nothing: as the repository says
  std::vector<std::string> tags{};  ///< as they are kept (check_tag)
};

struct PublishAnswer {
  std::string crate;
  std::string version;
  std::int64_t version_id = 0;
  std::vector<std::string> invalid_categories{};
  std::vector<std::string> warnings{};  ///< "other" in cargo's answer
};

/// The workflow behind PUT /api/v1/crates/new (Cargo book, "Registry Web API") and behind uploads: everything is
/// checked before anything is visible, and when it answers the index serves the version. Bytes stream into a temporary
/// file; whether the principal may publish this crate is known before the crate's bytes are read.
net::Task<Result<PublishAnswer>> publish(Registry& registry, PublishRequest request);

}  // namespace entrepot::registry
