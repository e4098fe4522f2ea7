#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "cargo/version_range.h"
#include "package_query/text_pattern.h"

namespace entrepot::package_query {

struct FieldRow;

/// How large a query may be. The defaults are the API's: limit_package_query and the like take 1,024 characters.
struct QueryLimits {
  std::size_t characters = 1024;
  std::size_t depth = 32;      ///< parentheses and NOTs inside each other
  std::size_t terms = 64;      ///< what SQL has to look at
  std::size_t wildcards = 16;  ///< per value
};

enum class Comparison : std::uint8_t { equal, less, less_equal, greater, greater_equal };

/// A number as it is compared: bytes for sizes.
struct NumberValue {
  Comparison comparison = Comparison::equal;
  std::int64_t number = 0;
};

/// A time as it was written: a query may be kept (a token's limit) and asked again tomorrow, so "today" stays "today".
struct DateValue {
  enum class Kind : std::uint8_t { absolute, days_back, seconds_ago, months_ago };
  Comparison comparison = Comparison::equal;
  Kind kind = Kind::absolute;
  Timestamp at{};           ///< absolute: its first second
  Seconds length{1};        ///< absolute: a day, a minute or a second
  std::int64_t amount = 0;  ///< of the other kinds; today is 0 days back
};

/// `serde<2`: the crate's name, and the versions that the requirement must admit one of.
struct DependencyValue {
  TextPattern name;
  std::optional<VersionRange> range{};
};

using QueryValue = std::variant<TextPattern, NumberValue, DateValue, VersionRange, DependencyValue, bool>;

/// One node of a parsed query. Plain data: `any_of` and `all_of` have two or more children, `negation` one, a `term`
/// none. `everything` is the empty query's.
struct QueryNode {
  enum class Kind : std::uint8_t { everything, any_of, all_of, negation, term };
  Kind kind = Kind::everything;
  std::vector<QueryNode> children{};
  const FieldRow* field = nullptr;  ///< a term's row in the table of fields, which lives as long as the program
  bool negated = false;             ///< a term's `~`
  QueryValue value{false};
};

/// Reads a query; the grammar stands in parse_query.cc. Pure. An empty text (or spaces) is a query that every package
/// matches. ErrorCode::invalid with a sentence that begins with the column (the first character is column 1) otherwise.
Result<QueryNode> parse_query(std::string_view text, const QueryLimits& limits = {});

}  // namespace entrepot::package_query
