#pragma once

#include <memory>
#include <string>
#include <vector>

#include "http/dispatch.h"
#include "http/http1_connection.h"
#include "net/completion.h"

namespace entrepot::http {

/// A request whose handler waits: its own copy of the head, and the body as the handler pulls it. Owned by the
/// coroutine that runs the handler; keeps the connection's object alive. The connection's loop only.
class Http1Exchange final : public RequestBody {
 public:
  Http1Exchange(Http1Connection& codec, WaitingPlace place, const Request& request, std::string_view head,
                const RequestId& id);

  std::optional<std::uint64_t> length() const override;
  net::Task<Result<ByteView>> read() override;

  /// Input is there, or the connection is gone, or time is up.
  void wake() { signal_.notify(); }
  void expire() {
    late_ = true;
    wake();
  }

  static net::Task<void> run(std::unique_ptr<Http1Exchange> exchange);

 private:
  std::shared_ptr<Connection> connection_;
  Http1Connection& codec_;
  WaitingPlace place_;
  RequestId id_;
  std::string head_;
  std::vector<Field> fields_;
  Request request_;
  net::Signal signal_;
  bool late_ = false;
};

}  // namespace entrepot::http
