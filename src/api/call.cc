#include "api/call.h"

namespace entrepot::api {

std::string_view Call::parameter(std::string_view name) const {
  std::string_view rest = route->pattern;
  for (std::size_t index = 0; index < parameters.size(); ++index) {
    const std::size_t open = rest.find('{');
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}', open);
    std::string_view here = rest.substr(open + 1, close - open - 1);
    if (here.ends_with("...")) here.remove_suffix(3);
    if (here == name) return parameters[index];
    rest.remove_prefix(close + 1);
  }
  return {};
}

bool is_path_token(std::string_view access) {
  return access != "public" && access != "basic";
}

}  // namespace entrepot::api
