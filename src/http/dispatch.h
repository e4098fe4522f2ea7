#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "http/handler.h"
#include "http/request.h"
#include "http/server_loop.h"

namespace entrepot::http {

// The fence: an exception that leaves a handler becomes a 500 whose cause is in the log under the request's id, and
// closes an HTTP/1.1 connection.

std::optional<Response> try_fenced(Handler& handler, const Request& request);
net::Task<Response> handle_fenced(Handler& handler, Request& request);

/// Sets target, path and query.
void set_target(Request& request, std::string_view target);

/// A view of one text turned into the same view of its copy; views of anything else (constants) stay.
std::string_view rebase(std::string_view view, std::string_view from, std::string_view to);

/// What `try_handle` sees as the body: its announced length, nothing to read.
class UnreadBody final : public RequestBody {
 public:
  explicit UnreadBody(std::optional<std::uint64_t> length) : length_(length) {}
  std::optional<std::uint64_t> length() const override { return length_; }
  net::Task<Result<ByteView>> read() override;

 private:
  std::optional<std::uint64_t> length_;
};

/// A place among the requests that may wait inside handlers, with room for a body that is kept whole in memory; given
/// back on destruction. Any thread.
class WaitingPlace {
 public:
  /// Nothing when `max_waiting_requests` are waiting already, or there is no room left for so many bytes of body.
  static std::optional<WaitingPlace> take(std::shared_ptr<ServerLoop> loop, std::uint64_t kept_bytes = 0);
  WaitingPlace(WaitingPlace&&) noexcept = default;
  WaitingPlace& operator=(WaitingPlace&&) = delete;
  ~WaitingPlace();

 private:
  WaitingPlace(std::shared_ptr<ServerLoop> loop, std::uint64_t kept_bytes)
      : loop_(std::move(loop)), kept_bytes_(kept_bytes) {}
  std::shared_ptr<ServerLoop> loop_;
  std::uint64_t kept_bytes_;
};

}  // namespace entrepot::http
