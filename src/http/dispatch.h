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

/// A place among the requests that may wait inside handlers; given back on destruction. Any thread.
class WaitingPlace {
 public:
  /// Nothing when `max_waiting_requests` are waiting already.
  static std::optional<WaitingPlace> take(std::shared_ptr<ServerLoop> loop);
  WaitingPlace(WaitingPlace&&) noexcept = default;
  WaitingPlace& operator=(WaitingPlace&&) = delete;
  ~WaitingPlace();

 private:
  explicit WaitingPlace(std::shared_ptr<ServerLoop> loop) : loop_(std::move(loop)) {}
  std::shared_ptr<ServerLoop> loop_;
};

}  // namespace entrepot::http
