#include "cargo/manifest.h"

#include <array>
#include <exception>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <variant>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/scanner.h"
#include "cargo/toml.h"
#include "cargo/toml_bounds.h"

namespace entrepot {
namespace {

std::unexpected<Error> wrong(std::string_view key, std::string_view must) {
  return invalid("In Cargo.toml " + in_quotes(key) + " must be " + std::string(must) + ".");
}

/// Nothing when absent.
Result<std::optional<std::string>> read_text(const toml::table& table, std::string_view key) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::nullopt;
  const auto* text = node->as_string();
  if (text == nullptr) return wrong(key, "a string");
  return **text;
}

Result<std::vector<std::string>> read_texts(const toml::node& node, std::string_view key) {
  const toml::array* array = node.as_array();
  if (array == nullptr) return wrong(key, "an array of strings");
  std::vector<std::string> out;
  for (const toml::node& element : *array) {
    const auto* text = element.as_string();
    if (text == nullptr) return wrong(key, "an array of strings");
    out.push_back(**text);
  }
  return out;
}

Result<bool> read_flag(const toml::table& table, std::string_view key, bool otherwise) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return otherwise;
  const auto* flag = node->as_boolean();
  if (flag == nullptr) return wrong(key, "true or false");
  return **flag;
}

bool is_inherited(const toml::node& node) {
  const toml::table* table = node.as_table();
  return table != nullptr && (*table)["workspace"].value_or(false);
}

/// Where a dependency's table stands: the same three tables at the top and below every target.
struct Place {
  DependencyKind kind;
  std::optional<std::string> target;
};

Result<ManifestDependency> read_dependency(std::string_view key, const toml::node& node, const Place& place) {
  ManifestDependency out;
  Dependency& dependency = out.dependency;
  dependency.name = key;
  dependency.kind = place.kind;
  dependency.target = place.target;
  if (const auto* requirement = node.as_string()) {
    dependency.requirement = **requirement;
    out.has_requirement = true;
    return out;
  }
  const toml::table* table = node.as_table();
  if (table == nullptr) return wrong(key, "a version requirement or a table");
  TRY_ASSIGN(auto requirement, read_text(*table, "version"));
  out.has_requirement = requirement.has_value();
  dependency.requirement = std::move(requirement).value_or("*");
  TRY_ASSIGN(auto package, read_text(*table, "package"));
  if (package && *package != key) {
    dependency.alias = dependency.name;
    dependency.name = std::move(*package);
  }
  TRY_ASSIGN(dependency.registry, read_text(*table, "registry-index"));
  TRY_ASSIGN(const auto registry_name, read_text(*table, "registry"));
  out.has_registry_name = registry_name.has_value();
  out.is_artifact = table->contains("artifact") || table->contains("lib") || table->contains("target");
  if (const toml::node* features = table->get("features")) {
    TRY_ASSIGN(dependency.features, read_texts(*features, "features"));
  }
  TRY_ASSIGN(dependency.optional, read_flag(*table, "optional", false));
  TRY_ASSIGN(const bool old_spelling, read_flag(*table, "default_features", true));
  TRY_ASSIGN(dependency.default_features, read_flag(*table, "default-features", old_spelling));
  return out;
}

Result<void> read_dependency_tables(const toml::table& parent, const std::optional<std::string>& target,
                                    Manifest& out) {
  struct Table {
    std::string_view key;
    DependencyKind kind;
  };
  constexpr auto kTables = std::to_array<Table>({{"dependencies", DependencyKind::normal},
                                                 {"build-dependencies", DependencyKind::build},
                                                 {"build_dependencies", DependencyKind::build},
                                                 {"dev-dependencies", DependencyKind::dev},
                                                 {"dev_dependencies", DependencyKind::dev}});
  for (const auto& [table_key, kind] : kTables) {
    const toml::node* node = parent.get(table_key);
    if (node == nullptr) continue;
    const toml::table* table = node->as_table();
    if (table == nullptr) return wrong(table_key, "a table");
    for (const auto& [key, value] : *table) {
      if (is_inherited(value)) {
        if (!out.inherited_key) out.inherited_key = key.str();
        continue;
      }
      TRY_ASSIGN(out.dependencies.emplace_back(), read_dependency(key.str(), value, {kind, target}));
    }
  }
  return {};
}

Result<void> read_package_texts(const toml::table& package, Manifest& out) {
  struct TextField {
    std::string_view key;
    std::optional<std::string> Manifest::* member;
  };
  constexpr auto kTexts = std::to_array<TextField>({{"rust-version", &Manifest::rust_version},
                                                    {"edition", &Manifest::edition},
                                                    {"links", &Manifest::links},
                                                    {"description", &Manifest::description},
                                                    {"license", &Manifest::license},
                                                    {"license-file", &Manifest::license_file},
                                                    {"documentation", &Manifest::documentation},
                                                    {"homepage", &Manifest::homepage},
                                                    {"repository", &Manifest::repository}});
  for (const auto& [key, member] : kTexts) {
    TRY_ASSIGN(out.*member, read_text(package, key));
  }
  struct ListField {
    std::string_view key;
    std::vector<std::string> Manifest::* member;
  };
  constexpr auto kLists = std::to_array<ListField>(
      {{"authors", &Manifest::authors}, {"keywords", &Manifest::keywords}, {"categories", &Manifest::categories}});
  for (const auto& [key, member] : kLists) {
    const toml::node* node = package.get(key);
    if (node == nullptr) continue;
    TRY_ASSIGN(out.*member, read_texts(*node, key));
  }
  return {};
}

/// A path, or whether to look for the usual one.
Result<void> read_readme(const toml::table& package, Manifest& out) {
  const toml::node* node = package.get("readme");
  if (node == nullptr) return {};
  if (const auto* path = node->as_string()) {
    out.readme = **path;
  } else if (const auto* flag = node->as_boolean()) {
    out.has_no_readme = !**flag;
    if (**flag) out.readme = "README.md";
  } else {
    return wrong("readme", "a path, true or false");
  }
  return {};
}

Result<void> read_package(const toml::table& root, Manifest& out) {
  const toml::node* node = root.get("package");
  if (node == nullptr) return invalid("Cargo.toml has no [package] table.");
  const toml::table* package = node->as_table();
  if (package == nullptr) return wrong("package", "a table");
  for (const auto& [key, value] : *package) {
    if (is_inherited(value)) {
      out.inherited_key = key.str();
      return {};  // the caller refuses the manifest; its fields do not matter any more
    }
  }
  TRY_ASSIGN(auto name, read_text(*package, "name"));
  TRY_ASSIGN(auto version, read_text(*package, "version"));
  if (!name) return invalid("Cargo.toml has no 'name' in [package].");
  if (!version) return invalid("Cargo.toml has no 'version' in [package].");
  out.name = std::move(*name);
  out.version = std::move(*version);
  TRY(read_package_texts(*package, out));
  return read_readme(*package, out);
}

Result<void> read_targets(const toml::table& root, Manifest& out) {
  const toml::node* node = root.get("target");
  if (node == nullptr) return {};
  const toml::table* targets = node->as_table();
  if (targets == nullptr) return wrong("target", "a table");
  for (const auto& [key, value] : *targets) {
    const toml::table* table = value.as_table();
    if (table == nullptr) return wrong(key.str(), "a table");
    TRY(read_dependency_tables(*table, std::string(key.str()), out));
  }
  return {};
}

Result<void> read_features(const toml::table& root, Manifest& out) {
  const toml::node* node = root.get("features");
  if (node == nullptr) return {};
  const toml::table* features = node->as_table();
  if (features == nullptr) return wrong("features", "a table");
  for (const auto& [key, value] : *features) {
    TRY_ASSIGN(out.features[std::string(key.str())], read_texts(value, key.str()));
  }
  return {};
}

}  // namespace

Result<Manifest> parse_manifest(std::string_view text) {
  if (text.size() > kMaxManifestBytes) return invalid("Cargo.toml is larger than 1 MiB.");
  if (!is_utf8(text)) return invalid("Cargo.toml is not UTF-8.");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // the parser would skip a byte order mark too
  TRY(check_toml_bounds(text));
  toml::table root;
  try {
    root = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return invalid("Cargo.toml is not valid TOML (line " + std::to_string(error.source().begin.line) +
                   "): " + printable(error.description()) + ".");
  } catch (const std::logic_error& error) {
    return fail(ErrorCode::invalid, "Cargo.toml is not valid TOML.", error.what());
  }
  Manifest out;
  TRY(read_package(root, out));
  TRY(read_dependency_tables(root, std::nullopt, out));
  TRY(read_targets(root, out));
  TRY(read_features(root, out));
  out.has_patch = root.contains("patch");
  const toml::node* lints = root.get("lints");
  if (lints != nullptr && is_inherited(*lints) && !out.inherited_key) out.inherited_key = "lints";
  return out;
}

}  // namespace entrepot
