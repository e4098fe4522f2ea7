#pragma once

#include <string>
#include <string_view>

namespace entrepot::api {

/// The route table with the descriptions in api/openapi/, as an OpenAPI 3.0.3 document.
std::string openapi_json(std::string_view public_url);

/// The same for people and for docs/openapi.json, of a server that is nobody's.
std::string openapi_page();

/// The same, ready to send; made once.
struct OpenApiDocument {
  std::string text;
  std::string etag;
};
OpenApiDocument make_openapi_document(std::string_view public_url);

}  // namespace entrepot::api
