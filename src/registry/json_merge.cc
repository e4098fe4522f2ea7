#include "registry/json_merge.h"

#include <boost/json.hpp>

#include "base/try.h"

namespace entrepot::registry {

Result<boost::json::object> parse_object(std::string_view what, std::string_view text) {
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_object()) return invalid(std::string(what) + " must be a JSON object.");
  return std::move(value.get_object());
}

Result<std::string> merge_objects(std::string_view what, std::string_view base, std::string_view change) {
  TRY_ASSIGN(boost::json::object merged, parse_object(what, base));
  TRY_ASSIGN(const boost::json::object changes, parse_object(what, change));
  for (const auto& [key, value] : changes) {
    if (value.is_null()) {
      merged.erase(key);
    } else {
      merged.insert_or_assign(key, value);
    }
  }
  return boost::json::serialize(merged);
}

}  // namespace entrepot::registry
