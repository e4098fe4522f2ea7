#include "registry/statistics.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/try.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kListed = 20;

constexpr std::string_view kDays =
    "SELECT day, downloads, bytes FROM repository_days WHERE repository_id = :a AND day >= :b AND day <= :c";
/// Summed up here, in the order of the rows: to sort them by version takes a database five times as long.
constexpr std::string_view kVersions =
    "SELECT d.version_id, d.downloads, d.bytes, COALESCE(d.crate_id, (SELECT v.crate_id FROM versions v WHERE v.id = "
    "d.version_id)) FROM package_days d WHERE d.repository_id = :a AND d.day >= :b AND d.day <= :c";
constexpr std::string_view kTokens =
    "SELECT entitlement_id, downloads, bytes FROM entitlement_days WHERE repository_id = :a AND day >= :b AND day <= "
    ":c";

constexpr std::string_view kCrateName = "SELECT name FROM crates WHERE id = :a";
constexpr std::string_view kVersionName =
    "SELECT c.name, v.version FROM versions v JOIN crates c ON c.id = v.crate_id WHERE v.id = :a";
/// Of a deleted one nothing is told but that it was one.
constexpr std::string_view kTokenName = "SELECT name, slug_perm FROM entitlements WHERE id = :a AND deleted_at IS NULL";

Usage usage_of(const store::Row& row) {
  return {.downloads = row.integer(1), .bytes = row.integer(2)};
}

/// The number of what was used, and how much.
using Sum = std::pair<std::int64_t, Usage>;
using Sums = std::vector<Sum>;

/// Whether a is listed after b; never the same for both, so that the order is the same each time.
bool is_less_used(const Sum& a, const Sum& b) {
  return std::tuple(a.second.downloads, a.second.bytes, b.first) <
         std::tuple(b.second.downloads, b.second.bytes, a.first);
}

/// Makes one of all those with the same number.
void add_up(Sums& sums) {
  std::ranges::sort(sums, {}, &Sum::first);
  auto end = sums.begin();
  for (const Sum& sum : sums) {
    if (end != sums.begin() && std::prev(end)->first == sum.first) {
      std::prev(end)->second += sum.second;
    } else {
      *end++ = sum;
    }
  }
  sums.erase(end, sums.end());
}

/// Of one repository, between two days.
class Reader {
 public:
  Reader(store::Transaction& transaction, std::int64_t repository_id, UsageSpan span)
      : transaction_(transaction), values_{repository_id, span.first_day, span.last_day} {}

  Result<void> each(std::string_view sql, const std::function<void(const store::Row&)>& visit) {
    return transaction_.each(sql, values_, [&visit](const store::Row& row) -> Result<void> {
      visit(row);
      return {};
    });
  }

  /// The first ones of those for whose number `names` gives a row.
  template <typename Entry, typename Make>
  Result<std::vector<Entry>> most_used(Sums heap, std::string_view names, Make make) {
    std::ranges::make_heap(heap, is_less_used);
    std::vector<Entry> entries;
    while (!heap.empty() && entries.size() < kListed) {
      std::ranges::pop_heap(heap, is_less_used);
      TRY_ASSIGN(const auto name, transaction_.query_one(names, {heap.back().first}));
      if (name) entries.push_back(make(*name, heap.back().second));
      heap.pop_back();
    }
    return entries;
  }

 private:
  store::Transaction& transaction_;
  std::vector<store::Value> values_;
};

Result<void> add_days(RepositoryStatistics& statistics, Reader& reader, UsageSpan span) {
  for (std::int64_t day = span.first_day; day <= span.last_day; ++day) statistics.days.push_back({day, {}});
  return reader.each(kDays, [&](const store::Row& row) {
    statistics.days.at(static_cast<std::size_t>(row.integer(0) - span.first_day)).usage = usage_of(row);
    statistics.sum += usage_of(row);
  });
}

Result<void> add_packages(RepositoryStatistics& statistics, Reader& reader) {
  struct OfVersion {
    std::int64_t crate_id = 0;
    Usage usage{};
  };
  std::unordered_map<std::int64_t, OfVersion> found;
  TRY(reader.each(kVersions, [&found](const store::Row& row) {
    OfVersion& version = found[row.integer(0)];
    version.crate_id = row.integer(3);
    version.usage += usage_of(row);
  }));
  Sums versions;
  Sums crates;
  for (const auto& [version_id, version] : found) {
    versions.emplace_back(version_id, version.usage);
    crates.emplace_back(version.crate_id, version.usage);
  }
  add_up(crates);
  TRY_ASSIGN(statistics.crates,
             reader.most_used<CrateUsage>(std::move(crates), kCrateName, [](const store::Row& name, Usage usage) {
               return CrateUsage{name.text(0), usage};
             }));
  TRY_ASSIGN(statistics.versions,
             reader.most_used<VersionUsage>(std::move(versions), kVersionName, [](const store::Row& name, Usage usage) {
               return VersionUsage{name.text(0), name.text(1), usage};
             }));
  return {};
}

Result<TokenStatistics> token_statistics(Reader& reader, Usage sum) {
  Sums tokens;
  Usage with;
  TRY(reader.each(kTokens, [&](const store::Row& row) {
    tokens.emplace_back(row.integer(0), usage_of(row));
    with += usage_of(row);
  }));
  add_up(tokens);
  TokenStatistics statistics;
  TRY_ASSIGN(statistics.tokens,
             reader.most_used<TokenUsage>(std::move(tokens), kTokenName, [](const store::Row& name, Usage usage) {
               return TokenUsage{name.text(0), name.text(1), usage};
             }));
  statistics.tokenless = {.downloads = std::max<std::int64_t>(0, sum.downloads - with.downloads),
                          .bytes = std::max<std::int64_t>(0, sum.bytes - with.bytes)};
  return statistics;
}

}  // namespace

Result<RepositoryStatistics> repository_statistics(store::Transaction& transaction, const RepositoryRecord& repository,
                                                   UsageSpan span, WithTokens with_tokens) {
  Reader reader(transaction, repository.id, span);
  RepositoryStatistics statistics;
  TRY(add_days(statistics, reader, span));
  TRY(add_packages(statistics, reader));
  if (with_tokens == WithTokens::yes) {
    TRY_ASSIGN(statistics.of_tokens, token_statistics(reader, statistics.sum));
  }
  return statistics;
}

}  // namespace entrepot::registry
