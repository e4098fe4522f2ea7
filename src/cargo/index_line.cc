#include "cargo/index_line.h"

#include <algorithm>
#include <boost/json.hpp>
#include <tuple>

#include "base/try.h"
#include "cargo/json_fields.h"
#include "cargo/requirement.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::string_view kWhere = "The index line";
constexpr std::string_view kInDependency = "A dependency in the index line";

boost::json::array to_json(const std::vector<std::string>& texts) {
  boost::json::array out;
  for (const std::string& text : texts) out.emplace_back(text);
  return out;
}

boost::json::value or_null(const std::optional<std::string>& text) {
  return text ? boost::json::value(*text) : boost::json::value(nullptr);
}

boost::json::object to_json(const Dependency& dependency) {
  boost::json::object out{{"name", dependency.key()},
                          {"req", dependency.requirement},
                          {"features", to_json(dependency.features)},
                          {"optional", dependency.optional},
                          {"default_features", dependency.default_features},
                          {"target", or_null(dependency.target)},
                          {"kind", dependency_kind_word(dependency.kind)}};
  if (dependency.registry) out["registry"] = *dependency.registry;
  if (dependency.alias) out["package"] = dependency.name;
  return out;
}

auto sort_key(const Dependency& d) {
  return std::tie(d.key(), d.kind, d.target, d.requirement, d.name, d.registry, d.features, d.optional,
                  d.default_features);
}

boost::json::object to_json(const FeatureMap& features, bool with_new_syntax) {
  boost::json::object out;
  for (const auto& [name, values] : features) {
    if (std::ranges::any_of(values, is_new_feature_syntax) == with_new_syntax) out[name] = to_json(values);
  }
  return out;
}

Result<Dependency> read_dependency(const boost::json::object& object) {
  const JsonFields fields(object, kInDependency, NullRule::refuse);
  Dependency out;
  TRY_ASSIGN(out.name, fields.text("name"));
  TRY_ASSIGN(auto package, fields.optional_text("package"));
  if (package && *package != out.name) {
    out.alias = std::move(out.name);
    out.name = std::move(*package);
  }
  TRY_ASSIGN(out.requirement, fields.text("req"));
  TRY_ASSIGN(out.features, fields.texts("features"));
  TRY_ASSIGN(out.optional, fields.flag("optional", false));
  TRY_ASSIGN(out.default_features, fields.flag("default_features", true));
  TRY_ASSIGN(out.target, fields.optional_text("target"));
  TRY_ASSIGN(out.registry, fields.optional_text("registry"));
  TRY_ASSIGN(const auto kind_word, fields.optional_text("kind"));
  const auto kind = parse_dependency_kind(kind_word.value_or("normal"));
  if (!kind) return invalid("A dependency in the index line must have 'normal', 'build' or 'dev' as 'kind'.");
  out.kind = *kind;
  TRY(check_dependency(out, WildcardRule::allow));
  return out;
}

Result<void> read_features(const JsonFields& fields, std::string_view key, FeatureMap& out) {
  TRY_ASSIGN(const boost::json::object* object, fields.object(key));
  if (object == nullptr) return {};
  for (const auto& [name, values] : *object) {
    TRY(check_feature_name(name));
    TRY_ASSIGN(const auto texts, json_texts(values, kWhere, name));
    for (const std::string& text : texts) TRY(check_feature_value(text));
    auto& merged = out[std::string(name)];
    merged.insert(merged.end(), texts.begin(), texts.end());
  }
  return {};
}

Result<void> check_format_version(const boost::json::object& object) {
  const boost::json::value* value = object.if_contains("v");
  if (value == nullptr || value->is_null()) return {};
  if (value->is_int64() && (value->get_int64() == 1 || value->get_int64() == 2)) return {};
  return invalid("The index line must have 1 or 2 as 'v'; stable cargo ignores anything else.");
}

/// `optional_text`, and the field may not be null in the middle of a strict line only when cargo says so: these may.
Result<void> read_optional_fields(const JsonFields& fields, IndexLine& out) {
  TRY_ASSIGN(out.links, fields.optional_text("links"));
  TRY_ASSIGN(out.rust_version, fields.optional_text("rust_version"));
  if (out.rust_version && !is_rust_version(*out.rust_version)) {
    return invalid("The index line must have plain numbers such as 1.74 as 'rust_version', not " +
                   in_quotes(*out.rust_version) + ".");
  }
  TRY_ASSIGN(const auto published_at, fields.optional_text("pubtime"));
  if (published_at) {
    TRY_ASSIGN(out.published_at, from_rfc3339(*published_at));
  }
  return {};
}

/// Where the value of the top level's `key` begins, or npos. `line` is JSON.
std::size_t find_value(std::string_view line, std::string_view key) {
  int depth = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c != '"') continue;
    const std::size_t start = at + 1;
    for (++at; at < line.size() && line[at] != '"'; ++at) {
      if (line[at] == '\\') ++at;
    }
    if (depth != 1 || at >= line.size() || line.substr(start, at - start) != key) continue;
    const std::size_t colon = line.find_first_not_of(" \t", at + 1);
    if (colon == std::string_view::npos || line[colon] != ':') continue;  // a value that looks like the key
    return line.find_first_not_of(" \t", colon + 1);
  }
  return std::string_view::npos;
}

}  // namespace

bool is_rust_version(std::string_view text) {
  Scanner scanner(text);
  for (int parts = 0; parts < 3; ++parts) {
    if (!scanner.number()) return false;
    if (scanner.at_end()) return true;
    if (!scanner.skip('.')) return false;
  }
  return false;
}

std::string to_json_line(const IndexLine& line) {
  std::vector<Dependency> sorted = line.dependencies;
  std::ranges::sort(sorted, {}, sort_key);
  boost::json::array dependencies;
  for (const Dependency& dependency : sorted) dependencies.push_back(to_json(dependency));

  boost::json::object out{{"name", line.name.text()},
                          {"vers", line.version.text()},
                          {"deps", std::move(dependencies)},
                          {"cksum", line.checksum.hex()},
                          {"features", to_json(line.features, false)}};
  boost::json::object newer = to_json(line.features, true);
  const bool has_newer = !newer.empty();
  if (has_newer) out["features2"] = std::move(newer);
  out["yanked"] = line.yanked;
  if (line.links) out["links"] = *line.links;
  if (line.rust_version) out["rust_version"] = *line.rust_version;
  if (has_newer) out["v"] = 2;
  if (line.published_at) out["pubtime"] = to_rfc3339(*line.published_at);
  return boost::json::serialize(out);
}

Result<IndexLine> make_index_line(const PublishMetadata& metadata, const Checksum& checksum, Timestamp published_at) {
  IndexLine out{.name = metadata.name, .version = metadata.version, .checksum = checksum};
  out.dependencies = metadata.dependencies;
  for (Dependency& dependency : out.dependencies) {
    TRY_ASSIGN(const Requirement requirement, Requirement::parse(dependency.requirement));
    dependency.requirement = requirement.text();
    std::erase(dependency.features, "");
  }
  out.features = metadata.features;
  out.links = metadata.links;
  out.rust_version = metadata.rust_version;
  out.published_at = published_at;
  return out;
}

Result<IndexLine> parse_index_line(std::string_view line) {
  if (line.find_first_of("\r\n") != std::string_view::npos) return invalid("An index line must not hold a line break.");
  TRY_ASSIGN(const boost::json::object object, parse_json_object(line, kWhere));
  const JsonFields fields(object, kWhere, NullRule::refuse);
  TRY_ASSIGN(const std::string name_text, fields.text("name"));
  TRY_ASSIGN(CrateName name, CrateName::parse(name_text));
  TRY_ASSIGN(const std::string version_text, fields.text("vers"));
  TRY_ASSIGN(Version version, Version::parse(version_text));
  TRY_ASSIGN(const std::string checksum_text, fields.text("cksum"));
  TRY_ASSIGN(const Checksum checksum, Checksum::parse(checksum_text));
  IndexLine out{.name = std::move(name), .version = std::move(version), .checksum = checksum};

  TRY(check_format_version(object));
  TRY_ASSIGN(const boost::json::array* dependencies, fields.array("deps"));
  if (dependencies == nullptr) return invalid("The index line must have an array as 'deps'.");
  for (const boost::json::value& element : *dependencies) {
    if (!element.is_object()) return invalid("The index line must have an array of objects as 'deps'.");
    TRY_ASSIGN(out.dependencies.emplace_back(), read_dependency(element.get_object()));
  }
  TRY(read_features(fields, "features", out.features));
  const boost::json::value* newer = object.if_contains("features2");
  if (newer != nullptr && !newer->is_null()) TRY(read_features(fields, "features2", out.features));
  const boost::json::value* yanked = object.if_contains("yanked");
  if (yanked != nullptr && !yanked->is_null()) {
    TRY_ASSIGN(out.yanked, fields.flag("yanked", false));
  }
  TRY(read_optional_fields(fields, out));
  TRY(check_feature_graph(out.features, out.dependencies));
  return out;
}

Result<std::string> set_yanked(std::string_view line, bool yanked) {
  const std::size_t at = find_value(line, "yanked");
  for (const std::string_view old : {"true", "false", "null"}) {
    if (at != std::string_view::npos && line.substr(at).starts_with(old)) {
      std::string out(line.substr(0, at));
      out += yanked ? "true" : "false";
      return out += line.substr(at + old.size());
    }
  }
  return internal_error("an index line without 'yanked'");
}

}  // namespace entrepot
