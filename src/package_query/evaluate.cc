#include "package_query/evaluate.h"

#include <algorithm>

#include "package_query/fields.h"
#include "package_query/values.h"

namespace entrepot::package_query {
namespace {

bool compare(Comparison comparison, std::int64_t a, std::int64_t b) {
  switch (comparison) {
    case Comparison::equal:
      return a == b;
    case Comparison::less:
      return a < b;
    case Comparison::less_equal:
      return a <= b;
    case Comparison::greater:
      return a > b;
    case Comparison::greater_equal:
      return a >= b;
  }
  return false;
}

/// Looks at one record for one term.
class Judge {
 public:
  Judge(const FieldRow& field, const PackageRecord& record, Timestamp now)
      : field_(field), record_(record), now_(now) {}

  bool operator()(const TextPattern& pattern) const {
    return std::ranges::any_of(field_.texts(record_), [&](const std::string& text) { return matches(pattern, text); });
  }
  bool operator()(const NumberValue& value) const {
    const auto number = field_.number(record_);
    return number && compare(value.comparison, *number, value.number);
  }
  bool operator()(const DateValue& value) const {
    const auto seconds = field_.number(record_);
    return seconds && holds(value, *seconds, now_);
  }
  bool operator()(const VersionRange& range) const { return range.contains(record_.version); }
  bool operator()(const DependencyValue& value) const {
    return std::ranges::any_of(record_.dependencies, [&](const Dependency& dependency) {
      if (!matches(value.name, fold_name(dependency.name))) return false;
      if (!value.range) return true;
      const auto requirement = Requirement::parse(dependency.requirement);
      return requirement && overlap(*value.range, range_of(*requirement));
    });
  }
  bool operator()(bool value) const { return (field_.number(record_).value_or(0) != 0) == value; }

 private:
  const FieldRow& field_;
  const PackageRecord& record_;
  Timestamp now_;
};

}  // namespace

bool matches(const QueryNode& query, const PackageRecord& record, Timestamp now) {
  const auto child_matches = [&](const QueryNode& child) { return matches(child, record, now); };
  switch (query.kind) {
    case QueryNode::Kind::everything:
      return true;
    case QueryNode::Kind::any_of:
      return std::ranges::any_of(query.children, child_matches);
    case QueryNode::Kind::all_of:
      return std::ranges::all_of(query.children, child_matches);
    case QueryNode::Kind::negation:
      return !child_matches(query.children.front());
    case QueryNode::Kind::term:
      return std::visit(Judge(*query.field, record, now), query.value) != query.negated;
  }
  return false;
}

}  // namespace entrepot::package_query
