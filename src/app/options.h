#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/error.h"

namespace entrepot::app {

/// Everything an operator may set, ready to use. Made once at the start by `load_options`; immutable afterwards. Only
/// the composition root reads it and hands each module its part. Sizes are bytes.
struct Options {
  std::string data;
  std::string config;
  std::string listen;
  std::string tls_listen;
  std::string tls_cert;
  std::string tls_key;
  std::string public_url;
  std::string trusted_proxies;
  std::string log_level;
  std::string access_log;
  std::string metrics_access;
  std::uint64_t event_loops = 0;
  std::uint64_t blocking_threads = 0;
  std::uint64_t blocking_queue = 0;
  std::uint64_t database_readers = 0;
  std::uint64_t index_cache_bytes = 0;
  std::uint64_t repository_cache_entries = 0;
  std::uint64_t principal_cache_entries = 0;
  std::uint64_t open_files = 0;
  std::uint64_t git_pack_memory_bytes = 0;
  std::uint64_t git_pack_file_bytes = 0;
  std::uint64_t api_rate_limit = 0;
  std::chrono::milliseconds login_slowdown{};
  std::chrono::milliseconds session_idle{};
  std::chrono::milliseconds session_absolute{};
  std::uint64_t max_header_bytes = 0;
  std::uint64_t max_header_fields = 0;
  std::uint64_t max_connections = 0;
  std::uint64_t max_waiting_requests = 0;
  std::uint64_t max_concurrent_streams = 0;
  std::chrono::milliseconds header_timeout{};
  std::chrono::milliseconds body_timeout{};
  std::chrono::milliseconds keep_alive_timeout{};
  std::chrono::milliseconds write_timeout{};
  std::chrono::milliseconds drain_deadline{};
};

/// How a value is written. `bytes` takes "64 MiB" or a plain number, `duration` "500ms", "30s", "5m", "24h", "7d".
enum class OptionType : std::uint8_t { text, word, number, bytes, duration };

/// Where a row keeps its value. Durations are whole milliseconds.
using OptionTarget =
    std::variant<std::string Options::*, std::uint64_t Options::*, std::chrono::milliseconds Options::*>;

/// One row of the table of options: the only place that knows a key, its default, its range and its help.
struct OptionRow {
  std::string_view key;  ///< the flag without dashes; in the file as it stands, in the environment ENTREPOT_KEY
  OptionType type;
  std::string_view value_name;     ///< what --help shows after the flag
  std::string_view default_value;  ///< as a user would write it; empty means "not set"
  std::string_view range;          ///< as a user reads it
  std::uint64_t least;             ///< numbers, bytes and (in milliseconds) durations
  std::uint64_t most;
  std::string_view words;  ///< for OptionType::word: "a|b|c"
  std::string_view help;
  OptionTarget target;
};

std::span<const OptionRow> option_table();
/// The row of that key, or null.
const OptionRow* find_option(std::string_view key);
/// "ENTREPOT_INDEX_CACHE_BYTES" of "index-cache-bytes".
std::string environment_name(std::string_view key);
/// An error that names the nearest key.
std::unexpected<Error> unknown_option(std::string_view key, std::string_view source);

/// Key and value as found; `source` says where, for errors ("--listen", "ENTREPOT_LISTEN", "/etc/entrepot.toml").
struct GivenOption {
  std::string key;
  std::string value;
  std::string source;
};

/// Parses the value by the row's type and range and stores it. The error names key, source and range.
Result<void> set_option(Options& options, const OptionRow& row, std::string_view value, std::string_view source);

/// Flag over environment over file over default. `flags` are (key, value); `environment` are all variables of the
/// process: those that begin with ENTREPOT_ must be options, the client's own, or made by Kubernetes for a Service of
/// that name. Reads the file that `config` names.
Result<Options> load_options(const std::vector<std::pair<std::string, std::string>>& flags,
                             const std::map<std::string, std::string>& environment);

/// The variables of this process.
std::map<std::string, std::string> process_environment();

/// docs/options.md, whole.
std::string options_markdown();

}  // namespace entrepot::app
