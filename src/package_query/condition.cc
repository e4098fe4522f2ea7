#include "package_query/condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "package_query/fields.h"
#include "package_query/values.h"

namespace entrepot::package_query {
namespace {

std::string_view comparison_word(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return "=";
    case Comparison::less:
      return "<";
    case Comparison::less_equal:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::greater_equal:
      return ">=";
  }
  return "=";
}

/// A whole digest stands in one column only, which has an index if it is the SHA-256.
std::span<const std::string_view> columns_for(const FieldRow& field, const TextPattern& pattern) {
  const std::span all(field.columns);
  if (field.kind != FieldKind::checksum || !is_exact(pattern)) return all;
  constexpr std::array<std::size_t, 4> kDigits{64, 32, 40, 128};
  const auto* const found = std::ranges::find(kDigits, pattern.pieces.front().size());
  return found == kDigits.end() ? all : all.subspan(static_cast<std::size_t>(found - kDigits.begin()), 1);
}

/// Writes one condition; the values go where their parameters say.
class Writer {
 public:
  Writer(Timestamp now, std::size_t parameters_before) : now_(now), parameters_before_(parameters_before) {}

  std::string node(const QueryNode& node) {
    switch (node.kind) {
      case QueryNode::Kind::everything:
        return "1 = 1";
      case QueryNode::Kind::any_of:
        return joined(node.children, " OR ");
      case QueryNode::Kind::all_of:
        return joined(node.children, " AND ");
      case QueryNode::Kind::negation:
        return "NOT " + this->node(node.children.front());
      case QueryNode::Kind::term:
        return term(node);
    }
    return "1 = 0";
  }

  std::vector<store::Value> take_values() { return std::move(values_); }

 private:
  std::string joined(const std::vector<QueryNode>& nodes, std::string_view word) {
    std::string out = "(";
    for (const QueryNode& child : nodes) {
      if (&child != &nodes.front()) out += word;
      out += node(child);
    }
    return out + ")";
  }

  std::string bind(store::Value value) {
    values_.push_back(std::move(value));
    return parameter_name(parameters_before_ + values_.size() - 1);
  }

  std::string term(const QueryNode& node) {
    const FieldRow& field = *node.field;
    const std::string comparison = std::visit([&](const auto& value) { return inside(field, value); }, node.value);
    return fmt::format("{}({})", node.negated ? "NOT " : "", comparison);
  }

  template <typename Value>
  std::string inside(const FieldRow& field, const Value& value) {
    const std::string comparison = compare(field, value);
    return field.inside.empty() ? comparison : fmt::format(fmt::runtime(field.inside), comparison);
  }

  std::string inside(const FieldRow& field, const TextPattern& pattern) {
    if (const auto lines = in_lines(field, pattern)) return *lines;
    const bool is_looked_up = columns_for(field, pattern).size() == 1 && field.kind == FieldKind::checksum;
    if (is_looked_up) return fmt::format("p.id IN (SELECT v.id FROM versions v WHERE {})", compare(field, pattern));
    return inside<TextPattern>(field, pattern);
  }

  /// The rows of dependencies only have to be looked at for their versions, and only where the name is right.
  std::string inside(const FieldRow& field, const DependencyValue& value) {
    const auto lines = in_lines(field, value.name);
    if (!lines) return inside<DependencyValue>(field, value);
    return value.range ? *lines + " AND " + inside<DependencyValue>(field, value) : *lines;
  }

  std::optional<std::string> in_lines(const FieldRow& field, const TextPattern& pattern) {
    const auto lines = field.lines.empty() ? std::nullopt : line_pattern(pattern);
    if (!lines) return std::nullopt;
    return fmt::format("{} LIKE {} ESCAPE '!'", field.lines, bind(*lines));
  }

  /// Any of the field's columns.
  std::string compare(const FieldRow& field, const TextPattern& pattern) {
    const std::string parameter = bind(is_exact(pattern) ? pattern.pieces.front() : like_pattern(pattern));
    std::string out;
    for (const std::string_view column : columns_for(field, pattern)) {
      if (column.empty()) break;
      if (!out.empty()) out += " OR ";
      out += is_exact(pattern) ? fmt::format("{} = {}", column, parameter)
                               : fmt::format("{} LIKE {} ESCAPE '!'", column, parameter);
    }
    return out;
  }

  std::string compare(const FieldRow& field, const NumberValue& value) {
    return fmt::format("{} {} {}", field.columns[0], comparison_word(value.comparison), bind(value.number));
  }

  std::string compare(const FieldRow& field, const DateValue& value) {
    const auto [first, end] = seconds_of(value, now_);
    const auto limit = [&](std::string_view word, Timestamp time) {
      return fmt::format("{} {} {}", field.columns[0], word, bind(std::int64_t{to_unix(time)}));
    };
    switch (value.comparison) {
      case Comparison::equal: {
        const std::string lower = limit(">=", first);
        return lower + " AND " + limit("<", end);
      }
      case Comparison::less:
        return limit("<", first);
      case Comparison::less_equal:
        return limit("<", end);
      case Comparison::greater:
        return limit(">=", end);
      case Comparison::greater_equal:
        return limit(">=", first);
    }
    return "1 = 0";
  }

  std::string compare(const FieldRow&, const VersionRange& range) {
    VersionRangeKeys keys = range_keys(range);
    const std::string lower = bind(std::move(keys.lower));
    return fmt::format("p.sort_key >= {} AND p.sort_key < {}", lower, bind(std::move(keys.upper)));
  }

  std::string compare(const FieldRow& field, const DependencyValue& value) {
    std::string out = compare(field, value.name);
    if (!value.range) return out;
    VersionRangeKeys keys = range_keys(*value.range);
    const std::string upper = bind(std::move(keys.upper));
    return fmt::format("{} AND d.lower_key < {} AND d.upper_key > {}", out, upper, bind(std::move(keys.lower)));
  }

  std::string compare(const FieldRow& field, bool value) {
    return fmt::format("{} = {}", field.columns[0], value ? 1 : 0);
  }

  Timestamp now_;
  std::size_t parameters_before_;
  std::vector<store::Value> values_;
};

}  // namespace

Condition to_condition(const QueryNode& query, Timestamp now, std::size_t parameters_before) {
  Writer writer(now, parameters_before);
  std::string sql = writer.node(query);
  return {std::move(sql), writer.take_values()};
}

std::string parameter_name(std::size_t index) {
  constexpr std::size_t kLetters = 26;
  std::string name;
  for (std::size_t rest = index + 1; rest > 0; rest = (rest - 1) / kLetters) {
    name.insert(name.begin(), static_cast<char>('a' + (rest - 1) % kLetters));
  }
  return ":" + name;
}

}  // namespace entrepot::package_query
