#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "http/response.h"

namespace entrepot::http {

class ServerLoop;

/// Why a codec answers a request itself, without a handler.
enum class RefusalKind : std::uint8_t {
  not_http,       ///< malformed, too large, or asks for what is not spoken here
  too_slow,       ///< the head did not arrive in time
  no_connection,  ///< over `max_connections`
  busy,           ///< over `max_waiting_requests`
};
inline constexpr std::size_t kRefusalKinds = 4;

/// Lets one log line a second through for each kind: whoever provokes refusals must not fill the log. Shared by all
/// loops. Any thread.
class RefusalLines {
 public:
  /// How many lines were left out since the last; nothing when this one is left out too. `now` is in milliseconds.
  std::optional<std::uint64_t> pass(RefusalKind kind, std::int64_t now);

 private:
  struct Line {
    std::atomic<std::int64_t> due = 0;
    std::atomic<std::uint64_t> left_out = 0;
  };
  std::array<Line, kRefusalKinds> lines_;
};

/// A request that a codec refuses, with one of the codec's own constant sentences.
struct Refusal {
  RefusalKind kind;
  int status;
  std::string_view sentence;
};
inline constexpr Refusal kNoConnection{RefusalKind::no_connection, 503,
                                       "The server has no room for another connection. Try again in a moment."};
inline constexpr Refusal kBusy{RefusalKind::busy, 503, "The server is busy. Try again in a moment."};

/// The answer, with the request's id in it; counted and logged.
Response refuse(ServerLoop& loop, const Refusal& why, std::string_view request_id, std::string_view peer);

}  // namespace entrepot::http
