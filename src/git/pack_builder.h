#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "git/object_id.h"
#include "git/pack_stream.h"
#include "git/snapshot.h"
#include "git/spool.h"
#include "store/database.h"

namespace entrepot::git {

/// Which pack: all that the state `sequence` of a repository has and the state `after` has not (0: all there is).
struct PackKey {
  std::int64_t repository_id = 0;
  std::int64_t after = 0;
  std::int64_t sequence = 0;
};

/// What is the same in that pack for every reader, in the pkt-lines that are sent, and where it goes on. Immutable; any
/// thread.
struct SharedPack {
  Spooled bytes;
  PackStream stream;  ///< at the end of `bytes`: a copy of it writes a reader's own objects
};
using PackPointer = std::shared_ptr<const SharedPack>;

/// A pack, and where each object lies in it. Immutable; any thread.
struct PackContents {
  struct Slot {
    ObjectId object;
    std::uint64_t offset;
    std::size_t size;
  };
  PackPointer pack{};
  std::vector<Slot> slots{};  ///< in the order of the objects' ids
  std::size_t copied = 0;     ///< how many came out of a former pack

  const Slot* find(const ObjectId& object) const;
};

/// Reads the objects in pages, each in a short transaction of its own: what a state has does not change. What `former`
/// (may be empty) has is copied as it stands there, already compressed. Blocks.
Result<PackContents> build_pack(store::Database& database, const PackKey& key, const std::filesystem::path& folder,
                                const PackContents& former = {});

/// The end of a pack: the reader's own objects, the checksum and the flush.
std::string end_of_pack(const SharedPack& pack, const PackKey& key, const View& view, std::string_view config_json);

}  // namespace entrepot::git
