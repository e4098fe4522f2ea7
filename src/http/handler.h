#pragma once

#include <optional>

#include "http/request.h"
#include "http/response.h"
#include "net/task.h"

namespace entrepot::http {

/// What answers requests. Called on the connection's event loop, by every loop at the same time.
class Handler {
 public:
  virtual ~Handler() = default;
  /// The hot path: an answer that is ready, without waiting; or nothing, and then `handle` is awaited. The body has not
  /// been read. Must not block.
  virtual std::optional<Response> try_handle(const Request& request) = 0;
  /// May wait and read the body. Must not throw: the server's fence turns an exception into 500 and closes.
  virtual net::Task<Response> handle(Request& request) = 0;
};

}  // namespace entrepot::http
