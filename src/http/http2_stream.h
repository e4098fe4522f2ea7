#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "http/body_source.h"
#include "http/dispatch.h"
#include "http/pace.h"
#include "http/request_id.h"
#include "net/completion.h"

namespace entrepot::http {

class Http2Connection;
class Http2Exchange;

/// One stream from its request to its end: what is being answered, and who answers. Owned by its Http2Connection.
struct Http2Stream {
  std::int32_t id = 0;
  std::size_t index = 0;  ///< where the connection keeps it
  RequestId request_id{};
  bool head_only = false;
  bool answered = false;
  Tick progress = 0;              ///< when bytes last moved, either way
  Response response;              ///< nghttp2 sends its fields from here
  std::array<char, 20> length{};  ///< content-length's digits
  std::array<char, 32> date{};
  std::array<char, 3> status{};
  BodySource source;
  Http2Exchange* exchange = nullptr;  ///< owned by its coroutine
};

/// A request whose handler waits: a copy of its head, and its body as it comes in. Owned by the coroutine that runs the
/// handler; outlives its stream when the client resets that. The connection's loop only.
class Http2Exchange final : public RequestBody {
 public:
  Http2Exchange(Http2Connection& codec, Http2Stream& stream, WaitingPlace place, const Request& request,
                std::string_view head, std::optional<std::uint64_t> length);

  std::optional<std::uint64_t> length() const override { return length_; }
  net::Task<Result<ByteView>> read() override;

  static net::Task<void> run(std::unique_ptr<Http2Exchange> exchange);

  // For the codec.
  void add_input(std::string_view bytes);
  /// A whole body that came before the stream did (h2c upgrade), outside of flow control.
  void set_body(std::string body);
  void end_input();
  void expire();
  /// The stream is gone: what is still read fails, the answer is dropped.
  void lose_stream();
  bool waits_for_input() const { return waiting_; }
  Http2Stream* stream() { return stream_; }
  /// Bytes received but never handed back to flow control.
  std::size_t unconsumed() const { return metered_ ? input_.size() + handed_.size() : 0; }
  std::int32_t stream_id() const { return stream_id_; }

 private:
  std::shared_ptr<Connection> connection_;
  Http2Connection& codec_;
  Http2Stream* stream_;
  std::int32_t stream_id_;
  WaitingPlace place_;
  RequestId id_;
  std::string head_;
  std::vector<Field> fields_;
  Request request_;
  std::optional<std::uint64_t> length_;
  std::string input_;   // received, not asked for yet
  std::string handed_;  // what the handler looks at
  net::Signal signal_;
  bool metered_ = true;
  bool ended_ = false;
  bool late_ = false;
  bool waiting_ = false;
  Pace pace_;
};

}  // namespace entrepot::http
