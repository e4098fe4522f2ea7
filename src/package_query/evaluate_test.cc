#include <gtest/gtest.h>

#include "package_query/fields.h"
#include "package_query/query_fixture_test.h"

namespace entrepot::package_query {
namespace {

PackageRecord serde() {
  PackageRecord package = record("Serde-Derive", "1.0.152");
  package.description = "A generic serialization framework\nfor Rust";
  package.keywords = {"encoding", "no_std"};
  package.license = "MIT OR Apache-2.0";
  package.uploader = "Alice";
  package.repository = "Tools";
  package.status = "Completed";
  package.tags = {"latest", "Reviewed-2026"};
  package.checksums = {"9e107d9d372bb6826bd81d3542a419d6", "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"};
  package.size = 1'500'000;
  package.downloads = 1000;
  package.uploaded_at = from_rfc3339("2026-10-31T23:59:59Z").value();
  return package;
}

PackageRecord depending(std::string name, std::string requirement) {
  PackageRecord package = record("app", "1.0.0");
  package.dependencies.push_back({.name = std::move(name), .alias = {}, .requirement = std::move(requirement)});
  return package;
}

TEST(Query, TextsAreContainedUnlessTheyAreAnchored) {
  EXPECT_TRUE(finds("license:apache", serde()));
  EXPECT_FALSE(finds("license:^apache", serde()));
  EXPECT_TRUE(finds("license:2.0$", serde()));
  EXPECT_TRUE(finds("license:'^mit or apache-2.0$'", serde()));
  EXPECT_FALSE(finds("license:^mit$", serde()));
  EXPECT_TRUE(finds("license:^mit*2.0$", serde()));
  EXPECT_FALSE(finds("license:mit*gpl", serde()));
  EXPECT_TRUE(finds("license:^$", record("a", "1.0.0")));
  EXPECT_FALSE(finds("license:^$", serde()));
}

TEST(Query, ABackslashTakesTheMeaningOfACharacter) {
  PackageRecord package = record("a", "1.0.0");
  package.license = "^ 100%* of $ \"it\" \\ a_b";
  for (const char* query : {R"(license:\^)", R"(license:\*)", R"(license:100%\*)", R"(license:of\ \$)",
                            R"(license:\"it\")", R"(license:\\)", "license:a_b"}) {
    EXPECT_TRUE(finds(query, package)) << query;
  }
  EXPECT_FALSE(finds("license:aXb", package));
  EXPECT_FALSE(finds("license:1%0", package));
}

TEST(Query, WildcardsMayMeetButPiecesMayNotOverlap) {
  PackageRecord package = record("a", "1.0.0");
  package.license = "aba";
  EXPECT_TRUE(finds("license:^a*a$", package));
  EXPECT_FALSE(finds("license:^ab*ba$", package));
  EXPECT_TRUE(finds("license:^**a**$", package));
}

TEST(Query, NamesAreTheSameWithDashesAndUnderscoresInAnyCase) {
  EXPECT_TRUE(finds("name:^serde_derive$", serde()));
  EXPECT_TRUE(finds("name:^SERDE-derive$", serde()));
  EXPECT_FALSE(finds("filename:serde_derive", serde()));
  EXPECT_TRUE(finds("filename:^serde-derive-1.0.152.crate$", serde()));
}

TEST(Query, BareWordsLookInNameKeywordsAndDescriptionButAnchoredOnesInTheName) {
  EXPECT_TRUE(finds("derive", serde()));
  EXPECT_TRUE(finds("framework", serde()));
  EXPECT_TRUE(finds("no-std", serde()));
  EXPECT_TRUE(finds("'framework for'", serde()));
  EXPECT_FALSE(finds("apache", serde()));
  EXPECT_TRUE(finds("^serde", serde()));
  EXPECT_FALSE(finds("rust$", serde()));
  EXPECT_TRUE(finds("~tokio", serde()));
}

TEST(Query, ATildeNegatesTheTermAlsoOfManyValues) {
  EXPECT_TRUE(finds("tag:latest", serde()));
  EXPECT_FALSE(finds("tag:~latest", serde()));
  EXPECT_TRUE(finds("tag:~old", serde()));
  EXPECT_TRUE(finds("tag:reviewed", serde()));
  EXPECT_TRUE(finds("tag:*", serde()));
  EXPECT_FALSE(finds("tag:*", record("a", "1.0.0")));
  EXPECT_TRUE(finds("downloads:~5", serde()));
  EXPECT_TRUE(finds("NOT tag:~latest", serde()));
}

TEST(Query, NumbersAndSizesAreCompared) {
  EXPECT_TRUE(finds("downloads:1000 downloads:>=1000 downloads:<=1000 downloads:>999 downloads:<1001", serde()));
  EXPECT_FALSE(finds("downloads:>1000", serde()));
  EXPECT_TRUE(finds("size:1.5MB", serde()));
  EXPECT_TRUE(finds("size:=1500kb", serde()));
  EXPECT_TRUE(finds("size:>'1 MiB' size:<1.5MiB", serde()));
  EXPECT_EQ(refusal("size:9223372036854775807"), "accepted");
  EXPECT_NE(refusal("size:9223372036854775808"), "accepted");
  EXPECT_NE(refusal("size:99999999999TB"), "accepted");
  EXPECT_NE(refusal("size:1.2345MB"), "accepted");
  EXPECT_NE(refusal("downloads:-1"), "accepted");
}

TEST(Query, ADayIsAllOfItsSeconds) {
  EXPECT_TRUE(finds("uploaded:2026-10-31", serde()));
  EXPECT_FALSE(finds("uploaded:>2026-10-31", serde()));
  EXPECT_TRUE(finds("uploaded:>=2026-10-31", serde()));
  EXPECT_TRUE(finds("uploaded:<=2026-10-31", serde()));
  EXPECT_TRUE(finds("uploaded:<2026-11-01", serde()));
  EXPECT_TRUE(finds("uploaded:>2026-10-31T23:58", serde()));
  EXPECT_TRUE(finds("uploaded:2026-10-31T23:59:59Z", serde()));
  EXPECT_TRUE(finds("uploaded:'2026-11-01 01:59:59+02:00'", serde()));
  for (const char* query :
       {"uploaded:2026-02-30", "uploaded:2026-13-01", "uploaded:2026-1-1", "uploaded:2026-10-31T24:00",
        "uploaded:2026-10-31T", "uploaded:1969-12-31", "uploaded:2026-10-31T10:00X"}) {
    EXPECT_NE(refusal(query), "accepted") << query;
  }
}

TEST(Query, DatesMayBeSaidInWordsAndAreReadAtTheTimeOfTheQuestion) {
  PackageRecord package = serde();  // 21 days and 12 hours ago
  EXPECT_TRUE(finds("uploaded:<'3 weeks ago'", package));
  EXPECT_TRUE(finds("uploaded:>'1 month ago'", package));
  EXPECT_TRUE(finds("uploaded:>'a month ago' uploaded:<'21 days ago' uploaded:>'22 days ago'", package));
  EXPECT_TRUE(finds("uploaded:>'1 year ago'", package));
  const QueryNode today = read("uploaded:today");
  const QueryNode yesterday = read("uploaded:yesterday");
  EXPECT_TRUE(matches(today, package, from_rfc3339("2026-10-31T00:00:00Z").value()));
  EXPECT_TRUE(matches(yesterday, package, from_rfc3339("2026-11-01T23:59:59Z").value()));
  EXPECT_FALSE(matches(today, package, kNow));
  package.uploaded_at = from_rfc3339("2026-02-28T12:00:00Z").value();
  EXPECT_TRUE(matches(read("uploaded:'1 month ago'"), package, from_rfc3339("2026-03-31T12:00:00Z").value()));
  EXPECT_NE(refusal("uploaded:'many days ago'"), "accepted");
  EXPECT_NE(refusal("uploaded:'100001 years ago'"), "accepted");
}

TEST(Query, NoComparisonHoldsForWhatNeverHappened) {
  PackageRecord package = serde();
  EXPECT_FALSE(finds("last_downloaded:<now", package));
  EXPECT_FALSE(finds("last_downloaded:>2000-01-01", package));
  EXPECT_TRUE(finds("last_downloaded:~>2000-01-01", package));
  package.last_downloaded_at = kNow;
  EXPECT_TRUE(finds("last_downloaded:today", package));
}

TEST(Query, VersionsAreComparedByPrecedence) {
  EXPECT_TRUE(finds("version:>1.0.9", serde()));
  EXPECT_TRUE(finds("version:<1.1", serde()));
  EXPECT_FALSE(finds("version:<1.0.152-rc.1", serde()));
  EXPECT_TRUE(finds("version:>=1.0.152 version:<=1.0.152 version:=1.0.152", serde()));
  EXPECT_TRUE(finds("version:=1.0 version:=1", serde()));
  EXPECT_FALSE(finds("version:=1.1", serde()));
  EXPECT_TRUE(finds("version:=1.0.0+a", record("a", "1.0.0+b")));
  EXPECT_TRUE(finds("version:<2.0.0", record("a", "2.0.0-alpha")));
  EXPECT_TRUE(finds("version:=2", record("a", "2.0.0-alpha")));
}

TEST(Query, CompatibleReleasesKeepAllNumbersButTheLast) {
  EXPECT_TRUE(finds("version:~=1.0.100", serde()));
  EXPECT_FALSE(finds("version:~=1.0.153", serde()));
  EXPECT_FALSE(finds("version:~=1.0.0", record("a", "1.1.0")));
  EXPECT_TRUE(finds("version:~=1.0", record("a", "1.9.0")));
  EXPECT_FALSE(finds("version:~=1.0", record("a", "2.0.0-beta")));
  EXPECT_TRUE(finds("version:~~=1.0", record("a", "2.0.0")));
}

TEST(Query, VersionsWithoutAComparisonAreTexts) {
  EXPECT_TRUE(finds("version:^1.0", serde()));
  EXPECT_TRUE(finds("version:152$", serde()));
  EXPECT_FALSE(finds("version:^1.0$", serde()));
  EXPECT_TRUE(finds("version:~1.1", serde()));
  EXPECT_TRUE(finds("prerelease:true", record("a", "1.0.0-rc.1")));
  EXPECT_TRUE(finds("prerelease:no", serde()));
}

TEST(Query, DependenciesAreNamedInWhole) {
  EXPECT_TRUE(finds("dependency:serde-json", depending("serde_json", "1")));
  EXPECT_FALSE(finds("dependency:serde", depending("serde_json", "1")));
  EXPECT_TRUE(finds("dependency:serde*", depending("serde_json", "1")));
  EXPECT_TRUE(finds("dependency:^serde", depending("serde_json", "1")));
  EXPECT_TRUE(finds("dependency:~serde", depending("serde_json", "1")));
}

TEST(Query, ADependencyIsFoundWhenItsRequirementAdmitsSuchAVersion) {
  EXPECT_TRUE(finds("dependency:serde=1.0.2", depending("serde", "1")));
  EXPECT_FALSE(finds("dependency:serde=1.0.2", depending("serde", "1.0.3")));
  EXPECT_TRUE(finds("dependency:serde<2", depending("serde", ">=1, <3")));
  EXPECT_FALSE(finds("dependency:serde<2", depending("serde", "2")));
  EXPECT_TRUE(finds("dependency:serde>=2", depending("serde", "*")));
  EXPECT_FALSE(finds("dependency:serde>=2", depending("serde", "1")));
  EXPECT_FALSE(finds("dependency:serde>1.0.0", depending("serde", "=1.0.0")));
  EXPECT_TRUE(finds("dependency:serde~=1.2", depending("serde", "^1.5")));
  EXPECT_FALSE(finds("dependency:serde>0", depending("serde", "not a requirement")));
}

TEST(Query, ADigestIsFoundWholeAndInPart) {
  EXPECT_TRUE(finds("checksum:9E107D9D372BB6826BD81D3542A419D6", serde()));
  EXPECT_TRUE(finds("checksum:^2fd4e1", serde()));
  EXPECT_FALSE(finds("checksum:9e107d9d372bb6826bd81d3542a419d7", serde()));
}

TEST(Query, EveryOtherFieldIsThere) {
  EXPECT_TRUE(finds("format:cargo type:source status:completed uploader:^alice$ repository:tools", serde()));
  EXPECT_FALSE(finds("format:python", serde()));
  EXPECT_TRUE(finds("policy_violated:false deny_policy_violated:no", serde()));
  EXPECT_FALSE(finds("policy_violated:true", serde()));
  for (const char* query : {"token:*", "architecture:*", "distribution:*", "maven_group_id:*"}) {
    EXPECT_FALSE(finds(query, serde())) << query;
  }
}

TEST(FieldTable, IsWholeAndWithoutRepetition) {
  std::vector<std::string_view> names;
  for (const FieldRow& row : field_table()) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(find_field(row.name), &row);
    EXPECT_FALSE(row.help.empty());
    EXPECT_FALSE(row.columns[0].empty());
    const bool is_number = row.kind == FieldKind::number || row.kind == FieldKind::size ||
                           row.kind == FieldKind::date || row.kind == FieldKind::flag;
    EXPECT_EQ(row.number != nullptr, is_number);
    EXPECT_EQ(row.texts != nullptr, !is_number && row.kind != FieldKind::dependency);
  }
}

}  // namespace
}  // namespace entrepot::package_query
