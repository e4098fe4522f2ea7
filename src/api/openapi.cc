#include "api/openapi.h"

#include <boost/json.hpp>
#include <cctype>
#include <memory>
#include <string>
#include <utility>

#include "api/application.h"
#include "api/operations/handlers.h"
#include "api/routes.h"
#include "api/version.h"
#include "base/encoding.h"
#include "http/etag.h"

namespace entrepot::api {
namespace json = boost::json;
namespace {

/// OpenAPI knows no `{name...}`, and the canonical spelling of the management API ends in a slash.
std::string openapi_path(const Route& route) {
  std::string path(route.pattern);
  if (const std::size_t dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
  if (path.starts_with("/v1/")) path.push_back('/');
  return path;
}

json::array parameters_of(std::string_view path) {
  json::array parameters;
  for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1)) {
    parameters.push_back(json::object{{"name", path.substr(open + 1, path.find('}', open) - open - 1)},
                                      {"in", "path"},
                                      {"required", true},
                                      {"schema", json::object{{"type", "string"}}}});
  }
  return parameters;
}

json::object operation_of(const Route& route, const std::string& path) {
  json::object operation{{"operationId", route.name},
                         {"summary", route.summary},
                         {"tags", json::array{route.traffic == Traffic::probe         ? "operations"
                                              : route.shape == ErrorShape::management ? "management"
                                                                                      : "cargo"}},
                         {"parameters", parameters_of(path)},
                         {"x-access", access_word(route.access)},
                         {"responses", json::object{{"default", json::object{{"description", route.summary}}}}}};
  if (route.body_limit > 0) {
    const char* type = route.name == "publish"          ? "application/octet-stream"
                       : route.shape == ErrorShape::git ? "application/x-git-upload-pack-request"
                                                        : "application/json";
    operation["requestBody"] = json::object{{"content", json::object{{type, json::object{}}}}};
  }
  if (route.access == Access::anyone || route.access == Access::operators) operation["security"] = json::array{};
  return operation;
}

}  // namespace

std::string openapi_json(std::string_view public_url) {
  json::object paths;
  for (const Route& route : routes()) {
    const std::string path = openapi_path(route);
    json::value& item = paths[path];
    if (!item.is_object()) item = json::object{};
    item.as_object()[to_lower(http::method_word(route.method))] = operation_of(route, path);
  }
  const json::object document{
      {"openapi", "3.0.3"},
      {"info", json::object{{"title", "Entrepot"}, {"version", kVersion}}},
      {"servers", json::array{json::object{{"url", public_url}}}},
      {"security", json::array{json::object{{"apikey", json::array{}}}, json::object{{"basic", json::array{}}}}},
      {"components",
       json::object{{"securitySchemes",
                     json::object{{"apikey", json::object{{"type", "apiKey"}, {"name", "X-Api-Key"}, {"in", "header"}}},
                                  {"basic", json::object{{"type", "http"}, {"scheme", "basic"}}}}}}},
      {"paths", std::move(paths)},
  };
  return json::serialize(document);
}

std::string routes_markdown() {
  std::string text =
      "# Routes\n\nGenerated from the route table by `entrepot routes --markdown`; a test checks that it is current. "
      "HEAD is "
      "answered wherever GET is; below `/v1` the trailing slash may be left out.\n\n"
      "| method | path | name | access | what |\n|---|---|---|---|---|\n";
  for (const Route& route : routes()) {
    text.append("| ").append(http::method_word(route.method));
    text.append(" | `").append(route.pattern).append(route.pattern.starts_with("/v1/") ? "/" : "").append("` | ");
    text.append(route.name).append(" | ").append(access_word(route.access)).append(" | ");
    text.append(route.summary).append(" |\n");
  }
  return text;
}

OpenApiDocument make_openapi_document(std::string_view public_url) {
  std::string text = openapi_json(public_url);
  std::string etag = http::content_etag(text);
  return {std::move(text), std::move(etag)};
}

namespace operations {

std::optional<http::Response> openapi_now(const Call& call) {
  const Site* site = call.services.site;
  const auto document =
      site != nullptr ? site->openapi : std::make_shared<const OpenApiDocument>(make_openapi_document({}));
  http::Response response;
  response.fields.add("etag", document->etag);
  response.fields.add("cache-control", "no-cache");
  if (const auto wanted = call.request.field("if-none-match"); wanted && http::matches_etag(*wanted, document->etag)) {
    response.status = 304;
    return response;
  }
  response.fields.add("content-type", "application/json");
  response.body = http::SharedBody{document, document->text};
  return response;
}

}  // namespace operations
}  // namespace entrepot::api
