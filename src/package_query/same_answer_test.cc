// A condition in a real database and the evaluator without one must give the same answer for every query and every
// package.
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "base/checksum.h"
#include "base/encoding.h"
#include "base/try.h"
#include "package_query/package_rows.h"
#include "package_query/query_fixture_test.h"
#include "package_query/sort.h"
#include "store/sqlite.h"

namespace entrepot::package_query {
namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_); }
  bool one_in(std::size_t n) { return below(n) == 0; }
  template <typename List>
  std::string one_of(const List& list) {
    return std::string(list[below(std::size(list))]);
  }

 private:
  std::mt19937 engine_;
};

// Few and alike, with what LIKE, quoting and folding could trip over, so that queries meet packages often.
constexpr std::string_view kNames[] = {"serde", "serde_json", "Serde-Derive", "json", "tokio", "a", "A_b", "a-b"};
constexpr std::string_view kVersions[] = {
    "0.0.1",   "0.1.0", "1.0.0",  "1.0.0-alpha.1", "1.0.0-rc.1", "1.0.2", "1.2.0+build.7",           "1.10.0",
    "2.0.0-0", "2.0.0", "10.0.0", "1.2.3",         "1.2.3-beta", "0.0.0", "18446744073709551615.0.0"};
constexpr std::string_view kRequirements[] = {"1",      "^1.2",       "~1.2.3",   "=1.0.0", "*",     ">=1, <2",
                                              "<2",     ">1",         "0.0.1",    "0.1",    "<=1.2", "2.*",
                                              ">2, <1", "1.0.0-rc.1", "=2.0.0-0", "broken"};
constexpr std::string_view kWords[] = {"json",       "Serialization", "100%",      "a_b",    "a-b", "it's",
                                       "\"quoted\"", "back\\slash",   "größe",     "GRÖSSE", "!",   "*",
                                       "^",          "tab\tx",        "line\nend", "x\x7fy"};
constexpr std::string_view kLicenses[] = {"", "MIT", "Apache-2.0", "MIT OR Apache-2.0", "LicenseRef-50%"};
constexpr std::string_view kTags[] = {"latest", "reviewed", "Release_1", "late", "50%"};
constexpr std::string_view kStatuses[] = {"Completed", "Quarantined", "In Progress"};
constexpr std::string_view kUsers[] = {"alice", "Bob"};
constexpr std::string_view kTimes[] = {"2026-11-22T00:00:00Z", "2026-11-22T11:59:59Z", "2026-11-21T23:59:59Z",
                                       "2026-10-22T12:00:00Z", "2026-10-31T23:59:59Z", "2025-11-22T12:00:00Z",
                                       "2026-11-15T12:00:00Z", "2024-02-29T10:30:00Z"};
constexpr std::int64_t kNumbers[] = {0, 1, 9, 10, 999, 1000, 1024, 1025, 1'500'000, 1'048'576};

Timestamp random_time(Dice& dice) {
  return from_rfc3339(dice.one_of(kTimes)).value() + Seconds(static_cast<int>(dice.below(3)) - 1);
}

PackageRecord random_record(Dice& dice, int number) {
  PackageRecord out = record(dice.one_of(kNames), dice.one_of(kVersions));
  for (std::size_t words = dice.below(4); words > 0; --words) out.description += dice.one_of(kWords) + " ";
  for (std::size_t words = dice.below(3); words > 0; --words) out.keywords.push_back(dice.one_of(kWords));
  out.license = dice.one_of(kLicenses);
  out.uploader = dice.one_of(kUsers);
  out.repository = dice.one_in(4) ? "Other_Repo" : "tools";
  out.status = dice.one_of(kStatuses);
  std::set<std::string> tags;
  for (std::size_t count = dice.below(3); count > 0; --count) tags.insert(dice.one_of(kTags));
  out.tags.assign(tags.begin(), tags.end());
  for (std::size_t count = dice.below(4); count > 0; --count) {
    out.dependencies.push_back({.name = dice.one_of(kNames), .alias = {}, .requirement = dice.one_of(kRequirements)});
  }
  const std::string text = std::to_string(number);
  out.checksums = {sha256(text).hex()};
  if (!dice.one_in(3)) {
    out.checksums.push_back(sha256("md5" + text).hex().substr(0, 32));
    out.checksums.push_back(sha256("sha1" + text).hex().substr(0, 40));
    out.checksums.push_back(sha256("a" + text).hex() + sha256("b" + text).hex());
  }
  out.size = kNumbers[dice.below(std::size(kNumbers))];
  out.downloads = kNumbers[dice.below(std::size(kNumbers))];
  out.uploaded_at = random_time(dice);
  if (!dice.one_in(3)) out.last_downloaded_at = random_time(dice);
  return out;
}

/// Some hundred packages, as rows of a database and as records; the record's place is its row's id.
class SameAnswer : public ::testing::Test {
 protected:
  static constexpr int kPackages = 300;

  SameAnswer() {
    std::string pattern = (std::filesystem::temp_directory_path() / "entrepot-query-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    database_ = store::open_sqlite(folder_ / "metadata.sqlite", {.readers = 1}).value();
    Dice dice(7);
    for (int id = 1; id <= kPackages; ++id) records_.push_back(random_record(dice, id));
    const auto written = database_->write_here([this](store::Transaction& transaction) { return write(transaction); });
    EXPECT_TRUE(written.has_value()) << written.error().message << written.error().detail;
  }

  ~SameAnswer() override {
    database_->stop();
    database_.reset();
    std::filesystem::remove_all(folder_);
  }

  Result<void> write(store::Transaction& transaction) {
    TRY(
        transaction.execute("INSERT INTO namespaces (id, slug, slug_key, kind, name, slug_perm, created_at) "
                            "VALUES (1, 'alice', 'alice', 'user', 'alice', 'u1', 0)"));
    TRY(transaction.execute("INSERT INTO users (id, created_at) VALUES (1, 0)"));
    for (const std::string slug : {"tools", "Other_Repo"}) {
      TRY(
          transaction.execute("INSERT INTO repositories (namespace_id, slug, slug_key, slug_perm, name, description, "
                              "visibility, default_privilege, settings, publish_rules, created_at, updated_at) "
                              "VALUES (1, :a, :b, :a, :a, '', 'public', 'None', '{}', '{}', 0, 0)",
                              {slug, to_lower(slug)}));
    }
    for (std::int64_t id = 1; id <= kPackages; ++id) TRY(write_one(transaction, id));
    return {};
  }

  Result<void> write_one(store::Transaction& transaction, std::int64_t id) {
    const PackageRecord& package = records_[static_cast<std::size_t>(id - 1)];
    const std::int64_t repository = package.repository == "tools" ? 1 : 2;
    TRY(
        transaction.execute("INSERT INTO crates (id, repository_id, name, canonical, index_key, description, keywords, "
                            "max_version, created_at, updated_at) VALUES (:a, :b, :c, :c, '', '', '', '', 0, 0)",
                            {id, repository, std::to_string(id)}));
    const auto checksum = [&](std::size_t place) {
      return place < package.checksums.size() ? store::Value(package.checksums[place]) : store::Value();
    };
    TRY(
        transaction.execute("INSERT INTO versions (id, crate_id, version, version_key, index_line, checksum, "
                            "checksum_md5, checksum_sha1, checksum_sha512, size, published_at, published_by) "
                            "VALUES (:a, :a, '', '', '', :b, :c, :d, :e, 0, 0, 1)",
                            {id, checksum(0), checksum(1), checksum(2), checksum(3)}));
    for (const std::string& tag : package.tags) {
      TRY(transaction.execute("INSERT INTO version_tags (version_id, tag, kind) VALUES (:a, :b, 'plain')",
                              {id, to_lower(tag)}));
    }
    // Twice, as when something changes later.
    const PackageKey key{.version_id = id, .repository_id = repository};
    TRY(write_package(transaction, key, record("before", "9.9.9")));
    return write_package(transaction, key, package);
  }

  std::set<std::int64_t> by_sql(const QueryNode& query) {
    const Condition condition = to_condition(query, kNow, 1);
    std::vector<store::Value> values{std::int64_t{0}};
    values.insert(values.end(), condition.values.begin(), condition.values.end());
    const auto rows = database_->read_here([&](store::Transaction& transaction) {
      return transaction.query("SELECT p.id FROM packages p WHERE p.id > :a AND " + condition.sql, values);
    });
    EXPECT_TRUE(rows.has_value()) << rows.error().detail;
    std::set<std::int64_t> ids;
    if (rows) {
      for (const store::Row& row : *rows) ids.insert(row.integer(0));
    }
    return ids;
  }

  std::set<std::int64_t> by_looking(const QueryNode& query) const {
    std::set<std::int64_t> ids;
    for (std::size_t i = 0; i < records_.size(); ++i) {
      if (matches(query, records_[i], kNow)) ids.insert(static_cast<std::int64_t>(i + 1));
    }
    return ids;
  }

  std::vector<PackageRecord> records_;
  std::filesystem::path folder_;
  std::unique_ptr<store::Database> database_;
};

/// Makes queries from the grammar.
class QueryMaker {
 public:
  QueryMaker(Dice& dice, const std::vector<PackageRecord>& records) : dice_(dice), records_(records) {}

  std::string query(int depth) {
    std::string out = factor(depth);
    for (std::size_t more = dice_.below(3); more > 0; --more) {
      constexpr std::string_view kJoins[] = {" ", " AND ", " OR ", "\n"};
      out += dice_.one_of(kJoins) + factor(depth);
    }
    return out;
  }

 private:
  std::string factor(int depth) {
    if (depth > 0 && dice_.one_in(4)) return "(" + query(depth - 1) + ")";
    if (dice_.one_in(6)) return "NOT " + factor(depth);
    return term();
  }

  std::string term() {
    const std::string negation = dice_.one_in(5) ? "~" : "";
    const std::string prefix = negation;
    switch (dice_.below(12)) {
      case 0:
        return prefix + pattern(dice_.one_of(kWords));
      case 1:
        return "name:" + prefix + pattern(dice_.one_of(kNames));
      case 2:
        return text_field() + ":" + prefix + pattern(text_value());
      case 3:
        return "downloads:" + prefix + comparison() + std::to_string(kNumbers[dice_.below(std::size(kNumbers))]);
      case 4:
        return "size:" + prefix + comparison() + size();
      case 5:
        return (dice_.one_in(2) ? "uploaded:" : "last_downloaded:") + prefix + comparison() + date();
      case 6:
        return "version:" + prefix + (dice_.one_in(4) ? pattern(dice_.one_of(kVersions)) : version_comparison());
      case 7:
        return "dependency:" + prefix + pattern(dice_.one_of(kNames)) + (dice_.one_in(2) ? "" : version_comparison());
      case 8:
        return flag_field() + ":" + prefix + (dice_.one_in(2) ? "true" : "0");
      case 9:
        return "checksum:" + prefix + checksum();
      case 10:
        return "tag:" + prefix + pattern(dice_.one_of(kTags));
      default:
        return constant_field() + ":" + prefix + pattern(text_value());
    }
  }

  std::string text_field() {
    constexpr std::string_view kFields[] = {"filename", "license", "uploader", "repository", "status"};
    return dice_.one_of(kFields);
  }
  std::string constant_field() {
    constexpr std::string_view kFields[] = {"format",       "type",  "architecture",
                                            "distribution", "token", "maven_group_id"};
    return dice_.one_of(kFields);
  }
  std::string flag_field() {
    constexpr std::string_view kFields[] = {"prerelease", "policy_violated", "license_policy_violated"};
    return dice_.one_of(kFields);
  }

  std::string text_value() {
    switch (dice_.below(7)) {
      case 0:
        return dice_.one_of(kWords);
      case 1:
        return dice_.one_of(kLicenses);
      case 2:
        return dice_.one_of(kUsers);
      case 3:
        return dice_.one_of(kStatuses);
      case 4:
        return dice_.one_in(2) ? "tools" : "other_repo";
      case 5:
        return dice_.one_in(2) ? "cargo" : "source";
      default:
        return dice_.one_of(kNames) + "-" + dice_.one_of(kVersions) + ".crate";
    }
  }

  /// A part of the text or all of it, perhaps with anchors and wildcards, written so that it means itself.
  std::string pattern(const std::string& text) {
    std::string out = dice_.one_in(4) ? "^" : "";
    std::size_t from = 0;
    std::size_t length = text.size();
    if (dice_.one_in(2) && text.size() > 1) {
      from = dice_.below(text.size());
      length = 1 + dice_.below(text.size() - from);
      while (from > 0 && !is_utf8(text.substr(from, length))) --from, ++length;
      while (!is_utf8(text.substr(from, length))) ++length;
    }
    const bool quoted = dice_.one_in(2);
    if (quoted) out += '"';
    for (const char c : text.substr(from, length)) {
      if (c == '\x7f') {
        out += quoted ? " " : "\\ ";
      } else if (c > 0 && !is_alphanumeric(c)) {
        out += std::string("\\") + c;
      } else {
        out += c;
      }
      if (dice_.one_in(8) && (c & 0x80) == 0) out += "*";
    }
    if (quoted) out += '"';
    if (dice_.one_in(4)) out += "$";
    return out.empty() || out == "\"\"" ? "*" : out;
  }

  std::string comparison() {
    constexpr std::string_view kComparisons[] = {"", "=", "<", "<=", ">", ">="};
    return dice_.one_of(kComparisons);
  }

  std::string size() {
    constexpr std::string_view kSizes[] = {"0", "1kB", "1KiB", "1.5MB", "1 MiB", "1.001kb", "9223372036854775807"};
    const std::string size = dice_.one_of(kSizes);
    return "'" + size + "'";
  }

  std::string date() {
    constexpr std::string_view kDates[] = {"today",
                                           "yesterday",
                                           "now",
                                           "1 day ago",
                                           "1 month ago",
                                           "1 year ago",
                                           "7 days ago",
                                           "2026-10-31",
                                           "2026-11-22",
                                           "2026-11-22T00:00",
                                           "2026-11-22T11:59:59Z",
                                           "a week ago",
                                           "2024-02-29 11:30:00+01:00"};
    return "'" + dice_.one_of(kDates) + "'";
  }

  std::string version_comparison() {
    constexpr std::string_view kComparisons[] = {"=", "<", "<=", ">", ">=", "~="};
    constexpr std::string_view kPartial[] = {"0", "1", "1.0", "1.2", "2", "18446744073709551615"};
    return dice_.one_of(kComparisons) + (dice_.one_in(3) ? dice_.one_of(kPartial) : dice_.one_of(kVersions));
  }

  std::string checksum() {
    const auto& checksums = records_[dice_.below(records_.size())].checksums;
    const std::string whole = checksums[dice_.below(checksums.size())];
    if (dice_.one_in(2)) return whole;
    return (dice_.one_in(2) ? "^" : "") + whole.substr(0, 1 + dice_.below(4)) + (dice_.one_in(4) ? "*0" : "");
  }

  Dice& dice_;
  const std::vector<PackageRecord>& records_;
};

TEST_F(SameAnswer, ForQueriesMadeFromTheGrammar) {
  Dice dice(11);
  QueryMaker maker(dice, records_);
  int some = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::string text = maker.query(2);
    const auto query = parse_query(text);
    ASSERT_TRUE(query.has_value()) << text << ": " << query.error().message;
    const std::set<std::int64_t> found = by_looking(*query);
    ASSERT_EQ(by_sql(*query), found) << text << "\n" << to_condition(*query, kNow).sql;
    some += found.empty() || found.size() == records_.size() ? 0 : 1;
  }
  EXPECT_GT(some, 1000);  // queries that everything or nothing answers would prove little
}

TEST_F(SameAnswer, ForTheLargestQueriesThatAreAllowed) {
  std::string terms;
  for (int term = 0; term < 64; ++term) terms += term % 3 == 1 ? "OR tag:a*b " : "dependency:a<2 ";
  const std::string nested = std::string(32, '(') + "serde" + std::string(32, ')');
  const std::string negated = [] {
    std::string out;
    for (int depth = 0; depth < 32; ++depth) out += "NOT ";
    return out + "serde";
  }();
  for (const std::string& text : {terms, nested, negated, "'" + std::string(1022, 'a') + "'"}) {
    const QueryNode query = read(text);
    EXPECT_EQ(by_sql(query), by_looking(query)) << text;
  }
}

TEST_F(SameAnswer, AndOrdersAreRead) {
  for (const std::string text : {"", "name,-version", "-downloads,size,status,format,date"}) {
    const auto rows = database_->read_here([&](store::Transaction& transaction) {
      return transaction.query("SELECT p.id FROM packages p ORDER BY " + to_order_by(parse_sort(text).value()));
    });
    ASSERT_TRUE(rows.has_value()) << rows.error().detail;
    EXPECT_EQ(rows->size(), records_.size());
  }
  const auto rows = database_->read_here([](store::Transaction& transaction) {
    return transaction.query("SELECT p.id FROM packages p ORDER BY " + to_order_by(parse_sort("version").value()));
  });
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto version_of = [&](std::size_t row) {
      return records_[static_cast<std::size_t>((*rows)[row].integer(0) - 1)].version;
    };
    EXPECT_TRUE(precedence(version_of(i - 1), version_of(i)) <= 0);
  }
}

TEST_F(SameAnswer, AfterDownloadsAndRemoval) {
  const auto changed = database_->write_here([](store::Transaction& transaction) -> Result<void> {
    TRY(add_package_downloads(transaction, 1, 5000, kNow));
    TRY(remove_package(transaction, 2));
    return remove_package(transaction, 2);
  });
  ASSERT_TRUE(changed.has_value()) << changed.error().detail;
  EXPECT_EQ(by_sql(read("downloads:>=5000 downloads:<10000 last_downloaded:now")), std::set<std::int64_t>{1});
  EXPECT_FALSE(by_sql(read("")).contains(2));
}

}  // namespace
}  // namespace entrepot::package_query
