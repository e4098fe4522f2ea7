#include "http/response.h"

#include <utility>

namespace entrepot::http {
namespace {

struct Length {
  std::uint64_t operator()(std::monostate) const { return 0; }
  std::uint64_t operator()(const std::string& body) const { return body.size(); }
  std::uint64_t operator()(const SharedBody& body) const { return body.bytes.size(); }
  std::uint64_t operator()(const FileBody& body) const { return body.length; }
  std::uint64_t operator()(const ChainBody& body) const {
    std::uint64_t sum = 0;
    for (const ChainBody::Part& part : body.parts) sum += std::visit(*this, part);
    return sum;
  }
};

}  // namespace

std::uint64_t body_length(const Body& body) {
  return std::visit(Length{}, body);
}

Response text_response(int status, std::string_view content_type, std::string body) {
  Response response{.status = status, .fields = {}, .body = std::move(body)};
  response.fields.add("content-type", content_type);
  return response;
}

}  // namespace entrepot::http
