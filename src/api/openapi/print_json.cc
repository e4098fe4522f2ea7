#include "api/openapi/print_json.h"

#include <boost/json.hpp>

namespace entrepot::api::openapi {
namespace json = boost::json;
namespace {

void print(const json::value& value, const std::string& indent, std::string& out) {
  const std::string deeper = indent + "  ";
  if (const json::object* object = value.if_object(); object != nullptr && !object->empty()) {
    std::string separator = "{\n";
    for (const auto& member : *object) {
      out.append(separator).append(deeper).append(json::serialize(json::value(member.key()))).append(": ");
      print(member.value(), deeper, out);
      separator = ",\n";
    }
    out.append("\n").append(indent).append("}");
  } else if (const json::array* array = value.if_array(); array != nullptr && !array->empty()) {
    std::string separator = "[\n";
    for (const json::value& item : *array) {
      out.append(separator).append(deeper);
      print(item, deeper, out);
      separator = ",\n";
    }
    out.append("\n").append(indent).append("]");
  } else {
    out.append(json::serialize(value));
  }
}

}  // namespace

std::string printed(const json::value& value) {
  std::string out;
  print(value, "", out);
  out.push_back('\n');
  return out;
}

}  // namespace entrepot::api::openapi
