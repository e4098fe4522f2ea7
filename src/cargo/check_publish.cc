#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <tuple>

#include "base/try.h"
#include "cargo/index_line.h"
#include "cargo/publish_rules.h"
#include "cargo/scanner.h"
#include "cargo/spdx.h"

namespace entrepot {
namespace {

using Warnings = std::vector<std::string>;

bool is_blank(const std::optional<std::string>& text) {
  return !text || text->empty();
}

std::unexpected<Error> too_many(std::string_view what, std::size_t count, std::int64_t most) {
  return invalid(fmt::format("There are {} {}; at most {} are allowed in this repository.", count, what, most));
}

bool is_over(std::size_t count, std::int64_t most) {
  return count > static_cast<std::uint64_t>(most);
}

Result<void> check_texts(const PublishMetadata& metadata, const PublishRules& rules) {
  std::string missing;
  if (rules.require_description && is_blank(metadata.description)) missing = "description";
  if (rules.require_license && is_blank(metadata.license) && is_blank(metadata.license_file)) {
    missing += missing.empty() ? "license or license-file" : " and license or license-file";
  }
  if (!missing.empty()) {
    return invalid("Cargo.toml lacks " + missing + " in [package]; this repository requires it.");
  }
  if (metadata.description && is_over(metadata.description->size(), rules.max_description_bytes)) {
    return invalid(fmt::format("The description is {} bytes long; at most {} are allowed.",
                               metadata.description->size(), rules.max_description_bytes));
  }
  return {};
}

Result<void> check_license(const PublishMetadata& metadata, const PublishRules& rules, Warnings& warnings) {
  if (!rules.check_spdx || is_blank(metadata.license)) return {};
  TRY_ASSIGN(const LicenseExpression expression, parse_license_expression(*metadata.license));
  warnings.insert(warnings.end(), expression.warnings.begin(), expression.warnings.end());
  return {};
}

bool is_web_url(std::string_view url) {
  Scanner scanner(url);
  if (!scanner.skip("https://") && !scanner.skip("http://")) return false;
  const std::string_view rest = scanner.rest();
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  const std::string_view host = authority.substr(authority.rfind('@') + 1);
  const auto fits = [](char c) {
    return (c > ' ' && c < '\x7f' && !std::string_view("<>\"\\^`{|}").contains(c)) || c < 0;
  };
  // In the path a browser would escape the odd character by itself, so only white space and controls are refused there.
  const auto printable_character = [](char c) { return (c > ' ' && c != '\x7f') || c < 0; };
  return !host.empty() && host[0] != ':' && std::ranges::all_of(authority, fits) &&
         std::ranges::all_of(rest, printable_character);
}

Result<void> check_urls(const PublishMetadata& metadata) {
  struct Row {
    std::string_view key;
    std::optional<std::string> PublishMetadata::* member;
  };
  constexpr auto kRows = std::to_array<Row>({{"homepage", &PublishMetadata::homepage},
                                             {"documentation", &PublishMetadata::documentation},
                                             {"repository", &PublishMetadata::repository}});
  for (const auto& [key, member] : kRows) {
    const auto& url = metadata.*member;
    if (!is_blank(url) && !is_web_url(*url)) {
      return invalid(
          fmt::format("'{}' must be a URL that starts with http:// or https://, not {}.", key, in_quotes(*url)));
    }
  }
  return {};
}

bool is_keyword(std::string_view word) {
  constexpr std::size_t kMaxLength = 20;
  const auto fits = [](char c) { return is_ascii_alphanumeric(c) || c == '_' || c == '-' || c == '+'; };
  return !word.empty() && word.size() <= kMaxLength && is_ascii_alphanumeric(word[0]) &&
         std::ranges::all_of(word, fits);
}

/// "network-programming" or "development-tools::cargo-plugins".
bool is_category(std::string_view slug) {
  constexpr std::size_t kMaxLength = 100;
  const auto fits = [](char c) { return is_ascii_alphanumeric(c) || c == '-' || c == '_' || c == ':'; };
  return !slug.empty() && slug.size() <= kMaxLength && is_ascii_alphanumeric(slug[0]) &&
         std::ranges::all_of(slug, fits);
}

Result<void> check_words(const PublishMetadata& metadata, const PublishRules& rules) {
  if (is_over(metadata.keywords.size(), rules.max_keywords)) {
    return too_many("keywords", metadata.keywords.size(), rules.max_keywords);
  }
  if (is_over(metadata.categories.size(), rules.max_categories)) {
    return too_many("categories", metadata.categories.size(), rules.max_categories);
  }
  for (const std::string& word : metadata.keywords) {
    if (!is_keyword(word)) {
      return invalid(
          "The keyword " + in_quotes(word) +
          " is not allowed: use at most 20 ASCII letters, digits, '_', '-' and '+', a letter or digit first.");
    }
  }
  for (const std::string& slug : metadata.categories) {
    if (!is_category(slug)) {
      return invalid("The category " + in_quotes(slug) + " is not a slug such as 'network-programming'.");
    }
  }
  return {};
}

Result<void> check_features(const PublishMetadata& metadata, const PublishRules& rules) {
  if (is_over(metadata.features.size(), rules.max_features)) {
    return too_many("features", metadata.features.size(), rules.max_features);
  }
  for (const auto& [name, values] : metadata.features) {
    TRY(check_feature_name(name));
    if (is_over(values.size(), rules.max_feature_values)) {
      return too_many("values in the feature " + in_quotes(name), values.size(), rules.max_feature_values);
    }
    for (const std::string& value : values) TRY(check_feature_value(value));
  }
  return {};
}

Result<void> check_dependencies(const PublishMetadata& metadata, const PublishRules& rules) {
  if (is_over(metadata.dependencies.size(), rules.max_dependencies)) {
    return too_many("dependencies", metadata.dependencies.size(), rules.max_dependencies);
  }
  const WildcardRule wildcard = rules.allow_wildcard_requirement ? WildcardRule::allow : WildcardRule::refuse;
  std::set<std::tuple<std::string_view, DependencyKind, std::optional<std::string_view>>> seen;
  for (const Dependency& dependency : metadata.dependencies) {
    TRY(check_dependency(dependency, wildcard));
    if (!seen.emplace(dependency.key(), dependency.kind, dependency.target).second) {
      return invalid("The dependency " + in_quotes(dependency.key()) + " is named twice for the same kind and target.");
    }
  }
  return check_feature_graph(metadata.features, metadata.dependencies);
}

}  // namespace

Result<std::vector<std::string>> check_publish(const PublishMetadata& metadata, const PublishRules& rules) {
  Warnings warnings;
  if (rules.refuse_reserved_names && is_reserved_crate_name(metadata.name.canonical())) {
    return invalid("The crate name '" + metadata.name.text() + "' is reserved; choose another.");
  }
  TRY(check_texts(metadata, rules));
  TRY(check_license(metadata, rules, warnings));
  TRY(check_urls(metadata));
  if (metadata.rust_version && !is_rust_version(*metadata.rust_version)) {
    return invalid("'rust-version' must be two or three numbers such as 1.74 or 1.74.1, not " +
                   in_quotes(*metadata.rust_version) + ".");
  }
  TRY(check_words(metadata, rules));
  TRY(check_features(metadata, rules));
  TRY(check_dependencies(metadata, rules));
  return warnings;
}

}  // namespace entrepot
