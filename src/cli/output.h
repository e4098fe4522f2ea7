#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace entrepot::cli {

enum class OutputForm : std::uint8_t { human, json };

/// A column of a human table: its heading and the key of the JSON object it shows.
struct Column {
  std::string_view heading;
  std::string_view key;
};

/// A JSON value as a person reads it in a cell: text bare, null as "-", booleans as yes and no, lists separated by
/// commas. Control characters become spaces: a description must not move the terminal's cursor.
std::string cell(const boost::json::value& value);
/// The cell of a key, "-" when the object has none.
std::string cell(const boost::json::object& object, std::string_view key);

/// An aligned table, or a sentence when there is no row.
std::string table(const boost::json::array& rows, std::initializer_list<Column> columns, std::string_view if_empty);

/// Prints what a command found to standard output: the server's JSON, or text for people.
class Output {
 public:
  explicit Output(OutputForm form) : form_(form) {}

  /// JSON as it came; or the sentence.
  void answer(const boost::json::value& json, std::string_view sentence) const;
  /// JSON as it came; or a table.
  void list(const boost::json::array& rows, std::initializer_list<Column> columns, std::string_view if_empty) const;

 private:
  OutputForm form_;
};

}  // namespace entrepot::cli
