#include "api/openapi/schema_json.h"

#include <boost/json.hpp>
#include <utility>

namespace entrepot::api::openapi {
namespace json = boost::json;
namespace {

std::string_view type_word(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "string";
    case Kind::integer:
      return "integer";
    case Kind::number:
      return "number";
    case Kind::flag:
      return "boolean";
    case Kind::list:
      return "array";
    case Kind::object:
    case Kind::map:
      return "object";
    case Kind::nothing:
    case Kind::anything:
      break;
  }
  return {};
}

json::array words_of(const Schema& schema) {
  json::array words(schema.words.begin(), schema.words.end());
  // OpenAPI 3.0.3 wants null among the words too.
  if (schema.is_nullable) words.emplace_back(nullptr);
  return words;
}

void add_limits(json::object& to, std::string_view limits) {
  if (limits.empty()) return;
  const json::value parsed = json::parse("{" + std::string(limits) + "}");
  for (const auto& member : parsed.get_object()) to[member.key()] = member.value();
}

}  // namespace

json::object Components::reference(const Component& component) {
  add(component);
  return {{"$ref", "#/components/schemas/" + std::string(component.name)}};
}

json::object Components::schema(const Schema& schema) {
  if (schema.kind == Kind::object) {
    if (!schema.is_nullable) return reference(*schema.component);
    return {{"allOf", json::array{reference(*schema.component)}}, {"nullable", true}};
  }
  json::object out;
  if (const std::string_view type = type_word(schema.kind); !type.empty()) out["type"] = type;
  if (!schema.format.empty()) out["format"] = schema.format;
  if (!schema.words.empty()) out["enum"] = words_of(schema);
  if (schema.kind == Kind::list || schema.kind == Kind::map) {
    out[schema.kind == Kind::list ? "items" : "additionalProperties"] =
        schema.component != nullptr ? reference(*schema.component) : this->schema(*schema.items);
  }
  add_limits(out, schema.limits);
  if (schema.is_nullable || schema.kind == Kind::anything) out["nullable"] = true;
  return out;
}

void Components::add(const Component& component) {
  const auto [place, is_new] = schemas_.try_emplace(component.name);
  if (!is_new) return;
  json::object properties;
  json::array required;
  const auto add_fields = [&](std::span<const Field> fields) {
    for (const Field& field : fields) {
      json::object property = schema(field.schema);
      // A reference has no place for words of its own in OpenAPI 3.0.
      if (!field.note.empty() && property.contains("$ref")) {
        property = json::object{{"allOf", json::array{std::move(property)}}};
      }
      if (!field.note.empty()) property["description"] = field.note;
      properties[field.name] = std::move(property);
      const bool is_required =
          component.role == Role::answer ? field.need != Need::optional : field.need == Need::required;
      if (is_required) required.emplace_back(field.name);
    }
  };
  add_fields(component.fields);
  if (component.more != nullptr) add_fields(component.more());
  json::object out{{"type", "object"}, {"description", component.note}, {"properties", std::move(properties)}};
  if (!required.empty()) out["required"] = std::move(required);
  place->second = std::move(out);
}

json::object Components::schemas() const {
  json::object out;
  for (const auto& [name, schema] : schemas_) out[name] = schema;
  return out;
}

}  // namespace entrepot::api::openapi
