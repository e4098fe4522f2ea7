#include "registry/crate_contents.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/lru_cache.h"
#include "base/try.h"
#include "cargo/packaged_metadata.h"
#include "net/single_flight.h"
#include "registry/gate.h"

namespace entrepot::registry {
namespace {

/// A listing of fifty thousand files takes a few mebibytes, and must fit into a shard.
constexpr std::size_t kShards = 2;

/// How long the character is that begins here, 1 to 4 bytes; 0 for bytes that are no UTF-8.
std::size_t character_length(std::string_view text) {
  for (std::size_t length = 1; length <= std::min<std::size_t>(4, text.size()); ++length) {
    if (is_utf8(text.substr(0, length))) return length;
  }
  return 0;
}

std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    out += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out;
}

/// Without the beginning of a character that was cut off.
std::string_view without_torn_end(std::string_view text) {
  for (std::size_t cut = 0; cut <= std::min<std::size_t>(3, text.size()); ++cut) {
    const std::string_view rest = text.substr(0, text.size() - cut);
    const auto last = rest.empty() ? 0U : static_cast<unsigned char>(rest.back());
    if (last < 0x80) return rest;
    for (std::size_t length = 2; length <= std::min<std::size_t>(4, rest.size()); ++length) {
      if (is_utf8(rest.substr(rest.size() - length))) return rest;
    }
  }
  return text;
}

struct OpenCrate {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t size = 0;
  PackageLimits limits{};

  Result<std::optional<std::string>> read(std::string_view path, std::uint64_t most) const {
    return read_package_file(source_of(*file), size, path, most, limits);
  }
};

Result<OpenCrate> open(blob::BlobStore& blobs, const CrateFile& crate) {
  auto file = blobs.open(crate.checksum);
  if (!file) {
    if (file.error().code != ErrorCode::not_found) return std::unexpected(std::move(file).error());
    return internal_error("the blob of " + crate.name + " " + crate.version + " is missing");
  }
  TRY_ASSIGN(const std::uint64_t size, (*file)->size());
  return OpenCrate{*std::move(file), size, crate.limits};
}

Result<std::optional<CrateReadme>> read_readme(const OpenCrate& crate, const CrateContents& contents,
                                               const Manifest& manifest) {
  for (const std::string& path : readme_candidates(manifest)) {
    const PackagedFile* file = contents.file(path);
    if (file == nullptr) continue;
    TRY_ASSIGN(const auto bytes, crate.read(path, kMostReadmeBytes));
    if (!bytes) continue;
    const bool is_truncated = file->size > bytes->size();
    return CrateReadme{.path = path,
                       .text = as_utf8(is_truncated ? without_torn_end(*bytes) : std::string_view(*bytes)),
                       .is_truncated = is_truncated};
  }
  return std::nullopt;
}

/// A manifest that cannot be read tells nothing: the version was accepted once, and its files are there.
Result<void> read_manifest(const OpenCrate& crate, CrateContents& out) {
  TRY_ASSIGN(const auto text, crate.read("Cargo.toml", kMaxManifestBytes));
  if (!text) return {};
  const auto manifest = parse_manifest(*text);
  if (!manifest) return {};
  out.edition = manifest->edition;
  out.links = manifest->links;
  TRY_ASSIGN(out.readme, read_readme(crate, out, *manifest));
  return {};
}

Result<CrateContentsPointer> look_into(blob::BlobStore& blobs, const CrateFile& what) {
  TRY_ASSIGN(const OpenCrate crate, open(blobs, what));
  auto out = std::make_shared<CrateContents>();
  TRY_ASSIGN(out->files,
             list_package_files(source_of(*crate.file), crate.size, what.name + "-" + what.version, crate.limits));
  for (const PackagedFile& file : out->files) out->unpacked_bytes += file.size;
  TRY(read_manifest(crate, *out));
  return out;
}

std::size_t cost_of(const CrateContents& contents) {
  std::size_t cost = sizeof contents + 256;
  for (const PackagedFile& file : contents.files) cost += sizeof file + file.path.capacity();
  if (contents.readme) cost += contents.readme->text.capacity();
  return cost;
}

}  // namespace

const PackagedFile* CrateContents::file(std::string_view path) const {
  const auto place =
      std::ranges::lower_bound(files, path, {}, [](const PackagedFile& file) { return std::string_view(file.path); });
  return place != files.end() && place->path == path ? &*place : nullptr;
}

struct CrateViewer::State {
  State(blob::BlobStore& blobs_in, net::BlockingPool& pool_in, std::size_t bytes)
      : blobs(blobs_in), pool(pool_in), known(bytes, kShards) {}

  blob::BlobStore& blobs;
  net::BlockingPool& pool;
  LruCache<Checksum, CrateContents> known;
  net::SingleFlight<Checksum, CrateContentsPointer> flights;
  Gate gate;

  net::Task<Result<CrateContentsPointer>> fly(CrateFile crate) {
    CO_TRY_ASSIGN(const Gate::Pass pass, co_await gate.enter());
    CO_TRY_ASSIGN(CrateContentsPointer found, co_await pool.run([this, crate] { return look_into(blobs, crate); }));
    known.insert(crate.checksum, found, cost_of(*found));
    co_return found;
  }
};

CrateViewer::CrateViewer(blob::BlobStore& blobs, net::BlockingPool& pool, std::size_t bytes)
    : state_(std::make_unique<State>(blobs, pool, bytes)) {}
CrateViewer::~CrateViewer() = default;

net::Task<Result<CrateContentsPointer>> CrateViewer::contents(CrateFile crate) {
  State* state = state_.get();
  if (auto known = state->known.find(crate.checksum)) co_return known;
  const Checksum key = crate.checksum;
  co_return co_await state->flights.run(key, [state, crate] { return state->fly(crate); });
}

net::Task<Result<std::string>> CrateViewer::read(CrateFile crate, std::string path) {
  CO_TRY_ASSIGN(const CrateContentsPointer known, co_await contents(crate));
  const PackagedFile* file = known->file(path);
  if (file == nullptr) {
    co_return fail(ErrorCode::not_found,
                   "There is no file '" + path + "' in " + crate.name + " " + crate.version + ".");
  }
  if (file->size > kMostShownBytes) {
    co_return fail(ErrorCode::too_large, "The file '" + path + "' is larger than " + std::to_string(kMostShownBytes) +
                                             " bytes; download the crate to look at it.");
  }
  State* state = state_.get();
  CO_TRY_ASSIGN(const Gate::Pass pass, co_await state->gate.enter());
  CO_TRY_ASSIGN(auto bytes, co_await state->pool.run([state, crate, path]() -> Result<std::optional<std::string>> {
    TRY_ASSIGN(const OpenCrate opened, open(state->blobs, crate));
    return opened.read(path, kMostShownBytes);
  }));
  if (!bytes) co_return internal_error("a file of a crate vanished");
  co_return *std::move(bytes);
}

void CrateViewer::stop() {
  state_->gate.stop();
  state_->flights.stop();
}

}  // namespace entrepot::registry
