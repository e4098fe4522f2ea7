#include <array>

#include "app/options.h"

namespace entrepot::app {
namespace {

using enum OptionType;

constexpr std::uint64_t kNoLimit = 0;  // text and words: least and most mean nothing
constexpr std::uint64_t kKiB = 1024;
constexpr std::uint64_t kMiB = 1024 * kKiB;
constexpr std::uint64_t kGiB = 1024 * kMiB;
constexpr std::uint64_t kSecond = 1000;
constexpr std::uint64_t kMinute = 60 * kSecond;
constexpr std::uint64_t kHour = 3600 * kSecond;
constexpr std::uint64_t kYear = 365 * 24 * kHour;

// The table of options. Help, docs/options.md, the file, the environment and the flags all come from it.
constexpr auto kOptions = std::to_array<OptionRow>({
    {"data", text, "DIR", "./data", "a folder", kNoLimit, kNoLimit, "",
     "The folder that holds everything: database, crates, sealing key.", &Options::data},
    {"config", text, "FILE", "", "a file", kNoLimit, kNoLimit, "",
     "A TOML file with any of these options, one `key = value` a line.", &Options::config},
    {"listen", text, "ADDR:PORT", "127.0.0.1:8088", "addresses, separated by commas; port 0 picks one", kNoLimit,
     kNoLimit, "", "Where to answer cleartext HTTP/1.1 and h2c. `none` for TLS alone.", &Options::listen},
    {"tls-listen", text, "ADDR:PORT", "", "addresses, separated by commas; port 0 picks one", kNoLimit, kNoLimit, "",
     "Where to answer HTTPS (h2 and HTTP/1.1). Needs tls-cert and tls-key.", &Options::tls_listen},
    {"tls-cert", text, "FILE", "", "a file", kNoLimit, kNoLimit, "",
     "The certificate chain, PEM, leaf first. Read again on SIGHUP.", &Options::tls_cert},
    {"tls-key", text, "FILE", "", "a file", kNoLimit, kNoLimit, "",
     "The certificate's private key, PEM. Read again on SIGHUP.", &Options::tls_key},
    {"public-url", text, "URL", "", "http(s)://host[:port][/base/path]", kNoLimit, kNoLimit, "",
     "The URL under which clients reach this server; every link it hands out begins with it. Not set: the first "
     "address listened on.",
     &Options::public_url},
    {"trusted-proxies", text, "CIDR", "", "addresses and blocks, separated by commas: 127.0.0.1,10.0.0.0/8", kNoLimit,
     kNoLimit, "",
     "The reverse proxies in front of this server. From them, and from nobody else, X-Forwarded-For is believed: the "
     "client that it names is slowed for wrong credentials and stands in the log.",
     &Options::trusted_proxies},
    {"event-loops", number, "N", "0", "0 to 256; 0 means one per core", 0, 256, "", "Threads that serve connections.",
     &Options::event_loops},
    {"blocking-threads", number, "N", "4", "1 to 256", 1, 256, "", "Threads for files, hashing and passwords.",
     &Options::blocking_threads},
    {"blocking-queue", number, "N", "1024", "1 to 1000000", 1, 1'000'000, "",
     "How much work may wait for those threads before requests are answered 503.", &Options::blocking_queue},
    {"database-readers", number, "N", "2", "1 to 64", 1, 64, "", "Threads that read the database.",
     &Options::database_readers},
    {"index-cache-bytes", bytes, "SIZE", "64 MiB", "1 MiB to 1024 GiB", kMiB, 1024 * kGiB, "",
     "Memory for index entries that are ready to send.", &Options::index_cache_bytes},
    {"repository-cache-entries", number, "N", "10000", "16 to 10000000", 16, 10'000'000, "",
     "Repositories remembered, missing ones too.", &Options::repository_cache_entries},
    {"principal-cache-entries", number, "N", "10000", "16 to 10000000", 16, 10'000'000, "",
     "Credentials remembered, so that a password is hashed once and not for every request.",
     &Options::principal_cache_entries},
    {"open-files", number, "N", "512", "1 to 1000000", 1, 1'000'000, "", "Crate files kept open between downloads.",
     &Options::open_files},
    {"git-pack-memory-bytes", bytes, "SIZE", "32 MiB", "1 MiB to 1024 GiB", kMiB, 1024 * kGiB, "",
     "Memory for small packs of git indexes (updates), kept for the next who wants the same.",
     &Options::git_pack_memory_bytes},
    {"git-pack-file-bytes", bytes, "SIZE", "2 GiB", "1 MiB to 1024 GiB", kMiB, 1024 * kGiB, "",
     "Disk for large ones (clones), in the data folder, in files without a name. A pack that is larger is built for "
     "those who want it at that moment and not kept.",
     &Options::git_pack_file_bytes},
    {"api-rate-limit", number, "N", "6000", "0 to 1000000000; 0 means no limit", 0, 1'000'000'000, "",
     "Requests below /v1 that each API key, user and unknown client address may make in a minute; over it 429. What "
     "cargo and git ask for is not counted.",
     &Options::api_rate_limit},
    {"login-slowdown", duration, "TIME", "250ms", "0s to 8s", 0, 8 * kSecond, "",
     "The delay after a wrong credential; doubles with each one more of an address and a name; earlier ones get 429.",
     &Options::login_slowdown},
    {"session-idle", duration, "TIME", "12h", "1m to 365d", kMinute, kYear, "",
     "How long a session of the website lasts without a request.", &Options::session_idle},
    {"session-absolute", duration, "TIME", "14d", "1m to 365d", kMinute, kYear, "",
     "How long a session of the website lasts at most; then the password is asked for again.",
     &Options::session_absolute},
    {"max-header-bytes", bytes, "SIZE", "32 KiB", "1 KiB to 1 MiB", kKiB, kMiB, "",
     "The largest request head; over it 431.", &Options::max_header_bytes},
    {"max-header-fields", number, "N", "100", "8 to 10000", 8, 10'000, "", "The most header fields; over it 431.",
     &Options::max_header_fields},
    {"max-connections", number, "N", "20000", "1 to 1000000", 1, 1'000'000, "",
     "The most connections at a time; over it 503.", &Options::max_connections},
    {"max-waiting-requests", number, "N", "4096", "1 to 1000000", 1, 1'000'000, "",
     "The most requests at a time that wait for database or disk; over it 503.", &Options::max_waiting_requests},
    {"max-concurrent-streams", number, "N", "250", "100 to 10000", 100, 10'000, "",
     "The most requests at a time in one HTTP/2 connection.", &Options::max_concurrent_streams},
    {"header-timeout", duration, "TIME", "15s", "100ms to 1h", 100, kHour, "",
     "From the first byte of a request head to its end.", &Options::header_timeout},
    {"body-timeout", duration, "TIME", "30s", "100ms to 1h", 100, kHour, "",
     "How long a request body may make no progress.", &Options::body_timeout},
    {"keep-alive-timeout", duration, "TIME", "75s", "100ms to 24h", 100, 24 * kHour, "",
     "How long a connection may be idle between requests.", &Options::keep_alive_timeout},
    {"write-timeout", duration, "TIME", "60s", "100ms to 1h", 100, kHour, "",
     "How long an answer may make no progress.", &Options::write_timeout},
    {"drain-deadline", duration, "TIME", "30s", "0s to 1h", 0, kHour, "",
     "How long running requests may take to finish after SIGTERM.", &Options::drain_deadline},
    {"log-level", word, "LEVEL", "info", "debug, info, warning or error", kNoLimit, kNoLimit,
     "debug|info|warning|error", "The least level that is logged, as JSON lines on standard error.",
     &Options::log_level},
    {"access-log", word, "WHICH", "changes", "changes, all or none", kNoLimit, kNoLimit, "changes|all|none",
     "Which requests are logged: those that change something or fail, all, or none.", &Options::access_log},
    {"metrics-access", word, "WHO", "loopback", "loopback or all", kNoLimit, kNoLimit, "loopback|all",
     "Who may read /metrics. What came through a proxy (X-Forwarded-For, Forwarded) is never of the loopback.",
     &Options::metrics_access},
});

}  // namespace

std::span<const OptionRow> option_table() {
  return kOptions;
}

}  // namespace entrepot::app
