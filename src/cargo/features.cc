#include "cargo/features.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/feature_value.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

using Form = FeatureValue::Form;

constexpr std::size_t kMaxNameBytes = 256;

struct Range {
  std::uint32_t first;
  std::uint32_t last;
};
// Controls, white space, punctuation, surrogates' neighbours and private use: nothing a name is made of.
constexpr auto kNotInNames = std::to_array<Range>({{0x80, 0xA9},
                                                   {0xAB, 0xB4},
                                                   {0xB8, 0xB9},
                                                   {0xBB, 0xBF},
                                                   {0x1680, 0x1680},
                                                   {0x2000, 0x203E},
                                                   {0x2041, 0x2053},
                                                   {0x2055, 0x206F},
                                                   {0x2190, 0x2BFF},
                                                   {0x3000, 0x3004},
                                                   {0xE000, 0xF8FF},
                                                   {0xFEFF, 0xFEFF},
                                                   {0xFFF0, 0xFFFF},
                                                   {0xE0000, 0xE00FF},
                                                   {0xF0000, 0x10FFFF}});

/// The code point that starts at `at` in well-formed UTF-8; moves `at` past it.
std::uint32_t code_point(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  const int following = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  std::uint32_t point = following == 0 ? lead : lead & (0x3Fu >> following);
  for (int i = 0; i < following; ++i) point = (point << 6) | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
  return point;
}

bool is_name_point(std::uint32_t point, bool first) {
  if (point >= 0x80) {
    return std::ranges::none_of(kNotInNames, [point](Range r) { return point >= r.first && point <= r.last; });
  }
  const char c = static_cast<char>(point);
  return is_ascii_alphanumeric(c) || c == '_' || (!first && (c == '-' || c == '+' || c == '.'));
}

/// A dependency as features name it: its key in Cargo.toml.
Result<void> check_dependency_key(std::string_view key, std::string_view value) {
  const auto fits = [](char c) { return is_ascii_alphanumeric(c) || c == '_' || c == '-'; };
  if (key.empty() || is_ascii_digit(key[0]) || key[0] == '-' || !std::ranges::all_of(key, fits)) {
    return invalid("The feature value " + in_quotes(value) + " names " + in_quotes(key) +
                   ", which cannot be a dependency.");
  }
  return {};
}

/// What is known of the dependencies that share one key (by target and kind there may be several).
struct Known {
  bool exists = false;
  bool optional = false;
};
using KnownMap = std::map<std::string_view, Known>;

struct Graph {
  const FeatureMap& features;
  KnownMap dependencies;
  std::set<std::string_view> with_dep_prefix;  ///< optional dependencies that some `dep:` names: no implicit feature

  Known known(std::string_view key) const {
    const auto found = dependencies.find(key);
    return found == dependencies.end() ? Known{} : found->second;
  }
  bool has_feature(std::string_view name) const {
    return features.contains(name) || (known(name).optional && !with_dep_prefix.contains(name));
  }
};

Result<void> check_value(const Graph& graph, std::string_view feature, std::string_view text) {
  const auto refuse = [&](std::string why) {
    return invalid("Feature " + in_quotes(feature) + " includes " + in_quotes(text) + ", but " + why);
  };
  const FeatureValue value = split_feature_value(text);
  const Known known = graph.known(value.form == Form::feature ? value.feature : value.dependency);
  switch (value.form) {
    case Form::feature:
      if (graph.has_feature(value.feature)) return {};
      if (!known.exists) return refuse("there is neither such a feature nor such a dependency.");
      if (!known.optional) return refuse("the dependency of that name is not optional.");
      return refuse("that optional dependency has no feature of its own, because 'dep:' names it; write 'dep:" +
                    printable(value.feature) + "'.");
    case Form::dependency:
      if (!known.exists) return refuse("there is no such dependency.");
      if (!known.optional) return refuse("that dependency is not optional.");
      return {};
    case Form::dependency_feature:
      if (!known.exists) return refuse(in_quotes(value.dependency) + " is not a dependency.");
      return {};
    case Form::weak_feature:
      if (!known.exists) return refuse(in_quotes(value.dependency) + " is not a dependency.");
      if (!known.optional) return refuse(in_quotes(value.dependency) + " is not optional, so '?' means nothing.");
      return {};
  }
  return {};
}

}  // namespace

Result<void> check_feature_name(std::string_view name) {
  if (name.empty()) return invalid("A feature's name is empty.");
  if (name.size() > kMaxNameBytes) return invalid("The feature name " + in_quotes(name) + " is longer than 256 bytes.");
  if (!is_utf8(name)) return invalid("A feature's name is not UTF-8.");
  for (std::size_t at = 0; at < name.size();) {
    const bool first = at == 0;
    if (!is_name_point(code_point(name, at), first)) {
      return invalid("The feature name " + in_quotes(name) +
                     " is not allowed: use letters, digits, '_', '-', '+' and '.', and none of the last three first.");
    }
  }
  return {};
}

Result<void> check_feature_value(std::string_view value) {
  const FeatureValue parts = split_feature_value(value);
  if (parts.dependency.starts_with("dep:")) {
    return invalid("The feature value " + in_quotes(value) + " has both 'dep:' and '/'; use one of them.");
  }
  if (parts.form != Form::feature) TRY(check_dependency_key(parts.dependency, value));
  if (parts.form != Form::dependency) TRY(check_feature_name(parts.feature));
  return {};
}

bool is_new_feature_syntax(std::string_view value) {
  const Form form = split_feature_value(value).form;
  return form == Form::dependency || form == Form::weak_feature;
}

Result<void> check_feature_graph(const FeatureMap& features, std::span<const Dependency> dependencies) {
  Graph graph{features, {}, {}};
  for (const Dependency& dependency : dependencies) {
    Known& known = graph.dependencies[dependency.key()];
    known.exists = true;
    known.optional = known.optional || dependency.optional;
  }
  std::set<std::string_view> reachable;  // dependencies that some feature names, other than by a plain word
  for (const auto& [name, values] : features) {
    for (const std::string& value : values) {
      const FeatureValue parts = split_feature_value(value);
      if (parts.form == Form::dependency) graph.with_dep_prefix.insert(parts.dependency);
      if (parts.form != Form::feature) reachable.insert(parts.dependency);
    }
  }
  for (const auto& [name, values] : features) {
    for (const std::string& value : values) TRY(check_value(graph, name, value));
  }
  for (const auto& [key, known] : graph.dependencies) {
    // Its implicit feature exists unless a feature took the name or `dep:` named it.
    const bool implicit = !features.contains(key) && !graph.with_dep_prefix.contains(key);
    if (known.optional && !implicit && !reachable.contains(key)) {
      return invalid("No feature turns on the optional dependency " + in_quotes(key) + ": the feature " +
                     in_quotes(key) + " must include 'dep:" + printable(key) + "'.");
    }
  }
  return {};
}

}  // namespace entrepot
