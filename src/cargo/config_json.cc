#include "cargo/config_json.h"

#include <boost/json.hpp>

namespace entrepot {

std::string config_json(std::string_view dl, std::string_view api, AuthRequired auth_required) {
  boost::json::object object{{"dl", dl}, {"api", api}};
  if (auth_required == AuthRequired::yes) object["auth-required"] = true;
  return boost::json::serialize(object);
}

}  // namespace entrepot
