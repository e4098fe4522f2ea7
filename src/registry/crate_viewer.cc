#include "registry/crate_viewer.h"

#include <optional>
#include <utility>

#include "base/lru_cache.h"
#include "base/try.h"
#include "net/single_flight.h"
#include "registry/gate.h"

namespace entrepot::registry {
namespace {

/// A listing of fifty thousand files takes a few mebibytes, and must fit into a shard.
constexpr std::size_t kShards = 2;
/// Of READMEs, a few kibibytes each as a rule.
constexpr std::size_t kIntroductionBytes = std::size_t{8} << 20U;

std::size_t cost_of(const CrateIntroduction& introduction) {
  return sizeof introduction + 256 + (introduction.readme ? introduction.readme->text.capacity() : 0);
}

std::size_t cost_of(const CrateContents& contents) {
  std::size_t cost = sizeof contents + 256;
  for (const PackagedFile& file : contents.files) cost += sizeof file + file.path.capacity();
  return cost;
}

/// By its bytes: the same file of another version is the same text.
std::string key_of(const PackagedFile& file) {
  return "file " + file.checksum.hex();
}
std::string key_of_listing(const CrateFile& crate) {
  return "list " + crate.checksum.hex();
}

/// What was found in a crate, by the checksum of the crate.
template <typename T>
struct Finds {
  using Pointer = std::shared_ptr<const T>;

  explicit Finds(std::size_t bytes) : known(bytes, kShards) {}

  LruCache<Checksum, T> known;
  net::SingleFlight<Checksum, Pointer> flights;
};

}  // namespace

struct CrateViewer::State {
  State(blob::BlobStore& blobs_in, net::BlockingPool& pool_in, std::size_t bytes)
      : blobs(blobs_in), pool(pool_in), introductions(kIntroductionBytes), contents(bytes) {}

  blob::BlobStore& blobs;
  net::BlockingPool& pool;
  Finds<CrateIntroduction> introductions;
  Finds<CrateContents> contents;
  ShownTexts shown;
  net::SingleFlight<std::string, ShownText> showing;
  Gate gate;

  template <typename T>
  using Look = Result<std::shared_ptr<const T>> (*)(blob::BlobStore&, const CrateFile&);

  template <typename T>
  net::Task<Result<std::shared_ptr<const T>>> find(Finds<T>& finds, Look<T> look, CrateFile crate, std::string caller) {
    if (auto known = finds.known.find(crate.checksum)) co_return known;
    const Checksum key = crate.checksum;
    co_return co_await finds.flights.run(
        key, [this, &finds, look, &crate, &caller] { return fly(finds, look, crate, caller); });
  }
  template <typename T>
  net::Task<Result<std::shared_ptr<const T>>> fly(Finds<T>& finds, Look<T> look, CrateFile crate, std::string caller) {
    CO_TRY_ASSIGN(const Gate::Pass pass, co_await gate.enter(std::move(caller)));
    CO_TRY_ASSIGN(auto found, co_await pool.run([this, look, &crate] { return look(blobs, crate); }));
    finds.known.insert(crate.checksum, found, cost_of(*found));
    co_return found;
  }

  net::Task<Result<ShownText>> write_listing(CrateContentsPointer found, Write write, std::string key,
                                             std::string caller) {
    CO_TRY_ASSIGN(const Gate::Pass pass, co_await gate.enter(caller));
    co_return co_await pool.run([&]() -> Result<ShownText> {
      std::string text = write(*found);
      TRY_ASSIGN(ShownTexts::Room room, shown.reserve(caller, text.size()));
      return shown.add(std::move(room), key, std::move(text));
    });
  }

  net::Task<Result<ShownText>> unpack(CrateFile crate, PackagedFile file, std::string key, std::string caller) {
    CO_TRY_ASSIGN(const Gate::Pass pass, co_await gate.enter(caller));
    co_return co_await pool.run([&]() -> Result<ShownText> {
      TRY_ASSIGN(ShownTexts::Room room, shown.reserve(caller, static_cast<std::size_t>(file.size)));
      TRY_ASSIGN(auto bytes, read_crate_file(blobs, crate, file.path, kMostShownBytes));
      if (!bytes) return internal_error("a file of a crate vanished");
      return shown.add(std::move(room), key, *std::move(bytes));
    });
  }
};

CrateViewer::CrateViewer(blob::BlobStore& blobs, net::BlockingPool& pool, std::size_t bytes)
    : state_(std::make_unique<State>(blobs, pool, bytes)) {}
CrateViewer::~CrateViewer() = default;

net::Task<Result<CrateIntroductionPointer>> CrateViewer::introduction(CrateFile crate, std::string caller) {
  return state_->find<CrateIntroduction>(state_->introductions, &read_introduction, std::move(crate),
                                         std::move(caller));
}

net::Task<Result<CrateContentsPointer>> CrateViewer::contents(CrateFile crate, std::string caller) {
  return state_->find<CrateContents>(state_->contents, &list_contents, std::move(crate), std::move(caller));
}

CrateContentsPointer CrateViewer::known_contents(const CrateFile& crate) {
  return state_->contents.known.find(crate.checksum);
}

net::Task<Result<ShownText>> CrateViewer::listing(CrateFile crate, Write write, std::string caller) {
  State* state = state_.get();
  const std::string key = key_of_listing(crate);
  if (ShownText shown = state->shown.find(key)) co_return shown;
  CO_TRY_ASSIGN(const CrateContentsPointer found, co_await contents(crate, caller));
  co_return co_await state->showing.run(
      key, [state, &found, &write, &key, &caller] { return state->write_listing(found, write, key, caller); });
}

net::Task<Result<PackagedFile>> CrateViewer::find(CrateFile crate, std::string path, std::string caller) {
  CO_TRY_ASSIGN(const CrateContentsPointer known, co_await contents(crate, std::move(caller)));
  const PackagedFile* file = known->file(path);
  if (file == nullptr) {
    co_return fail(ErrorCode::not_found,
                   "There is no file '" + path + "' in " + crate.name + " " + crate.version + ".");
  }
  co_return *file;
}

net::Task<Result<ShownText>> CrateViewer::read(CrateFile crate, PackagedFile file, std::string caller) {
  if (file.size > kMostShownBytes) {
    co_return fail(ErrorCode::too_large, "The file '" + file.path + "' is larger than " +
                                             std::to_string(kMostShownBytes) +
                                             " bytes; download the crate to look at it.");
  }
  State* state = state_.get();
  const std::string key = key_of(file);
  if (ShownText shown = state->shown.find(key)) co_return shown;
  co_return co_await state->showing.run(
      key, [state, &crate, &file, &key, &caller] { return state->unpack(crate, file, key, caller); });
}

void CrateViewer::stop() {
  state_->gate.stop();
  state_->introductions.flights.stop();
  state_->contents.flights.stop();
  state_->showing.stop();
}

}  // namespace entrepot::registry
