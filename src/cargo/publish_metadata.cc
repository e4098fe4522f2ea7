#include "cargo/publish_metadata.h"

#include <boost/json.hpp>

#include "base/try.h"
#include "cargo/json_fields.h"

namespace entrepot {
namespace {

constexpr std::string_view kWhere = "The publish metadata";
constexpr std::string_view kInDependency = "A dependency in the publish metadata";

Result<Dependency> read_dependency(const boost::json::object& object) {
  const JsonFields fields(object, kInDependency, NullRule::absent);
  Dependency out;
  TRY_ASSIGN(out.name, fields.text("name"));
  TRY_ASSIGN(out.requirement, fields.text("version_req"));
  TRY_ASSIGN(out.features, fields.texts("features"));
  TRY_ASSIGN(out.optional, fields.flag("optional", false));
  TRY_ASSIGN(out.default_features, fields.flag("default_features", true));
  TRY_ASSIGN(out.target, fields.optional_text("target"));
  TRY_ASSIGN(out.registry, fields.optional_text("registry"));
  TRY_ASSIGN(out.alias, fields.optional_text("explicit_name_in_toml"));
  if (out.alias == out.name) out.alias.reset();
  TRY_ASSIGN(const auto kind_word, fields.optional_text("kind"));
  const auto kind = parse_dependency_kind(kind_word.value_or("normal"));
  if (!kind) return invalid("A dependency in the publish metadata must have 'normal', 'build' or 'dev' as 'kind'.");
  out.kind = *kind;
  // Unstable in cargo; a line without these fields would quietly mean something else.
  for (const std::string_view unstable : {"artifact", "bindep_target", "lib"}) {
    if (fields.has(unstable)) {
      return invalid("Dependency '" + out.name +
                     "' is an artifact dependency; cargo has not made these stable, so they cannot be published here.");
    }
  }
  return out;
}

Result<std::vector<Dependency>> read_dependencies(const JsonFields& fields) {
  TRY_ASSIGN(const boost::json::array* list, fields.array("deps"));
  std::vector<Dependency> out;
  if (list == nullptr) return out;
  for (const boost::json::value& element : *list) {
    if (!element.is_object()) return invalid("The publish metadata must have an array of objects as 'deps'.");
    TRY_ASSIGN(out.emplace_back(), read_dependency(element.get_object()));
  }
  return out;
}

Result<FeatureMap> read_features(const JsonFields& fields) {
  TRY_ASSIGN(const boost::json::object* object, fields.object("features"));
  FeatureMap out;
  if (object == nullptr) return out;
  for (const auto& [name, values] : *object) {
    TRY_ASSIGN(out[std::string(name)], json_texts(values, kWhere, name));
  }
  return out;
}

}  // namespace

Result<PublishMetadata> parse_publish_metadata(std::string_view json) {
  TRY_ASSIGN(const boost::json::object object, parse_json_object(json, kWhere));
  const JsonFields fields(object, kWhere, NullRule::absent);
  TRY_ASSIGN(const std::string name_text, fields.text("name"));
  TRY_ASSIGN(CrateName name, CrateName::parse(name_text));
  TRY_ASSIGN(const std::string version_text, fields.text("vers"));
  TRY_ASSIGN(Version version, Version::parse(version_text));
  PublishMetadata out{.name = std::move(name), .version = std::move(version)};
  TRY_ASSIGN(out.dependencies, read_dependencies(fields));
  TRY_ASSIGN(out.features, read_features(fields));

  struct TextField {
    std::string_view key;
    std::optional<std::string> PublishMetadata::* member;
  };
  constexpr TextField kTexts[] = {{"description", &PublishMetadata::description},
                                  {"documentation", &PublishMetadata::documentation},
                                  {"homepage", &PublishMetadata::homepage},
                                  {"readme", &PublishMetadata::readme},
                                  {"readme_file", &PublishMetadata::readme_file},
                                  {"license", &PublishMetadata::license},
                                  {"license_file", &PublishMetadata::license_file},
                                  {"repository", &PublishMetadata::repository},
                                  {"links", &PublishMetadata::links},
                                  {"rust_version", &PublishMetadata::rust_version}};
  for (const TextField& field : kTexts) {
    TRY_ASSIGN(out.*field.member, fields.optional_text(field.key));
  }
  struct ListField {
    std::string_view key;
    std::vector<std::string> PublishMetadata::* member;
  };
  constexpr ListField kLists[] = {{"authors", &PublishMetadata::authors},
                                  {"keywords", &PublishMetadata::keywords},
                                  {"categories", &PublishMetadata::categories}};
  for (const ListField& field : kLists) {
    TRY_ASSIGN(out.*field.member, fields.texts(field.key));
  }
  return out;
}

}  // namespace entrepot
