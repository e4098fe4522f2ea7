#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace entrepot::net {

/// One request to another server.
struct HttpCall {
  std::string method = "GET";
  std::string url;  ///< http or https only
  std::vector<std::pair<std::string, std::string>> fields{};
  std::string body{};
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds timeout{60'000};           ///< for the whole exchange
  std::uint64_t max_answer_bytes = 64U * 1024 * 1024;  ///< more is an error
  std::string certificate_authorities{};               ///< PEM file; empty: those of the system
  std::function<void(std::uint64_t)> progress{};       ///< called now and then with the bytes of the body sent so far
};

struct HttpAnswer {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> fields;  ///< names in lower case
  std::string body;

  /// The first field of that (lower-case) name; empty when there is none.
  std::string_view field(std::string_view name) const;
};

/// Sends and waits: for the command line and blocking threads, never on an event loop. Any status is an answer; an
/// Error means that there was none (`unavailable`: not reached; `timeout`; `too_large`). Redirects are not followed, so
/// that credentials stay where they were sent. Errors name the URL without user, password and query.
Result<HttpAnswer> send(const HttpCall& call);

}  // namespace entrepot::net
