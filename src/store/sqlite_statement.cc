#include "store/sqlite_statement.h"

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <cerrno>
#include <optional>
#include <utility>

#include "base/file.h"
#include "base/try.h"

namespace entrepot::store {
namespace {

namespace api = sqlite_api;

/// ":a" is 0, ":z" 25, ":aa" 26; anything else is not a parameter of ours.
std::optional<std::size_t> value_index(const char* name) {
  const std::string_view text = name != nullptr ? name : "";
  if (text.size() < 2 || text.size() > 3 || text[0] != ':') return std::nullopt;
  std::size_t index = 0;
  for (const char letter : text.substr(1)) {
    if (letter < 'a' || letter > 'z') return std::nullopt;
    index = index * 26 + static_cast<std::size_t>(letter - 'a') + 1;
  }
  return index - 1;
}

int bind_value(api::sqlite3_stmt* statement, int parameter, const Value& value) {
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return api::sqlite3_bind_int64(statement, parameter, *integer);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    // Not copied: the values outlive the run. 64-bit length, so embedded NULs and any size survive.
    return api::sqlite3_bind_text64(statement, parameter, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
  }
  return api::sqlite3_bind_null(statement, parameter);
}

}  // namespace

std::unexpected<Error> sqlite_error(api::sqlite3* database, int code, std::string_view doing) {
  std::string detail = fmt::format("SQLite: {} ({}) in: {}", database != nullptr ? api::sqlite3_errmsg(database) : "",
                                   code, doing.substr(0, 400));
  const int system_code = database != nullptr ? api::sqlite3_system_errno(database) : 0;
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID) {
        return fail(ErrorCode::conflict, "That exists already.", std::move(detail));
      }
      break;
    case SQLITE_FULL:
      return system_error(std::move(detail), ENOSPC);
    case SQLITE_IOERR:
      if (system_code == ENOSPC || system_code == EDQUOT) return system_error(std::move(detail), system_code);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return unavailable("The database is busy. Try again in a moment.", 2, std::move(detail));
    default:
      break;
  }
  return internal_error(std::move(detail));
}

Result<PreparedStatement> PreparedStatement::prepare(api::sqlite3* database, std::string_view sql) {
  api::sqlite3_stmt* handle = nullptr;
  const char* rest = nullptr;
  const int code = api::sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                           SQLITE_PREPARE_PERSISTENT, &handle, &rest);
  if (code != SQLITE_OK) return sqlite_error(database, code, sql);
  PreparedStatement statement(database, handle);
  if (handle == nullptr) return internal_error("an empty SQL statement");
  const std::string_view remainder(rest, static_cast<std::size_t>(sql.data() + sql.size() - rest));
  if (remainder.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    return internal_error(fmt::format("more than one SQL statement in: {}", sql));
  }
  TRY(statement.read_parameters());
  return statement;
}

PreparedStatement::PreparedStatement(PreparedStatement&& other) noexcept
    : database_(other.database_),
      statement_(std::exchange(other.statement_, nullptr)),
      value_of_parameter_(std::move(other.value_of_parameter_)),
      value_count_(other.value_count_) {}

PreparedStatement& PreparedStatement::operator=(PreparedStatement&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(statement_, other.statement_);
  std::swap(value_of_parameter_, other.value_of_parameter_);
  std::swap(value_count_, other.value_count_);
  return *this;
}

PreparedStatement::~PreparedStatement() {
  api::sqlite3_finalize(statement_);
}

Result<void> PreparedStatement::read_parameters() {
  const int count = api::sqlite3_bind_parameter_count(statement_);
  std::vector<bool> used;
  for (int parameter = 1; parameter <= count; ++parameter) {
    const auto index = value_index(api::sqlite3_bind_parameter_name(statement_, parameter));
    if (!index) {
      return internal_error(fmt::format("parameters must be :a, :b, … in: {}", api::sqlite3_sql(statement_)));
    }
    value_of_parameter_.push_back(*index);
    if (used.size() <= *index) used.resize(*index + 1);
    used[*index] = true;
  }
  for (const bool is_used : used) {
    if (!is_used) return internal_error(fmt::format("a parameter is left out in: {}", api::sqlite3_sql(statement_)));
  }
  value_count_ = used.size();
  return {};
}

Result<void> PreparedStatement::bind(std::span<const Value> values) {
  if (values.size() != value_count_) {
    return internal_error(
        fmt::format("{} values for {} parameters in: {}", values.size(), value_count_, api::sqlite3_sql(statement_)));
  }
  for (std::size_t i = 0; i < value_of_parameter_.size(); ++i) {
    const int code = bind_value(statement_, static_cast<int>(i) + 1, values[value_of_parameter_[i]]);
    if (code != SQLITE_OK) return sqlite_error(database_, code, api::sqlite3_sql(statement_));
  }
  return {};
}

Result<bool> PreparedStatement::step() {
  const int code = api::sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(database_, code, api::sqlite3_sql(statement_));
}

Result<void> PreparedStatement::read(Row& row) const {
  std::vector<Value>& values = row.values();
  values.resize(static_cast<std::size_t>(api::sqlite3_column_count(statement_)));
  for (int column = 0; Value & value : values) {
    switch (api::sqlite3_column_type(statement_, column)) {
      case SQLITE_NULL:
        value = std::monostate();
        break;
      case SQLITE_INTEGER:
        value = std::int64_t{api::sqlite3_column_int64(statement_, column)};
        break;
      case SQLITE_TEXT: {
        const unsigned char* text = api::sqlite3_column_text(statement_, column);
        if (text == nullptr) return sqlite_error(database_, SQLITE_NOMEM, api::sqlite3_sql(statement_));
        const auto size = static_cast<std::size_t>(api::sqlite3_column_bytes(statement_, column));
        if (!std::holds_alternative<std::string>(value)) value.emplace<std::string>();
        std::get<std::string>(value).assign(reinterpret_cast<const char*>(text), size);
        break;
      }
      default:
        return wrong_type(column, "neither integer nor text");
    }
    ++column;
  }
  return {};
}

std::unexpected<Error> PreparedStatement::wrong_type(int column, std::string_view what) const {
  return internal_error(fmt::format("column {} is {} in: {}", api::sqlite3_column_name(statement_, column), what,
                                    api::sqlite3_sql(statement_)));
}

Result<void> PreparedStatement::read_integers(std::vector<std::int64_t>& out) {
  const int columns = api::sqlite3_column_count(statement_);
  int code = api::sqlite3_step(statement_);
  for (; code == SQLITE_ROW; code = api::sqlite3_step(statement_)) {
    for (int column = 0; column < columns; ++column) {
      const int type = api::sqlite3_column_type(statement_, column);
      if (type != SQLITE_INTEGER && type != SQLITE_NULL) return wrong_type(column, "no integer");
      out.push_back(api::sqlite3_column_int64(statement_, column));
    }
  }
  if (code != SQLITE_DONE) return sqlite_error(database_, code, api::sqlite3_sql(statement_));
  return {};
}

bool PreparedStatement::is_read_only() const {
  return api::sqlite3_stmt_readonly(statement_) != 0;
}

void PreparedStatement::reset() {
  api::sqlite3_reset(statement_);  // repeats the step's error, which has been told already
  api::sqlite3_clear_bindings(statement_);
}

Result<void> StatementCache::with(std::string_view sql, std::span<const Value> values,
                                  const std::function<Result<void>(PreparedStatement&)>& use) {
  decltype(idle_)::node_type lent;
  if (const auto found = idle_.find(sql); found != idle_.end()) {
    lent = idle_.extract(found);
  } else {
    TRY_ASSIGN(auto statement, PreparedStatement::prepare(database_, sql));
    lent = idle_.extract(idle_.emplace(std::string(sql), std::move(statement)).first);
  }
  // Given back however `use` ends: a visitor may throw.
  struct Return {
    StatementCache& cache;
    decltype(lent)& node;
    ~Return() {
      node.mapped().reset();
      if (cache.idle_.size() >= kMost) cache.idle_.clear();
      cache.idle_.insert(std::move(node));
    }
  } give_back{*this, lent};
  TRY(lent.mapped().bind(values));
  return use(lent.mapped());
}

}  // namespace entrepot::store
