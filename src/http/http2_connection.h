#pragma once

#include <nghttp2/nghttp2.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/connection.h"
#include "http/dispatch.h"
#include "http/http2_codec.h"
#include "http/http2_flood_guard.h"
#include "http/http2_header_block.h"
#include "http/http2_stream.h"

namespace entrepot::http {

/// The HTTP/2 codec: nghttp2 keeps the protocol's state, this class its requests, answers, limits and timeouts. All
/// frames that one read gives rise to leave in one write. Requests that the handler answers at once never leave the
/// read callback. Private to the codec's files.
class Http2Connection final : public Codec {
 public:
  explicit Http2Connection(Connection& connection);
  Http2Connection(Connection& connection, std::unique_ptr<UpgradedRequest> upgraded);
  ~Http2Connection() override;

  void start(std::string_view input) override;
  void on_readable() override;
  void on_writable() override;
  void on_expired() override;
  void begin_drain() override;
  void on_closed() override;

  /// So many bytes of frames are put together before they are sent.
  static constexpr std::size_t kMaxOutput = 64 * 1024;

  // For exchanges, which run in handlers' coroutines.
  Connection& connection() { return connection_; }
  /// The handler is done with so many bytes of a body: the client may send as many more.
  void consumed(std::int32_t stream_id, std::size_t size);
  void finish(Http2Exchange& exchange, Response response);

 private:
  friend struct Http2Callbacks;

  // Called by nghttp2, through Http2Callbacks.
  void on_header_block_begins(const nghttp2_frame& frame);
  void on_header(std::int32_t stream_id, std::string_view name, std::string_view value);
  void end_header_block(std::int32_t stream_id);
  void on_frame(const nghttp2_frame& frame);
  void on_data(std::int32_t stream_id, std::string_view bytes);
  void on_stream_closed(std::int32_t stream_id);
  void on_answer_ended(std::int32_t stream_id);
  void on_reset_sent(std::uint32_t error);
  void on_unknown_frame();
  ssize_t on_data_wanted(Http2Stream& stream, std::size_t most, std::uint32_t& flags);
  int on_data_frame(Http2Stream& stream, std::string_view frame_head, std::size_t size);

  static nghttp2_data_source_read_callback data_callback();
  void on_request(std::int32_t stream_id, bool ended);
  /// A request whose bytes all lie in `head`; `upgraded` is set when its body has come already.
  void answer_request(Http2Stream& stream, Request& request, std::string_view head, bool ended,
                      UpgradedRequest* upgraded);
  void answer_upgraded();
  void submit(Http2Stream& stream, Response response);
  void end_session(std::uint32_t error);
  void judge(Http2FloodGuard::Verdict verdict);
  void receive(std::string_view input);
  void send_output();
  void schedule_output();
  void close_when_done();
  void check_streams(Tick now);
  void arm();
  Http2Stream& add_stream(std::int32_t stream_id);
  void remove_stream(Http2Stream& stream);
  Http2Stream* find_stream(std::int32_t stream_id);

  Connection& connection_;
  nghttp2_session* session_ = nullptr;
  std::unique_ptr<UpgradedRequest> upgraded_;
  Http2HeaderBlock block_;
  Http2FloodGuard guard_;
  Pace output_pace_;  // of all answers together: many share one slow line
  std::vector<std::unique_ptr<Http2Stream>> streams_;
  std::size_t exchanges_ = 0;
  std::string* output_ = nullptr;  // where frames go while nghttp2 is asked for them
  Tick block_begun_ = 0;           // 0: no header block is open
  bool receiving_ = false;
  bool output_scheduled_ = false;
  bool broken_ = false;  // nothing more can be said or understood
  bool goaway_announced_ = false;
  bool goaway_sent_ = false;
};

}  // namespace entrepot::http
