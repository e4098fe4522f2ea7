#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "http/body_source.h"
#include "http/connection.h"
#include "http/dispatch.h"
#include "http/http1_framing.h"
#include "http/http1_head.h"
#include "http/http2_codec.h"
#include "http/pace.h"
#include "http/request_id.h"

namespace entrepot::http {

class Http1Exchange;

/// The HTTP/1 codec: a state machine over one request at a time. Requests that the handler answers at once never leave
/// the read callback: no coroutine, no allocation, one recv and one send. Private to the codec's files.
class Http1Connection final : public Codec {
 public:
  explicit Http1Connection(Connection& connection);
  ~Http1Connection() override;

  void start(std::string_view input) override;
  void on_readable() override;
  void on_writable() override;
  void on_kept() override;
  void on_expired() override;
  void begin_drain() override;
  void on_closed() override;

  // For the exchange, which runs in a handler's coroutine.
  enum class BodyState : std::uint8_t { piece, finished, blocked, torn, malformed };
  /// The next bytes of the body; they stay where they are until the next call.
  BodyState next_body_piece(std::string_view& piece);
  /// From now on input wakes the exchange, and silence for too long does as well.
  void wait_for_body();
  void finish(Response response);
  const Http1Framing& framing() const { return framing_; }
  Connection& connection() { return connection_; }

 private:
  enum class State : std::uint8_t { head, collecting, handling, sending, skipping, closing };
  /// What the answer in the making has to know about its request.
  struct Current {
    RequestId id{};
    bool head_only = false;
    bool keep_alive = false;
    bool is_http10 = false;
    bool expects_continue = false;
  };

  void run(std::span<char> input);
  bool take_request(std::span<char>& input);
  bool answer_request(const Http1Head& head, std::span<char> bytes, std::span<char>& input);
  void begin_exchange(const Request& request, std::span<char> head, std::span<char> input);
  bool may_upgrade() const;
  bool begin_upgrade(const Http1Head& head, std::span<char> bytes, std::span<char>& input);
  void collect_upgrade_body();
  void upgrade();
  void fault(const Http1Fault& why);

  void write_answer(Response response);
  bool closes_after(const Response& response) const;
  void write_head(const Response& response, std::uint64_t length, bool closing);
  void write_body(Body body);
  bool push_body();
  void after_output();
  void answered();
  bool skip_body();
  void keep_rest(std::span<char> rest);
  bool read_more();
  void expire_when_idle();
  std::span<char> pending() { return std::span<char>(pending_).subspan(pending_start_); }
  void consume(std::size_t size) { pending_start_ += size; }

  Connection& connection_;
  State state_ = State::head;
  Current current_;
  bool running_ = false;  // inside run(): its end sends what was written
  bool looping_ = false;  // inside run(), which looks at the next request itself
  bool again_ = false;    // there is one
  bool close_after_ = false;
  bool body_wanted_ = false;  // the exchange waits for input
  bool head_begun_ = false;   // some of the next head is there
  std::string pending_;       // input that has not been used yet
  std::size_t pending_start_ = 0;
  std::size_t scanned_ = 0;  // of the pending head
  std::uint64_t skipped_ = 0;
  Http1Framing framing_;
  Pace body_pace_;
  BodySource source_;
  Http1Exchange* exchange_ = nullptr;  // owned by its coroutine
  std::unique_ptr<UpgradedRequest> upgrade_;
};

}  // namespace entrepot::http
