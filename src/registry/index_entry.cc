#include "registry/index_entry.h"

#include <zlib.h>

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"
#include "package_query/condition.h"

namespace entrepot::registry {
namespace {

/// Empty unless the result is smaller. The header holds no time and no name, so equal bodies give equal bytes.
std::string gzip_if_smaller(const std::string& body) {
  constexpr int kGzipWindow = 15 + 16;
  constexpr int kMemoryLevel = 8;
  z_stream stream{};
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, kMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    return {};
  }
  std::string out(body.size(), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int outcome = deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  deflateEnd(&stream);
  if (outcome != Z_STREAM_END) return {};  // it did not fit: not smaller
  out.shrink_to_fit();
  return out;
}

void finish(IndexEntry& entry) {
  const std::string hash = sha256(entry.body).hex().substr(0, 32);
  entry.etag = '"' + hash + '"';
  entry.gzip_etag = '"' + hash + "-gzip\"";
  entry.gzip_body = gzip_if_smaller(entry.body);
  std::ranges::sort(entry.versions, {}, &IndexedVersion::version);
}

/// `condition` holds for the versions v that are wanted; its first parameter is :b.
Result<std::shared_ptr<IndexEntry>> read_entry(store::Transaction& transaction, std::int64_t repository_id,
                                               std::string_view index_key, const package_query::Condition& condition) {
  TRY_ASSIGN(
      const auto crate,
      transaction.query_one("SELECT id, name, updated_at FROM crates WHERE repository_id = :a AND index_key = :b",
                            {repository_id, std::string(index_key)}));
  if (!crate) return nullptr;
  auto entry = std::make_shared<IndexEntry>();
  entry->crate_id = crate->integer(0);
  entry->last_modified = from_unix(crate->integer(2));
  std::vector<store::Value> values{entry->crate_id};
  values.insert(values.end(), condition.values.begin(), condition.values.end());
  TRY(
      transaction.each("SELECT v.id, v.version, v.checksum, v.size, v.index_line, v.quarantined_at FROM versions v "
                       "WHERE v.crate_id = :a AND v.deleted_at IS NULL" +
                           condition.sql + " ORDER BY v.id",
                       std::move(values), [&entry](const store::Row& row) -> Result<void> {
                         TRY_ASSIGN(const Checksum checksum, Checksum::parse(row.text(2)));
                         entry->versions.push_back({.id = row.integer(0),
                                                    .version = row.text(1),
                                                    .checksum = checksum,
                                                    .size = static_cast<std::uint64_t>(row.integer(3)),
                                                    .is_quarantined = !row.is_null(5)});
                         entry->body += row.text(4);
                         entry->body += '\n';
                         return {};
                       }));
  if (entry->versions.empty()) return nullptr;  // all deleted: the name is as good as unknown
  entry->name = crate->text(1);
  entry->body.shrink_to_fit();
  entry->versions.shrink_to_fit();
  finish(*entry);
  return entry;
}

const IndexEntryPointer& no_entry() {
  static const IndexEntryPointer none = std::make_shared<const IndexEntry>();
  return none;
}

}  // namespace

const IndexedVersion* IndexEntry::version(std::string_view text) const {
  const auto place =
      std::ranges::lower_bound(versions, text, {}, [](const IndexedVersion& v) { return std::string_view(v.version); });
  return place != versions.end() && place->version == text ? &*place : nullptr;
}

std::size_t IndexEntry::bytes() const {
  const std::size_t ready = found() ? 4096 : 0;  // at the most: eight blocks of header fields
  return sizeof *this + ready + name.size() + body.size() + gzip_body.size() + versions.size() * sizeof(IndexedVersion);
}

Result<IndexEntryPointer> read_index_entry(const RepositoryScope& scope, std::string_view index_key) {
  return read_index_entry(scope.transaction(), scope.id(), index_key);
}

Result<IndexEntryPointer> read_index_entry(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view index_key) {
  TRY_ASSIGN(const std::shared_ptr<IndexEntry> entry, read_entry(transaction, repository_id, index_key, {}));
  if (entry == nullptr) return no_entry();
  entry->last_modified_text = to_http_date(entry->last_modified);
  return entry;
}

Result<IndexEntryPointer> read_partial_index_entry(store::Transaction& transaction, std::int64_t repository_id,
                                                   std::string_view index_key, const package_query::QueryNode& query,
                                                   Timestamp now) {
  constexpr std::size_t kParametersBefore = 1;
  package_query::Condition condition = package_query::to_condition(query, now, kParametersBefore);
  condition.sql = " AND EXISTS (SELECT 1 FROM packages p WHERE p.id = v.id AND (" + condition.sql + "))";
  TRY_ASSIGN(const std::shared_ptr<IndexEntry> entry, read_entry(transaction, repository_id, index_key, condition));
  return entry == nullptr ? no_entry() : entry;
}

}  // namespace entrepot::registry
