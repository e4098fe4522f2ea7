#include "base/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <memory>

#include "base/log_output.h"

namespace entrepot {
namespace {

// Read by every thread, written once at the start.
std::atomic<spdlog::logger*> logger{nullptr};

spdlog::level::level_enum to_spdlog(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view word_of(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return "debug";
    case LogLevel::info:
      return "info";
    case LogLevel::warning:
      return "warning";
    case LogLevel::error:
      return "error";
  }
  return "error";
}

void append_string(std::string& line, std::string_view text) {
  // Log lines must stay valid UTF-8 JSON whatever a client sent.
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  line += boost::json::serialize(boost::json::string_view(clean));
}

struct Append {
  std::string& line;
  void operator()(std::string_view text) const { append_string(line, text); }
  void operator()(std::int64_t number) const { line += std::to_string(number); }
  void operator()(double number) const { line += std::to_string(number); }
  void operator()(bool value) const { line += value ? "true" : "false"; }
};

std::string time_with_milliseconds() {
  const auto now = std::chrono::system_clock::now();
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm calendar{};
  gmtime_r(&seconds, &calendar);
  std::string text(40, '\0');
  text.resize(std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &calendar));
  return fmt::format("{}.{:03}Z", text, milliseconds);
}

std::string make_line(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  std::string line = R"({"time":")";
  line += time_with_milliseconds();
  line += R"(","level":")";
  line += word_of(level);
  line += R"(","message":)";
  append_string(line, message);
  for (const LogField& field : fields) {
    line += ',';
    append_string(line, field.key);
    line += ':';
    std::visit(Append{line}, field.value);
  }
  line += "}\n";
  return line;
}

LogOutput& standard_error() {
  // Kept for the life of the process: threads may log until the very end.
  static auto* const output = new LogOutput(STDERR_FILENO, [](std::uint64_t lines) {
    return make_line(LogLevel::warning, "log lines were dropped, because nobody read them in time",
                     {{"lines", static_cast<std::int64_t>(lines)}});
  });
  return *output;
}

/// LogOutput has a lock of its own.
class OutputSink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    standard_error().write({message.payload.data(), message.payload.size()});
  }
  void flush_() override {}
};

}  // namespace

void start_logging(LogLevel least) {
  static const auto kept = std::make_shared<spdlog::logger>("entrepot", std::make_shared<OutputSink>());
  kept->set_level(to_spdlog(least));
  logger.store(kept.get(), std::memory_order_release);
}

std::uint64_t dropped_log_lines() {
  return logger.load(std::memory_order_acquire) != nullptr ? standard_error().dropped() : 0;
}

Result<LogLevel> parse_log_level(std::string_view word) {
  for (const LogLevel level : {LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error}) {
    if (word_of(level) == word) return level;
  }
  return invalid("A log level is one of debug, info, warning, error.");
}

bool is_logged(LogLevel level) {
  const spdlog::logger* target = logger.load(std::memory_order_acquire);
  return target != nullptr && target->should_log(to_spdlog(level));
}

void log(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  if (!is_logged(level)) return;
  const std::string line = make_line(level, message, fields);
  logger.load(std::memory_order_acquire)->log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace entrepot
