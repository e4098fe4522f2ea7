#include "api/openapi/document.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <string>
#include <utility>

#include "api/openapi/common.h"
#include "api/openapi/errors.h"
#include "api/openapi/examples.h"
#include "api/openapi/groups.h"
#include "api/openapi/schema_json.h"
#include "api/openapi/security.h"
#include "api/version.h"
#include "base/encoding.h"

namespace entrepot::api::openapi {
namespace json = boost::json;
namespace {

json::object reference_to(std::string_view kind, std::string_view name) {
  return {{"$ref", "#/components/" + std::string(kind) + "/" + std::string(name)}};
}

/// A document on its way: paths, and what they refer to.
class Writer {
 public:
  explicit Writer(std::string_view public_url) : public_url_(public_url) {}

  json::object paths();
  json::object components();

 private:
  json::object operation(const Route& route, const std::string& path);
  json::array parameters(const std::string& path, const Description& description);
  json::object parameter(const Parameter& parameter, std::string_view place);
  json::object body(const Route& route, const Body& body);
  json::object responses(const Route& route, const Description& description);
  json::object response(const Route& route, const Reply& reply);
  json::object media(const Reply& reply);
  void refer_to_example(const Reply& reply, json::object& to);

  std::string public_url_;
  Components components_;
  std::map<std::string, json::object> path_parameters_, responses_, examples_;
};

json::object Writer::parameter(const Parameter& parameter, std::string_view place) {
  json::object out{{"name", parameter.name},
                   {"in", place},
                   {"required", place == "path"},
                   {"description", parameter.note},
                   {"schema", components_.schema(parameter.schema)}};
  if (!parameter.example.empty()) out["example"] = parameter.example;
  return out;
}

json::array Writer::parameters(const std::string& path, const Description& description) {
  json::array out;
  for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
    const std::string name = path.substr(open + 1, path.find('}', open) - open - 1);
    const auto all = path_parameters();
    const auto found = std::ranges::find(all, name, &Parameter::name);
    const Parameter unknown{name, kText, name};
    path_parameters_[name] = parameter(found != all.end() ? *found : unknown, "path");
    out.push_back(reference_to("parameters", name));
  }
  for (const Parameter* one : description.query) out.push_back(parameter(*one, "query"));
  return out;
}

bool has_required_field(const Body& body) {
  if (body.schema.kind != Kind::object) return true;
  return std::ranges::any_of(body.schema.component->fields,
                             [](const Field& field) { return field.need == Need::required; });
}

json::object Writer::body(const Route& route, const Body& body) {
  json::object media{{"schema", components_.schema(body.schema)}};
  if (!body.example.empty()) media["example"] = json::parse({body.example.data(), body.example.size()});
  return {{"description", "At most " + std::to_string(route.body_limit) + " bytes."},
          {"required", has_required_field(body)},
          {"content", json::object{{body.type, std::move(media)}}}};
}

/// Examples are written once, under the name of their component, because most are answers of many routes.
void Writer::refer_to_example(const Reply& reply, json::object& to) {
  const Component* component = reply.schema.component;
  if (component == nullptr || component->example.empty()) return;
  const bool is_list = reply.schema.kind == Kind::list;
  const std::string name = std::string(component->name) + (is_list ? "List" : "");
  if (!examples_.contains(name)) {
    json::value value = example_value(component->example, public_url_);
    if (is_list && !value.is_array()) value = json::array{std::move(value)};
    examples_[name] = json::object{{"value", std::move(value)}};
  }
  to["examples"] = json::object{{name, reference_to("examples", name)}};
}

json::object Writer::media(const Reply& reply) {
  json::object media{{"schema", components_.schema(reply.schema)}};
  refer_to_example(reply, media);
  return media;
}

json::object Writer::response(const Route& route, const Reply& reply) {
  json::object out{{"description", reply.note}};
  json::object headers;
  for (const Parameter* field : reply.fields) headers[field->name] = reference_to("headers", field->name);
  if (route.pattern.starts_with("/v1/")) {
    for (const Parameter* field : kRateFields) headers[field->name] = reference_to("headers", field->name);
  }
  if (!headers.empty()) out["headers"] = std::move(headers);
  if (reply.schema.kind != Kind::nothing) out["content"] = json::object{{reply.type, media(reply)}};
  return out;
}

json::object Writer::responses(const Route& route, const Description& description) {
  std::map<int, json::object> by_status;
  for (const Reply& reply : description.replies) by_status[reply.status] = response(route, reply);
  for (const ErrorCode code : errors_of(route, description)) {
    const int status = error_status(code, route.shape);
    if (by_status.contains(status)) continue;
    const std::string name = error_name(code, route.shape);
    if (!responses_.contains(name)) responses_[name] = error_response_json(code, route.shape, components_);
    by_status[status] = reference_to("responses", name);
  }
  json::object out;
  for (auto& [status, response] : by_status) out[std::to_string(status)] = std::move(response);
  const std::string other = other_error_name(route.shape);
  if (!responses_.contains(other)) responses_[other] = other_error_json(route.shape, components_);
  out["default"] = reference_to("responses", other);
  return out;
}

json::object Writer::operation(const Route& route, const std::string& path) {
  const auto [group, described] = find_description(route.name);
  const Description none{.route = route.name, .replies = {}};
  const Description& description = described != nullptr ? *described : none;
  json::object out{{"operationId", route.name}, {"summary", route.summary}};
  if (!description.note.empty()) out["description"] = description.note;
  out["tags"] = json::array{group != nullptr ? group->name : std::string_view("undescribed")};
  out["x-access"] = access_word(route.access);
  out["security"] = security_of(route);
  if (json::array all = parameters(path, description); !all.empty()) out["parameters"] = std::move(all);
  if (description.body.schema.kind != Kind::nothing) {
    out["requestBody"] = body(route, description.body);
    out["x-body-limit"] = route.body_limit;
  }
  out["responses"] = responses(route, description);
  return out;
}

json::object Writer::paths() {
  json::object out;
  for (const Route& route : routes()) {
    const std::string path = path_of(route);
    json::value& item = out[path];
    if (!item.is_object()) item = json::object{};
    item.as_object()[to_lower(http::method_word(route.method))] = operation(route, path);
  }
  return out;
}

json::object to_object(const std::map<std::string, json::object>& map) {
  json::object out;
  for (const auto& [name, value] : map) out[name] = value;
  return out;
}

json::object Writer::components() {
  json::object headers;
  for (const Parameter* field : header_fields()) {
    headers[field->name] = json::object{{"description", field->note},
                                        {"required", field->need != Need::optional},
                                        {"schema", components_.schema(field->schema)}};
  }
  return {{"securitySchemes", security_schemes()}, {"parameters", to_object(path_parameters_)},
          {"headers", std::move(headers)},         {"responses", to_object(responses_)},
          {"schemas", components_.schemas()},      {"examples", to_object(examples_)}};
}

constexpr std::string_view kInfo =
    "A registry for Rust crates. Below /v1 is the management API; below /{access}/{namespace}/{repository}/cargo is "
    "what "
    "cargo and git speak.\n\n"
    "HEAD is answered wherever GET is. Below /v1 the slash at the end of a path may be left out. Fields of a request's "
    "body that are not known are passed over; null counts as left out. Answers may get more fields in time: pass over "
    "what "
    "you do not know. Every answer has an X-Request-Id, which is the request's name in the server's log. Lists come "
    "page by "
    "page, with X-Pagination-* and Link saying where one is.\n\n"
    "Made from the tables by which the server works; `entrepot routes --openapi` prints it.";

}  // namespace

std::string path_of(const Route& route) {
  std::string path(route.pattern);
  const auto [group, description] = find_description(route.name);
  if (description != nullptr && !description->rest.empty()) {
    path.replace(path.rfind('/') + 1, std::string::npos, description->rest);
  }
  if (const std::size_t dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
  if (path.starts_with("/v1/")) path.push_back('/');
  return path;
}

json::object document(std::string_view public_url) {
  Writer writer(public_url);
  json::array tags;
  for (const Group* group : groups()) tags.push_back(json::object{{"name", group->name}, {"description", group->note}});
  json::object paths = writer.paths();
  return {
      {"openapi", "3.0.3"},
      {"info", json::object{{"title", "Entrepot"}, {"version", kVersion}, {"description", kInfo}}},
      {"servers", json::array{json::object{{"url", public_url.empty() ? std::string_view("/") : public_url}}}},
      {"tags", std::move(tags)},
      {"paths", std::move(paths)},
      {"components", writer.components()},
  };
}

}  // namespace entrepot::api::openapi
