#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cli/client.h"

namespace entrepot::cli {

enum class OutputForm : std::uint8_t { table, json, pretty_json };

/// How a cell of a column is written for people.
enum class Show : std::uint8_t { as_is, bytes, time };

/// A column of a human table: its heading and the key of the JSON object it shows.
struct Column {
  std::string_view heading;
  std::string_view key;
  Show show = Show::as_is;
};

/// A JSON value as a person reads it in a cell: text bare, null as "-", booleans as yes and no, lists separated by
/// commas. Control characters become spaces: a description must not move the terminal's cursor.
std::string cell(const boost::json::value& value);
/// The cell of a key, "-" when the object has none.
std::string cell(const boost::json::object& object, std::string_view key);
/// "1.5 MiB".
std::string readable_bytes(std::uint64_t bytes);

/// An aligned table, numbers to the right; or a sentence when there is no row.
std::string table(const boost::json::array& rows, std::initializer_list<Column> columns, std::string_view if_empty);

/// The value over several lines, two spaces a level, ending in a line feed.
std::string pretty(const boost::json::value& value);

/// {"detail", "meta": {"code", "description"}, "fields"?}: the server's status and fields when it was the server that
/// refused.
boost::json::object error_document(const Error& error, const std::optional<Refusal>& refusal);

/// Prints what a command found to standard output: the server's JSON, or text for people. One document, if any.
class Output {
 public:
  explicit Output(OutputForm form) : form_(form) {}

  /// JSON as it came; or the sentence.
  void answer(const boost::json::value& json, std::string_view sentence);
  /// JSON as it came; or a table.
  void list(const boost::json::array& rows, std::initializer_list<Column> columns, std::string_view if_empty);
  /// JSON as it came; or a table of rows that were made of it.
  void list(const boost::json::value& json, const boost::json::array& rows, std::initializer_list<Column> columns,
            std::string_view if_empty);
  /// JSON, where that was asked for, of a command that goes on to fail with a sentence.
  void failure_answer(const boost::json::value& json);
  /// "entrepot: sentence" to standard error; and as JSON to standard output, if that was asked for and no answer stands
  /// there.
  void failure(const Error& error, const std::optional<Refusal>& refusal);

 private:
  void document(const boost::json::value& json);

  OutputForm form_;
  bool has_answered_ = false;
};

}  // namespace entrepot::cli
