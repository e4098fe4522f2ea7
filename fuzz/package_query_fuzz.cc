// fuzz-uses: entrepot_package_query
#include <algorithm>

#include "fuzz_input.h"
#include "package_query/condition.h"
#include "package_query/evaluate.h"
#include "package_query/sort.h"

using entrepot::fuzz::require;

namespace {

/// A package that many queries find something of.
entrepot::package_query::PackageRecord package() {
  return {.name = "Serde-Derive",
          .version = entrepot::Version::parse("1.0.152-rc.1").value(),
          .description = "A generic framework",
          .keywords = {"encoding"},
          .license = "MIT",
          .uploader = "alice",
          .repository = "tools",
          .status = "Completed",
          .tags = {"latest"},
          .dependencies = {{.name = "proc-macro2", .alias = {}, .requirement = ">=1, <2"}},
          .checksums = {"9e107d9d372bb6826bd81d3542a419d6"},
          .size = 1000,
          .downloads = 1,
          .uploaded_at = entrepot::from_unix(1'790'000'000)};
}

std::size_t parameters_of(std::string_view sql) {
  std::size_t highest = 0;
  for (std::size_t place = sql.find(':'); place != std::string_view::npos; place = sql.find(':', place + 1)) {
    std::size_t number = 0;
    for (std::size_t i = place + 1; i < sql.size() && sql[i] >= 'a' && sql[i] <= 'z'; ++i) {
      number = number * 26 + static_cast<std::size_t>(sql[i] - 'a') + 1;
    }
    highest = std::max(highest, number);
  }
  return highest;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entrepot::package_query;
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto now = entrepot::from_unix(1'795'348'800);
  if (const auto sort = parse_sort(text)) require(to_order_by(*sort).find("p.id") != std::string::npos);
  const auto query = parse_query(text);
  if (!query) {
    require(query.error().code == entrepot::ErrorCode::invalid && query.error().message.starts_with("Column "));
    return 0;
  }
  const Condition condition = to_condition(*query, now);
  require(parameters_of(condition.sql) == condition.values.size());
  require(condition.values.size() <= 3 * QueryLimits{}.terms);
  require(std::ranges::count(condition.sql, '(') == std::ranges::count(condition.sql, ')'));

  // What is true is not false, and parentheses change nothing.
  const PackageRecord record = package();
  const bool found = matches(*query, record, now);
  const QueryLimits roomy{.characters = 2000, .depth = 100, .terms = 200};
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return 0;
  const auto negated = parse_query("NOT (" + std::string(text) + "\n)", roomy);
  require(negated.has_value() && matches(*negated, record, now) != found);
  const auto twice = parse_query("(" + std::string(text) + "\n) AND (" + std::string(text) + "\n)", {4000, 100, 200});
  require(twice.has_value() && matches(*twice, record, now) == found);
  return 0;
}
