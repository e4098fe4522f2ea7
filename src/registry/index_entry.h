#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/checksum.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/memo.h"
#include "package_query/query.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// One version in an index entry, as a download needs it.
struct IndexedVersion {
  std::int64_t id = 0;
  std::string version;  ///< exact text, with build metadata
  Checksum checksum;
  std::uint64_t size = 0;
  bool is_quarantined = false;  ///< not to be downloaded
};

/// The sparse file of one crate, ready to be sent: one line per version in the order of publication, each ending in a
/// line feed (Cargo book, "Index format"). Immutable, shared with answers under way; any thread.
struct IndexEntry {
  std::int64_t crate_id = 0;
  std::string name{};       ///< as it is spelled in the lines; empty when there is no such crate
  std::string body{};       ///< without deleted versions
  std::string gzip_body{};  ///< empty when compression would not make it smaller
  std::string etag{};       ///< strong, quoted, from the content only: equal on every node and after a restart
  std::string gzip_etag{};  ///< another one, as RFC 9110 section 8.8.3 demands
  Timestamp last_modified{};
  std::string last_modified_text{};        ///< as an HTTP date; empty when it is not known
  std::vector<IndexedVersion> versions{};  ///< sorted by text
  Memo answers{};                          ///< what who serves it keeps ready

  bool found() const { return !name.empty(); }
  /// By exact text; null when there is none.
  const IndexedVersion* version(std::string_view text) const;
  std::size_t bytes() const;  ///< what it costs the cache
};
using IndexEntryPointer = std::shared_ptr<const IndexEntry>;

/// The part of an entry that a query admits, by itself an entry. It has no Last-Modified: what a query says about
/// downloads or the present changes without the crate.
Result<IndexEntryPointer> read_partial_index_entry(store::Transaction& transaction, std::int64_t repository_id,
                                                   std::string_view index_key, const package_query::QueryNode& query,
                                                   Timestamp now);

/// Reads one entry by its index key (the lower-case name). Never null: an unknown crate is an entry that is not
/// found().
Result<IndexEntryPointer> read_index_entry(const RepositoryScope& scope, std::string_view index_key);
Result<IndexEntryPointer> read_index_entry(store::Transaction& transaction, std::int64_t repository_id,
                                           std::string_view index_key);

}  // namespace entrepot::registry
