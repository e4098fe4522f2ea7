#include "registry/verify.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>

#include "base/try.h"
#include "cargo/index_line.h"
#include "registry/blob_use.h"
#include "registry/event.h"
#include "registry/registry.h"

namespace entrepot::registry {
namespace {

/// Versions read in one transaction, so that a long verification does not hold one snapshot.
constexpr std::int64_t kVersionsPerRead = 1'000;

struct VersionRow {
  std::int64_t id;
  std::string where;  ///< "namespace/repository crate version"
  std::string crate;
  std::string version;
  std::string line;
  std::string checksum;
  std::int64_t size;
  bool yanked;
};

class Verification {
 public:
  Verification(Registry& registry, Seconds grace) : registry_(registry), grace_(grace) {}

  Result<VerifyReport> run() {
    TRY(check_database());
    TRY(check_counts());
    TRY(check_blobs());
    TRY(check_versions());
    TRY(check_packages());
    TRY(check_crate_list());
    TRY(check_events());
    return std::move(report_);
  }

 private:
  void problem(std::string sentence) {
    ++report_.problem_count;
    if (report_.problems.size() < VerifyReport::kMaxProblems) report_.problems.push_back(std::move(sentence));
  }

  Result<void> check_database() {
    TRY_ASSIGN(const auto findings, registry_.database().check());
    for (const std::string& finding : findings) problem("database: " + finding);
    return {};
  }

  Result<void> check_counts() {
    return registry_.database().read_here([this](store::Transaction& transaction) -> Result<void> {
      TRY_ASSIGN(const auto row,
                 transaction.query_one("SELECT (SELECT COUNT(*) FROM repositories WHERE deleted_at IS NULL), "
                                       "(SELECT COUNT(*) FROM crates c JOIN repositories r ON r.id = c.repository_id "
                                       "WHERE r.deleted_at IS NULL)"));
      if (!row) return internal_error("a count gave no row");
      report_.repositories = static_cast<std::uint64_t>(row->integer(0));
      report_.crates = static_cast<std::uint64_t>(row->integer(1));
      return check_sums(transaction);
    });
  }

  /// What a repository says of itself is what its rows add up to.
  Result<void> check_sums(store::Transaction& transaction) {
    return transaction.each(
        "SELECT n.slug, r.slug FROM repositories r JOIN namespaces n ON n.id = r.namespace_id "
        "LEFT JOIN (SELECT repository_id, SUM(downloads) AS downloads FROM crates "
        "GROUP BY repository_id) c ON c.repository_id = r.id "
        "LEFT JOIN (SELECT c.repository_id, COUNT(DISTINCT c.id) AS crates, COUNT(*) AS versions, SUM(v.size) AS bytes "
        "FROM versions v "
        "JOIN crates c ON c.id = v.crate_id WHERE v.deleted_at IS NULL GROUP BY c.repository_id) v "
        "ON v.repository_id = r.id WHERE r.deleted_at IS NULL AND (r.crate_count <> COALESCE(v.crates, 0) "
        "OR r.version_count <> COALESCE(v.versions, 0) OR r.byte_count <> COALESCE(v.bytes, 0) "
        "OR r.download_count <> COALESCE(c.downloads, 0))",
        {}, [this](const store::Row& row) -> Result<void> {
          problem("the repository " + row.text(0) + '/' + row.text(1) +
                  " counts other crates and versions than it has");
          return {};
        });
  }

  /// What lists show is what there is. Versions from before the packages API come in by and by.
  Result<void> check_packages() {
    return registry_.database().read_here([this](store::Transaction& transaction) -> Result<void> {
      TRY_ASSIGN(
          const auto row,
          transaction.query_one(
              "SELECT (SELECT COUNT(*) FROM versions v WHERE v.deleted_at IS NULL AND v.metadata IS NOT NULL "
              "AND NOT EXISTS (SELECT 1 FROM packages p WHERE p.id = v.id)), "
              "(SELECT COUNT(*) FROM packages p JOIN versions v ON v.id = p.id WHERE v.deleted_at IS NOT NULL)"));
      if (!row) return internal_error("a count gave no row");
      if (row->integer(0) != 0)
        problem(std::to_string(row->integer(0)) + " versions are missing in the list of packages");
      if (row->integer(1) != 0)
        problem(std::to_string(row->integer(1)) + " deleted versions are in the list of packages");
      return {};
    });
  }

  /// The list of crates says what crates and packages say. Crates from before that list come in by and by.
  Result<void> check_crate_list() {
    return registry_.database().read_here([this](store::Transaction& transaction) -> Result<void> {
      TRY_ASSIGN(
          const auto row,
          transaction.query_one(
              "SELECT (SELECT COUNT(*) FROM crates c JOIN packages p ON p.id = c.newest_version_id "
              "LEFT JOIN listed_crates l ON l.id = p.id WHERE l.id IS NULL), "
              "(SELECT COUNT(*) FROM listed_crates l JOIN crates c ON c.id = l.crate_id "
              "LEFT JOIN packages p ON p.id = c.newest_version_id LEFT JOIN (SELECT crate_id, COUNT(*) AS versions, "
              "SUM(size) AS bytes FROM versions WHERE deleted_at IS NULL GROUP BY crate_id) v ON v.crate_id = c.id "
              "WHERE l.id <> p.id OR l.version_count <> v.versions OR l.byte_count <> v.bytes "
              "OR l.updated_at <> c.updated_at OR l.crate_downloads <> c.downloads OR l.is_yanked <> c.is_yanked "
              "OR l.version <> p.version OR l.tags <> p.tags OR l.status <> p.status OR l.content <> p.content "
              "OR l.dependencies <> p.dependencies OR l.downloads <> p.downloads)"));
      if (!row) return internal_error("a count gave no row");
      if (row->integer(0) != 0) problem(std::to_string(row->integer(0)) + " crates are missing in the list of crates");
      if (row->integer(1) != 0)
        problem(std::to_string(row->integer(1)) + " crates are not what the list of crates says");
      return {};
    });
  }

  /// Each blob is what its name says, and of use.
  Result<void> check_blobs() {
    TRY_ASSIGN(const auto foreign, registry_.blobs().foreign_files());
    for (const std::string& path : foreign) problem("the file " + path + " among the blobs is none");
    const Timestamp young = begin_of_grace(registry_.clock().now(), grace_);
    return registry_.blobs().each([this, young](const blob::BlobInfo& blob) -> Result<void> {
      TRY_ASSIGN(const bool is_there, check_content(blob));
      if (!is_there) return {};
      ++report_.blobs;
      report_.bytes += blob.size;
      sizes_.emplace(blob.checksum, blob.size);
      TRY_ASSIGN(const BlobUse use, registry_.database().read_here([&](store::Transaction& transaction) {
        return blob_use(transaction, blob.checksum, registry_.clock().now());
      }));
      const BlobFate fate = fate_of(blob, use, young);
      if (fate == BlobFate::used) return {};
      report_.orphans.push_back(blob.checksum.hex());
      if (use.released_at) report_.released.push_back(blob.checksum.hex());
      if (fate == BlobFate::waste) problem("blob " + blob.checksum.hex() + " belongs to no version; gc removes it");
      return {};
    });
  }

  /// Whether it is still there: a gc beside may have removed it since it was listed. If a version names it all the
  /// same, check_stored says so.
  Result<bool> check_content(const blob::BlobInfo& blob) {
    auto opened = registry_.blobs().open(blob.checksum);
    if (!opened && opened.error().code == ErrorCode::not_found) return false;
    TRY_ASSIGN(const auto file, std::move(opened));
    Sha256 hash;
    std::vector<std::byte> block(std::size_t{64} * 1024);
    std::uint64_t offset = 0;
    while (true) {
      TRY_ASSIGN(const std::size_t size, file->read_at(offset, block.data(), block.size()));
      if (size == 0) break;
      hash.update(std::span(block).first(size));
      offset += size;
    }
    if (hash.finish() != blob.checksum) problem("blob " + blob.checksum.hex() + " has other bytes than its name says");
    return true;
  }

  Result<void> check_versions() {
    std::int64_t after = 0;
    while (true) {
      TRY_ASSIGN(const auto rows, registry_.database().read_here([after](store::Transaction& transaction) {
        return read_versions(transaction, after);
      }));
      if (rows.empty()) return {};
      for (const VersionRow& row : rows) check_version(row);
      after = rows.back().id;
    }
  }

  static Result<std::vector<VersionRow>> read_versions(store::Transaction& transaction, std::int64_t after) {
    TRY_ASSIGN(const auto rows,
               transaction.query("SELECT v.id, n.slug, r.slug, c.name, v.version, v.index_line, v.checksum, v.size, "
                                 "CASE WHEN v.quarantined_at IS NULL THEN v.yanked ELSE 1 END FROM versions v JOIN "
                                 "crates c ON c.id = v.crate_id "
                                 "JOIN repositories r ON r.id = c.repository_id JOIN namespaces n "
                                 "ON n.id = r.namespace_id WHERE v.id > :a AND v.deleted_at IS NULL "
                                 "AND r.deleted_at IS NULL ORDER BY v.id LIMIT :b",
                                 {after, kVersionsPerRead}));
    std::vector<VersionRow> versions;
    for (const auto& row : rows) {
      versions.push_back({.id = row.integer(0),
                          .where = row.text(1) + '/' + row.text(2) + ' ' + row.text(3) + ' ' + row.text(4),
                          .crate = row.text(3),
                          .version = row.text(4),
                          .line = row.text(5),
                          .checksum = row.text(6),
                          .size = row.integer(7),
                          .yanked = row.boolean(8)});
    }
    return versions;
  }

  void check_version(const VersionRow& row) {
    ++report_.versions;
    const auto checksum = Checksum::parse(row.checksum);
    if (!checksum) return problem(row.where + ": the checksum in the database is none");
    check_stored(row, *checksum);
    const auto line = parse_index_line(row.line);
    if (!line) return problem(row.where + ": the index line is bad: " + line.error().message);
    const bool agrees = line->name.text() == row.crate && line->version.text() == row.version &&
                        line->checksum == *checksum && line->yanked == row.yanked;
    if (!agrees) problem(row.where + ": the index line says something else than its row");
  }

  void check_stored(const VersionRow& row, const Checksum& checksum) {
    auto stored = sizes_.find(checksum);
    if (stored == sizes_.end()) {
      // It may have been published since the blobs were listed.
      const auto file = registry_.blobs().open(checksum);
      const auto size = file ? (*file)->size() : Result<std::uint64_t>(std::unexpected(file.error()));
      if (!size) return problem(row.where + ": the blob " + row.checksum + " is missing");
      stored = sizes_.emplace(checksum, *size).first;
    }
    if (stored->second != static_cast<std::uint64_t>(row.size)) {
      problem(row.where + ": the blob has " + std::to_string(stored->second) + " bytes and should have " +
              std::to_string(row.size));
    }
  }

  /// The log's words are known, and no follower has seen more than there is.
  Result<void> check_events() {
    return registry_.database().read_here([this](store::Transaction& transaction) -> Result<void> {
      TRY_ASSIGN(const auto kinds, transaction.query("SELECT DISTINCT kind FROM events"));
      for (const auto& row : kinds) {
        if (!parse_event_kind(row.text(0))) problem("the event log holds an unknown kind '" + row.text(0) + "'");
      }
      TRY_ASSIGN(const auto cursors, transaction.query("SELECT name FROM followers WHERE cursor_sequence > "
                                                       "COALESCE((SELECT MAX(sequence) FROM events), 0)"));
      for (const auto& row : cursors) problem("the follower " + row.text(0) + " is ahead of the event log");
      return {};
    });
  }

  Registry& registry_;
  Seconds grace_;
  VerifyReport report_;
  std::map<Checksum, std::uint64_t> sizes_;
};

}  // namespace

std::string VerifyReport::to_json() const {
  boost::json::object object;
  object["clean"] = clean();
  object["repositories"] = repositories;
  object["crates"] = crates;
  object["versions"] = versions;
  object["blobs"] = blobs;
  object["bytes"] = bytes;
  object["orphans"] = boost::json::array(orphans.begin(), orphans.end());
  object["released"] = boost::json::array(released.begin(), released.end());
  object["problem_count"] = problem_count;
  object["problems"] = boost::json::array(problems.begin(), problems.end());
  return boost::json::serialize(object);
}

Result<VerifyReport> verify(Registry& registry, Seconds grace) {
  return Verification(registry, grace).run();
}

}  // namespace entrepot::registry
