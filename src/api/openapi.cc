#include "api/openapi.h"

#include <boost/json.hpp>
#include <memory>
#include <string>
#include <utility>

#include "api/application.h"
#include "api/openapi/document.h"
#include "api/openapi/print_json.h"
#include "api/operations/handlers.h"
#include "api/routes.h"
#include "http/etag.h"

namespace entrepot::api {
namespace json = boost::json;

std::string openapi_json(std::string_view public_url) {
  return json::serialize(openapi::document(public_url));
}

std::string openapi_page() {
  return openapi::printed(openapi::document("https://crates.example"));
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
