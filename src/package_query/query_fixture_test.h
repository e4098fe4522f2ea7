#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/clock.h"
#include "package_query/condition.h"
#include "package_query/evaluate.h"
#include "package_query/record.h"

namespace entrepot::package_query {

/// 2026-11-22T12:00:00Z, a Sunday.
inline const Timestamp kNow = from_rfc3339("2026-11-22T12:00:00Z").value();

inline PackageRecord record(std::string name, const std::string& version) {
  return {.name = std::move(name), .version = Version::parse(version).value()};
}

/// Reads a query that must be good.
inline QueryNode read(std::string_view text) {
  auto query = parse_query(text);
  EXPECT_TRUE(query.has_value()) << text << ": " << query.error().message;
  return query.value();
}

inline bool finds(std::string_view query, const PackageRecord& package) {
  return matches(read(query), package, kNow);
}

/// The sentence that refuses a query.
inline std::string refusal(std::string_view text) {
  const auto query = parse_query(text);
  return query ? "accepted" : query.error().message;
}

}  // namespace entrepot::package_query
