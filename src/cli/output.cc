#include "cli/output.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <vector>

namespace entrepot::cli {
namespace {

std::string harmless(std::string_view text) {
  std::string clean(text);
  std::ranges::replace_if(clean, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; }, ' ');
  return clean;
}

// Columns are counted in code points: good enough for names, and never splits one.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  if (!text.ends_with('\n')) std::fputc('\n', stdout);
  std::fflush(stdout);
}

}  // namespace

std::string cell(const boost::json::value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return "-";
    case boost::json::kind::bool_:
      return value.get_bool() ? "yes" : "no";
    case boost::json::kind::string:
      return value.get_string().empty() ? "-" : harmless(value.get_string());
    case boost::json::kind::array: {
      std::string joined;
      for (const boost::json::value& item : value.get_array()) joined += (joined.empty() ? "" : ",") + cell(item);
      return joined.empty() ? "-" : joined;
    }
    default:
      return harmless(boost::json::serialize(value));
  }
}

std::string cell(const boost::json::object& object, std::string_view key) {
  const boost::json::value* value = object.if_contains(key);
  return value != nullptr ? cell(*value) : "-";
}

std::string table(const boost::json::array& rows, std::initializer_list<Column> columns, std::string_view if_empty) {
  if (rows.empty()) return std::string(if_empty);
  std::vector<std::vector<std::string>> lines(1);
  for (const Column& column : columns) lines[0].emplace_back(column.heading);
  for (const boost::json::value& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    const boost::json::object* object = row.if_object();
    for (const Column& column : columns) line.push_back(object != nullptr ? cell(*object, column.key) : cell(row));
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width_of(line[i]));
  }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      text += line[i];
      if (i + 1 < line.size()) text.append(widths[i] - width_of(line[i]) + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

void Output::answer(const boost::json::value& json, std::string_view sentence) const {
  print(form_ == OutputForm::json ? boost::json::serialize(json) : std::string(sentence));
}

void Output::list(const boost::json::array& rows, std::initializer_list<Column> columns,
                  std::string_view if_empty) const {
  print(form_ == OutputForm::json ? boost::json::serialize(rows) : table(rows, columns, if_empty));
}

}  // namespace entrepot::cli
