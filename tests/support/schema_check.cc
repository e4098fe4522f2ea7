#include "support/schema_check.h"

#include <array>
#include <boost/json.hpp>
#include <cstdint>
#include <regex>
#include <set>
#include <string_view>

#include "base/clock.h"

namespace entrepot::testing {
namespace json = boost::json;
namespace {

bool is_type(const json::value& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_int64() || value.is_uint64();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_bool();
  if (type == "array") return value.is_array();
  return type == "object" && value.is_object();
}

bool is_of_format(std::string_view text, std::string_view format) {
  if (format == "date-time") return from_rfc3339(text).has_value();
  if (format == "uri") return text.contains("://") && text.find_first_of(" <>\"") == std::string_view::npos;
  return true;
}

/// The words of a schema, those that mean nothing to a value among them.
const std::set<std::string_view> kKnownWords{
    "type",       "format",   "enum",        "items",    "additionalProperties",
    "properties", "required", "nullable",    "allOf",    "$ref",
    "minimum",    "maximum",  "maxLength",   "minItems", "maxItems",
    "pattern",    "default",  "description", "title",    "readOnly",
    "writeOnly",
};

class Check {
 public:
  Check(const json::value& root, std::vector<std::string>& mistakes) : root_(root), mistakes_(mistakes) {}

  void value(const json::value& schema, const json::value& value, const std::string& place) {
    const json::object& words = followed(root_, schema).as_object();
    for (const auto& word : words) {
      if (!kKnownWords.contains(word.key()))
        say(place, "has a schema with the unknown word " + std::string(word.key()));
    }
    if (value.is_null()) {
      const json::value* nullable = words.if_contains("nullable");
      if (nullable == nullptr || !nullable->as_bool()) say(place, "must not be null");
      return;
    }
    if (const json::value* all = words.if_contains("allOf")) {
      for (const json::value& one : all->as_array()) this->value(one, value, place);
    }
    if (const json::value* type = words.if_contains("type"); type != nullptr && !is_type(value, type->as_string())) {
      say(place, "must be of type " + std::string(type->as_string()) + " and is " + json::serialize(value));
      return;
    }
    choice(words, value, place);
    if (value.is_string()) text(words, value.get_string(), place);
    if (value.is_number()) number(words, value.to_number<double>(), place);
    if (value.is_array()) list(words, value.get_array(), place);
    if (value.is_object()) object(words, value.get_object(), place);
  }

 private:
  void say(const std::string& place, const std::string& mistake) {
    mistakes_.push_back((place.empty() ? "(all)" : place) + ": " + mistake);
  }

  void choice(const json::object& words, const json::value& value, const std::string& place) {
    const json::value* choices = words.if_contains("enum");
    if (choices == nullptr) return;
    for (const json::value& choice : choices->as_array()) {
      if (choice == value) return;
    }
    say(place, "is none of the words described: " + json::serialize(value));
  }

  void text(const json::object& words, const json::string& text, const std::string& place) {
    if (const json::value* format = words.if_contains("format"); format != nullptr) {
      if (!is_of_format(text, format->as_string())) say(place, "is no " + std::string(format->as_string()));
    }
    if (const json::value* most = words.if_contains("maxLength")) {
      if (text.size() > most->to_number<std::size_t>()) say(place, "is too long");
    }
    if (const json::value* pattern = words.if_contains("pattern")) {
      const std::regex regex(pattern->as_string().c_str());
      if (!std::regex_search(text.begin(), text.end(), regex)) say(place, "does not have the form described");
    }
  }

  void number(const json::object& words, double number, const std::string& place) {
    if (const json::value* least = words.if_contains("minimum")) {
      if (number < least->to_number<double>()) say(place, "is too small");
    }
    if (const json::value* most = words.if_contains("maximum")) {
      if (number > most->to_number<double>()) say(place, "is too large");
    }
  }

  void list(const json::object& words, const json::array& list, const std::string& place) {
    if (const json::value* least = words.if_contains("minItems")) {
      if (list.size() < least->to_number<std::size_t>()) say(place, "has too few items");
    }
    if (const json::value* most = words.if_contains("maxItems")) {
      if (list.size() > most->to_number<std::size_t>()) say(place, "has too many items");
    }
    const json::value* items = words.if_contains("items");
    for (std::size_t n = 0; items != nullptr && n < list.size(); ++n) {
      value(*items, list[n], place + "[" + std::to_string(n) + "]");
    }
  }

  void object(const json::object& words, const json::object& object, const std::string& place) {
    // Something that is only a reference to a component has no members of its own.
    const json::value* known = words.if_contains("properties");
    const json::value* others = words.if_contains("additionalProperties");
    if (known == nullptr && others == nullptr) return;
    for (const auto& member : object) {
      const std::string here = place + "." + std::string(member.key());
      const json::value* schema = known != nullptr ? known->as_object().if_contains(member.key()) : nullptr;
      if (schema == nullptr) schema = others;
      if (schema == nullptr) {
        say(here, "is not described");
      } else {
        value(*schema, member.value(), here);
      }
    }
    const json::value* required = words.if_contains("required");
    if (required == nullptr) return;
    for (const json::value& name : required->as_array()) {
      if (!object.contains(name.as_string())) say(place + "." + std::string(name.as_string()), "is missing");
    }
  }

  const json::value& root_;
  std::vector<std::string>& mistakes_;
};

}  // namespace

const json::value& followed(const json::value& root, const json::value& value) {
  const json::object* object = value.if_object();
  const json::value* reference = object != nullptr ? object->if_contains("$ref") : nullptr;
  if (reference == nullptr) return value;
  const std::string_view text = reference->as_string();
  return root.at_pointer(text.substr(text.find('#') + 1));
}

std::vector<std::string> schema_mistakes(const json::value& root, const json::value& schema, const json::value& value) {
  std::vector<std::string> mistakes;
  Check(root, mistakes).value(schema, value, "");
  return mistakes;
}

}  // namespace entrepot::testing
