#include "cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
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

bool is_number(const boost::json::value* value) {
  return value != nullptr && value->is_number();
}

std::string shown(const boost::json::object& object, const Column& column) {
  const boost::json::value* value = object.if_contains(column.key);
  if (column.show == Show::bytes && value != nullptr && value->is_int64() && value->get_int64() >= 0) {
    return readable_bytes(static_cast<std::uint64_t>(value->get_int64()));
  }
  std::string text = cell(object, column.key);
  constexpr std::string_view kTime = "2026-11-22T10:11";
  if (column.show == Show::time && text.size() > kTime.size() && text[kTime.find('T')] == 'T') {
    text.resize(kTime.size());
    text[kTime.find('T')] = ' ';
  }
  return text;
}

void write_pretty(const boost::json::value& value, std::string& out, std::size_t depth) {
  const auto line = [&out](std::size_t level) { out.append("\n").append(2 * level, ' '); };
  if (const auto* object = value.if_object(); object != nullptr && !object->empty()) {
    out += '{';
    for (std::size_t n = 0; const auto& [key, item] : *object) {
      out += n++ > 0 ? "," : "";
      line(depth + 1);
      out += boost::json::serialize(key) + ": ";
      write_pretty(item, out, depth + 1);
    }
    line(depth);
    out += '}';
  } else if (const auto* array = value.if_array(); array != nullptr && !array->empty()) {
    out += '[';
    for (std::size_t n = 0; const boost::json::value& item : *array) {
      out += n++ > 0 ? "," : "";
      line(depth + 1);
      write_pretty(item, out, depth + 1);
    }
    line(depth);
    out += ']';
  } else {
    out += boost::json::serialize(value);
  }
}

}  // namespace

std::string readable_bytes(std::uint64_t bytes) {
  constexpr std::array kUnits{"KiB", "MiB", "GiB", "TiB"};
  constexpr double kStep = 1024;
  if (bytes < 1024) return fmt::format("{} B", bytes);
  auto amount = static_cast<double>(bytes) / kStep;
  std::size_t unit = 0;
  while (amount >= kStep && unit + 1 < kUnits.size()) {
    amount /= kStep;
    ++unit;
  }
  return fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

std::string pretty(const boost::json::value& value) {
  std::string out;
  write_pretty(value, out, 0);
  return out + '\n';
}

boost::json::object error_document(const Error& error, const std::optional<Refusal>& refusal) {
  const bool is_of_server = refusal && error.message.starts_with(refusal->sentence);
  boost::json::object out{{"detail", error.message},
                          {"meta",
                           {{"code", is_of_server ? refusal->status : http_status(error.code)},
                            {"description", error_code_word(error.code)}}}};
  if (!is_of_server) return out;
  boost::json::error_code problem;
  const boost::json::value body = boost::json::parse(refusal->body, problem);
  const boost::json::object* object = problem ? nullptr : body.if_object();
  if (object == nullptr) return out;
  if (const auto* fields = object->if_contains("fields"); fields != nullptr && fields->is_object()) {
    out["fields"] = *fields;
  }
  if (const auto* detail = object->if_contains("detail"); detail != nullptr && detail->is_string()) {
    out["detail"] = *detail;
  }
  return out;
}

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
    case boost::json::kind::double_:
      return fmt::format("{:g}", value.get_double());  // Boost writes 0E0
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
  std::vector<bool> to_the_right(columns.size(), true);
  for (const Column& column : columns) lines[0].emplace_back(column.heading);
  for (const boost::json::value& row : rows) {
    std::vector<std::string>& line = lines.emplace_back();
    const boost::json::object* object = row.if_object();
    for (const Column& column : columns) {
      const boost::json::value* value = object != nullptr ? object->if_contains(column.key) : &row;
      if (!is_number(value)) to_the_right[line.size()] = false;
      line.push_back(object != nullptr ? shown(*object, column) : cell(row));
    }
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width_of(line[i]));
  }
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const std::size_t padding = widths[i] - width_of(line[i]);
      if (to_the_right[i]) text.append(padding, ' ');
      text += line[i];
      if (i + 1 < line.size()) text.append((to_the_right[i] ? 0 : padding) + 2, ' ');
    }
    text += '\n';
  }
  return text;
}

void Output::document(const boost::json::value& json) {
  print(form_ == OutputForm::pretty_json ? pretty(json) : boost::json::serialize(json));
  has_answered_ = true;
}

void Output::answer(const boost::json::value& json, std::string_view sentence) {
  if (form_ == OutputForm::table) return print(sentence);
  document(json);
}

void Output::list(const boost::json::array& rows, std::initializer_list<Column> columns, std::string_view if_empty) {
  list(rows, rows, columns, if_empty);
}

void Output::list(const boost::json::value& json, const boost::json::array& rows, std::initializer_list<Column> columns,
                  std::string_view if_empty) {
  if (form_ == OutputForm::table) return print(table(rows, columns, if_empty));
  document(json);
}

void Output::failure_answer(const boost::json::value& json) {
  if (form_ != OutputForm::table) document(json);
}

void Output::failure(const Error& error, const std::optional<Refusal>& refusal) {
  fmt::print(stderr, "entrepot: {}\n", error.message);
  if (form_ != OutputForm::table && !has_answered_) document(error_document(error, refusal));
}

}  // namespace entrepot::cli
