#include "cargo/json_fields.h"

#include <boost/json.hpp>

#include "base/try.h"
#include "cargo/scanner.h"

namespace entrepot {
namespace {

constexpr std::size_t kMaxDepth = 16;

std::unexpected<Error> wrong_field(std::string_view where, std::string_view key, std::string_view must) {
  return invalid(std::string(where) + " must have " + std::string(must) + " as '" + printable(key) + "'.");
}

bool is_clean(std::string_view text) {
  return !text.contains('\0');
}

}  // namespace

const boost::json::value* JsonFields::find(std::string_view key) const {
  const boost::json::value* value = object_.if_contains(key);
  return value != nullptr && value->is_null() && null_rule_ == NullRule::absent ? nullptr : value;
}

std::unexpected<Error> JsonFields::wrong(std::string_view key, std::string_view must) const {
  return wrong_field(where_, key, must);
}

bool JsonFields::has(std::string_view key) const {
  return find(key) != nullptr;
}

Result<std::string> JsonFields::text(std::string_view key) const {
  TRY_ASSIGN(auto value, optional_text(key));
  if (!value) return wrong(key, "a string");
  return std::move(*value);
}

Result<std::optional<std::string>> JsonFields::optional_text(std::string_view key) const {
  const boost::json::value* value = object_.if_contains(key);
  if (value == nullptr || value->is_null()) return std::nullopt;
  if (!value->is_string() || !is_clean(value->get_string())) return wrong(key, "a string without NUL characters");
  return std::string(value->get_string());
}

Result<std::vector<std::string>> json_texts(const boost::json::value& value, std::string_view where,
                                            std::string_view key) {
  if (!value.is_array()) return wrong_field(where, key, "an array of strings");
  std::vector<std::string> out;
  for (const boost::json::value& element : value.get_array()) {
    if (!element.is_string() || !is_clean(element.get_string())) return wrong_field(where, key, "an array of strings");
    out.emplace_back(element.get_string());
  }
  return out;
}

Result<std::vector<std::string>> JsonFields::texts(std::string_view key) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return std::vector<std::string>();
  return json_texts(*value, where_, key);
}

Result<bool> JsonFields::flag(std::string_view key, bool otherwise) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_bool()) return wrong(key, "true or false");
  return value->get_bool();
}

Result<const boost::json::array*> JsonFields::array(std::string_view key) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_array()) return wrong(key, "an array");
  return &value->get_array();
}

Result<const boost::json::object*> JsonFields::object(std::string_view key) const {
  const boost::json::value* value = find(key);
  if (value == nullptr) return nullptr;
  if (!value->is_object()) return wrong(key, "an object");
  return &value->get_object();
}

Result<boost::json::object> parse_json_object(std::string_view text, std::string_view where) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error, {}, options);
  if (error) return fail(ErrorCode::bad_request, std::string(where) + " is not valid JSON.", error.message());
  if (!value.is_object()) return fail(ErrorCode::bad_request, std::string(where) + " must be a JSON object.");
  return std::move(value.get_object());
}

}  // namespace entrepot
