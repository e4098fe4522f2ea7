#pragma once

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace entrepot {

/// Whether a field that is there may be null (and then counts as absent): publish metadata is lenient, an index line is
/// not.
enum class NullRule : std::uint8_t { absent, refuse };

/// Typed look-ups in an object that came from outside; every error names the field. A view: the object must outlive it.
/// No text may hold a NUL, because PostgreSQL cannot keep one.
class JsonFields {
 public:
  /// `where` begins the sentences: "The publish metadata".
  JsonFields(const boost::json::object& object, std::string_view where, NullRule null_rule)
      : object_(object), where_(where), null_rule_(null_rule) {}

  Result<std::string> text(std::string_view key) const;                          ///< required
  Result<std::optional<std::string>> optional_text(std::string_view key) const;  ///< null = absent under either rule
  Result<std::vector<std::string>> texts(std::string_view key) const;            ///< absent = empty
  Result<bool> flag(std::string_view key, bool otherwise) const;
  /// Nothing when absent.
  Result<const boost::json::array*> array(std::string_view key) const;
  Result<const boost::json::object*> object(std::string_view key) const;
  bool has(std::string_view key) const;

 private:
  /// Nothing when absent, or null and null counts as absent.
  const boost::json::value* find(std::string_view key) const;
  std::unexpected<Error> wrong(std::string_view key, std::string_view must) const;

  const boost::json::object& object_;
  std::string_view where_;
  NullRule null_rule_;
};

/// Parses one JSON object within bounds on depth. `where` as above.
Result<boost::json::object> parse_json_object(std::string_view text, std::string_view where);

/// An array of strings; `where` and `key` only for the error.
Result<std::vector<std::string>> json_texts(const boost::json::value& value, std::string_view where,
                                            std::string_view key);

}  // namespace entrepot
