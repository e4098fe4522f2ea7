#pragma once

#include <string>
#include <string_view>

namespace entrepot::api {

/// The route table as an OpenAPI 3.0 document.
std::string openapi_json(std::string_view public_url);

/// The same, ready to send; made once.
struct OpenApiDocument {
  std::string text;
  std::string etag;
};
OpenApiDocument make_openapi_document(std::string_view public_url);

}  // namespace entrepot::api
