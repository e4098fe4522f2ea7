#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "base/error.h"

namespace entrepot {

enum class LogLevel : std::uint8_t { debug, info, warning, error };

/// One value beside a log message. Constant message, values as fields, never a secret.
struct LogField {
  std::string_view key;
  std::variant<std::string_view, std::int64_t, double, bool> value;

  LogField(std::string_view k, std::string_view v) : key(k), value(v) {}
  LogField(std::string_view k, const char* v) : key(k), value(std::string_view(v)) {}
  LogField(std::string_view k, const std::string& v) : key(k), value(std::string_view(v)) {}
  LogField(std::string_view k, std::int64_t v) : key(k), value(v) {}
  LogField(std::string_view k, int v) : key(k), value(std::int64_t{v}) {}
  LogField(std::string_view k, std::size_t v) : key(k), value(static_cast<std::int64_t>(v)) {}
  LogField(std::string_view k, double v) : key(k), value(v) {}
  LogField(std::string_view k, bool v) : key(k), value(v) {}
};

/// Starts logging JSON lines to standard error, first before any thread; again only changes the level. Without it
/// nothing is logged. Nobody waits for whoever reads the lines: see LogOutput.
void start_logging(LogLevel least);
/// How many lines were dropped because nobody read them in time.
std::uint64_t dropped_log_lines();
/// "debug", "info", "warning", "error".
Result<LogLevel> parse_log_level(std::string_view word);
bool is_logged(LogLevel level);

/// Writes {"time":…,"level":…,"message":…,<fields>} as one line. Any thread.
void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields = {});

inline void log_info(std::string_view message, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::info, message, fields);
}
inline void log_warning(std::string_view message, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::warning, message, fields);
}
inline void log_error(std::string_view message, std::initializer_list<LogField> fields = {}) {
  log(LogLevel::error, message, fields);
}

}  // namespace entrepot
