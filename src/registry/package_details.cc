#include "registry/package_details.h"

#include <vector>

#include "base/digests.h"
#include "base/try.h"
#include "cargo/package_files.h"
#include "cargo/packaged_metadata.h"
#include "registry/package_rows.h"

namespace entrepot::registry {
namespace {

Result<Digests> digests_of(const FileHandle& file) {
  DigestRun run;
  std::vector<std::byte> block(std::size_t{256} * 1024);
  std::uint64_t offset = 0;
  while (true) {
    TRY_ASSIGN(const std::size_t size, file.read_at(offset, block.data(), block.size()));
    if (size == 0) return run.finish();
    run.update(std::span(block).first(size));
    offset += size;
  }
}

/// "{}" when the manifest cannot be read: the version was accepted once, so it is listed.
Result<std::string> metadata_of(const FileHandle& file) {
  TRY_ASSIGN(const std::uint64_t size, file.size());
  const std::vector<std::string> wanted{"Cargo.toml"};
  const auto texts = read_package_files(source_of(file), size, wanted, kMaxManifestBytes, {});
  if (!texts || texts->empty()) return "{}";
  const auto manifest = parse_manifest(texts->begin()->second);
  if (!manifest) return "{}";
  const auto metadata = metadata_from_manifest(*manifest, UnnamedRegistry::own);
  return metadata ? metadata_to_json(*metadata) : "{}";
}

}  // namespace

Result<void> PackageDetails::apply(store::Transaction& transaction, const Event& event) {
  if (event.kind != EventKind::published) return {};
  TRY_ASSIGN(const auto row,
             transaction.query_one("SELECT checksum FROM versions WHERE id = :a AND metadata IS NULL AND deleted_at IS "
                                   "NULL",
                                   {event.subject_id}));
  if (!row) return {};
  TRY_ASSIGN(const Checksum checksum, Checksum::parse(row->text(0)));
  const auto file = blobs_.open(checksum);
  Digests digests;
  std::string metadata = "{}";
  if (file) {  // without its blob a version is verify's concern; it is listed all the same
    TRY_ASSIGN(digests, digests_of(**file));
    TRY_ASSIGN(metadata, metadata_of(**file));
  }
  TRY(
      transaction.execute("UPDATE versions SET checksum_md5 = :a, checksum_sha1 = :b, checksum_sha512 = :c, metadata = "
                          ":d WHERE id = :e",
                          {digests.md5, digests.sha1, digests.sha512, metadata, event.subject_id}));
  return refresh_package(transaction, event.subject_id);
}

Result<void> PackageDetails::reset(store::Transaction& /*transaction*/) {
  return {};
}

}  // namespace entrepot::registry
