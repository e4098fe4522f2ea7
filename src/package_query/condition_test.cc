#include "package_query/condition.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "package_query/query_fixture_test.h"
#include "package_query/sort.h"

namespace entrepot::package_query {
namespace {

/// "sql | value, value": texts in quotes.
std::string shown(const Condition& condition) {
  std::string out = condition.sql;
  for (const store::Value& value : condition.values) {
    out += &value == &condition.values.front() ? " | " : ", ";
    const auto* text = std::get_if<std::string>(&value);
    out += text != nullptr ? "'" + *text + "'" : std::to_string(std::get<std::int64_t>(value));
  }
  return out;
}

std::string sql(std::string_view query) {
  return shown(to_condition(read(query), kNow));
}

struct Golden {
  const char* query;
  const char* sql;
};

TEST(Condition, IsWhatTheQuerySays) {
  constexpr Golden kGolden[] = {
      {"", "1 = 1"},
      {"serde", "(p.content LIKE :a ESCAPE '!') | '%serde%'"},
      {"^serde", "(p.name LIKE :a ESCAPE '!') | 'serde%'"},
      {"name:^Serde-Json$", "(p.name = :a) | 'serde_json'"},
      {"name:a*b", "(p.name LIKE :a ESCAPE '!') | '%a%b%'"},
      {"license:~'50%_!'", "NOT (p.license LIKE :a ESCAPE '!') | '%50!%!_!!%'"},
      {"a OR b c",
       "((p.content LIKE :a ESCAPE '!') OR ((p.content LIKE :b ESCAPE '!') AND (p.content LIKE :c ESCAPE '!'))) | "
       "'%a%', '%b%', '%c%'"},
      {"NOT (a OR b)", "NOT ((p.content LIKE :a ESCAPE '!') OR (p.content LIKE :b ESCAPE '!')) | '%a%', '%b%'"},
      {"tag:latest", "(p.tags LIKE :a ESCAPE '!') | '%latest%'"},
      {"tag:^latest$", "(p.tags LIKE :a ESCAPE '!') | '%\nlatest\n%'"},
      {"tag:la*st",
       "(EXISTS (SELECT 1 FROM version_tags t WHERE t.version_id = p.id AND t.tag LIKE :a ESCAPE '!')) | '%la%st%'"},
      {"downloads:>10", "(p.downloads > :a) | 10"},
      {"size:<=1kB", "(p.size <= :a) | 1000"},
      {"uploaded:2026-11-22", "(p.uploaded_at >= :a AND p.uploaded_at < :b) | 1795305600, 1795392000"},
      {"uploaded:>'1 hour ago'", "(p.uploaded_at >= :a) | 1795345201"},
      {"last_downloaded:<today", "(p.last_downloaded_at IS NOT NULL AND p.last_downloaded_at < :a) | 1795305600"},
      {"version:1.0", "(p.version LIKE :a ESCAPE '!') | '%1.0%'"},
      {"version:>=1.2", "(p.sort_key >= :a AND p.sort_key < :b) | '0110120109', '9'"},
      {"version:~=1.2.3",
       "(p.sort_key >= :a AND p.sort_key < :b) | '0110120139', '0110130101"
       "10010"
       "0'"},
      {"prerelease:yes", "(p.prerelease = 1)"},
      {"dependency:serde", "(p.dependencies LIKE :a ESCAPE '!') | '%\nserde\n%'"},
      {"dependency:serde<2",
       "(p.dependencies LIKE :a ESCAPE '!' AND EXISTS (SELECT 1 FROM package_dependencies d WHERE d.package_id = p.id "
       "AND d.name = :b AND d.lower_key < :c AND d.upper_key > :d)) | '%\nserde\n%', 'serde', '0120100109', ''"},
      {"repository:tools",
       "(p.repository_id IN (SELECT r.id FROM repositories r WHERE r.slug_key LIKE :a ESCAPE '!')) | '%tools%'"},
      {"format:cargo", "('cargo' LIKE :a ESCAPE '!') | '%cargo%'"},
      {"token:~x", "NOT (1 = 0 AND '' LIKE :a ESCAPE '!') | '%x%'"},
      {"policy_violated:true", "(0 = 1)"},
  };
  for (const auto& [query, expected] : kGolden) EXPECT_EQ(sql(query), expected) << query;
}

TEST(Condition, LooksForAWholeDigestWhereThoseOfItsLengthStand) {
  EXPECT_EQ(sql("checksum:" + std::string(64, 'A')),
            "(p.id IN (SELECT v.id FROM versions v WHERE v.checksum = :a)) | '" + std::string(64, 'a') + "'");
  EXPECT_EQ(
      sql("checksum:" + std::string(32, 'A')),
      "(p.id IN (SELECT v.id FROM versions v WHERE NULLIF(v.checksum_md5, '') = :a)) | '" + std::string(32, 'a') + "'");
}

TEST(Condition, GoesOnAfterTheStatementsOwnParameters) {
  EXPECT_EQ(shown(to_condition(read("downloads:>1 downloads:<9"), kNow, 25)),
            "((p.downloads > :z) AND (p.downloads < :aa)) | 1, 9");
  EXPECT_EQ(parameter_name(701), ":zz");
}

TEST(Condition, HasNothingInItThatTheUserWrote) {
  for (const char* query : {"x'; DROP TABLE packages --", "name:\"a' OR 1=1\"", "dependency:\"a'b<1\"", "tag:\\'"}) {
    const auto parsed = parse_query(query);
    if (!parsed) continue;
    const std::string text = to_condition(*parsed, kNow).sql;
    EXPECT_EQ(text.find("DROP"), std::string::npos) << text;
    EXPECT_EQ(text.find("a'"), std::string::npos) << text;
  }
}

std::string order(std::string_view text) {
  const auto sort = parse_sort(text);
  return sort ? to_order_by(*sort) : sort.error().message;
}

TEST(Sort, IsNewestFirstUnlessSaidOtherwise) {
  EXPECT_EQ(order(""), "p.uploaded_at DESC, p.id DESC");
  EXPECT_EQ(order("date"), "p.uploaded_at, p.id");
}

TEST(Sort, TakesSeveralNamesAndEndsWithTheId) {
  EXPECT_EQ(order("name,-version"), "p.name, p.sort_key DESC, p.id DESC");
  EXPECT_EQ(order(" -Size , status"), "p.size DESC, p.status, p.id");
  EXPECT_EQ(order("format"), "p.id");
  EXPECT_EQ(order("-format,downloads"), "p.downloads, p.id");
}

TEST(Sort, RefusesWhatItDoesNotKnowAndSaysWhatItDoes) {
  EXPECT_EQ(order("name,sise"),
            "Column 6 of the sort order: there is no order 'sise'. Did you mean `size`? The orders are name, format, "
            "version, "
            "status, size, downloads, date, and `-` before one turns it round.");
  EXPECT_EQ(order("name,-name"), "Column 6 of the sort order: 'name' stands twice.");
  EXPECT_NE(order("name,"), "p.name, p.id");
}

}  // namespace
}  // namespace entrepot::package_query
