#include "store/transaction.h"

namespace entrepot::store {
namespace {

const Value kNull;

const Value& at(const std::vector<Value>& values, std::size_t column) {
  return column < values.size() ? values[column] : kNull;
}

}  // namespace

std::int64_t Row::integer(std::size_t column) const {
  return optional_integer(column).value_or(0);
}

const std::string& Row::text(std::size_t column) const {
  static const std::string empty;
  const std::string* text = std::get_if<std::string>(&at(values_, column));
  return text != nullptr ? *text : empty;
}

bool Row::is_null(std::size_t column) const {
  return std::holds_alternative<std::monostate>(at(values_, column));
}

std::optional<std::int64_t> Row::optional_integer(std::size_t column) const {
  const std::int64_t* integer = std::get_if<std::int64_t>(&at(values_, column));
  return integer != nullptr ? std::optional(*integer) : std::nullopt;
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
  const std::string* text = std::get_if<std::string>(&at(values_, column));
  return text != nullptr ? std::optional(*text) : std::nullopt;
}

}  // namespace entrepot::store
