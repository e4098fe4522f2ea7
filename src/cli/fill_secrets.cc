#include "cli/fill_secrets.h"

#include <array>
#include <boost/json.hpp>
#include <utility>

#include "base/replace_all.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct Placeholder {
  std::string_view text;
  std::string Fillings::* value;
};
constexpr std::array<Placeholder, 4> kPlaceholders{{{"{{api_key}}", &Fillings::api_key},
                                                    {"{{entitlement_token}}", &Fillings::entitlement_token},
                                                    {"{{user}}", &Fillings::user},
                                                    {"{{password}}", &Fillings::password}}};

}  // namespace

std::string fill(std::string_view text, const Fillings& fillings) {
  std::string filled(text);
  for (const Placeholder& placeholder : kPlaceholders) {
    const std::string& value = fillings.*placeholder.value;
    if (!value.empty()) filled = replace_all(std::move(filled), placeholder.text, value);
  }
  return filled;
}

void fill_code(json::value& page, const Fillings& fillings) {
  if (json::array* array = page.if_array()) {
    for (json::value& item : *array) fill_code(item, fillings);
    return;
  }
  json::object* object = page.if_object();
  if (object == nullptr) return;
  for (auto& [key, value] : *object) {
    if (value.is_string() && (key == "code" || key == "index")) {
      value = fill(value.get_string(), fillings);
    } else {
      fill_code(value, fillings);
    }
  }
}

}  // namespace entrepot::cli
