#include "http/http2_session.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "http/http2_connection.h"
#include "http/server.h"

namespace entrepot::http {
namespace {

/// How much a client may send before a handler has read it, per stream and per connection.
constexpr std::uint32_t kStreamWindow = 1024 * 1024;
constexpr std::int32_t kConnectionWindow = 4 * 1024 * 1024;
/// Answers to PING and SETTINGS that may wait at once (CVE-2019-9512, CVE-2019-9515).
constexpr std::size_t kMaxWaitingAcknowledgements = 200;
constexpr std::size_t kMaxSettingsEntries = 32;

std::string_view view(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

/// nghttp2's callbacks, turned into calls of members.
struct Http2Callbacks {
  static Http2Connection& self(void* user) { return *static_cast<Http2Connection*>(user); }

  static ssize_t on_send(nghttp2_session*, const std::uint8_t* bytes, std::size_t size, int, void* user) {
    std::string& out = *self(user).output_;
    if (out.size() >= Http2Connection::kMaxOutput) return NGHTTP2_ERR_WOULDBLOCK;
    out.append(view(bytes, size));
    return static_cast<ssize_t>(size);
  }

  static int on_send_data(nghttp2_session*, nghttp2_frame*, const std::uint8_t* head, std::size_t size,
                          nghttp2_data_source* source, void* user) {
    return self(user).on_data_frame(*static_cast<Http2Stream*>(source->ptr), view(head, 9), size);
  }

  static ssize_t on_data_wanted(nghttp2_session*, std::int32_t, std::uint8_t*, std::size_t most, std::uint32_t* flags,
                                nghttp2_data_source* source, void* user) {
    return self(user).on_data_wanted(*static_cast<Http2Stream*>(source->ptr), most, *flags);
  }

  static int on_begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    self(user).on_header_block_begins(*frame);
    return 0;
  }

  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
    self(user).on_header(frame->hd.stream_id, view(name, name_size), view(value, value_size));
    return 0;
  }

  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    self(user).on_frame(*frame);
    return 0;
  }

  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t stream_id, const std::uint8_t* bytes,
                     std::size_t size, void* user) {
    self(user).on_data(stream_id, view(bytes, size));
    return 0;
  }

  static int on_stream_close(nghttp2_session*, std::int32_t stream_id, std::uint32_t, void* user) {
    self(user).on_stream_closed(stream_id);
    return 0;
  }

  static int on_frame_sent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    const bool carries_answer = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
    if (carries_answer && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0)
      self(user).on_answer_ended(frame->hd.stream_id);
    if (frame->hd.type == NGHTTP2_RST_STREAM) self(user).on_reset_sent(frame->rst_stream.error_code);
    return 0;
  }

  /// Of frames of unknown types nothing else is heard: they are ignored (RFC 9113 section 4.1), but not without end.
  static int on_unknown_frame(nghttp2_session*, void**, const nghttp2_frame_hd*, void* user) {
    self(user).on_unknown_frame();
    return NGHTTP2_ERR_CANCEL;  // and no more of it
  }

  static int on_invalid_frame(nghttp2_session*, const nghttp2_frame* frame, int, void* user) {
    ++self(user).connection().loop().shared().protocol_errors;
    if (frame->hd.type == NGHTTP2_HEADERS) self(user).end_header_block(frame->hd.stream_id);
    return 0;
  }

  static nghttp2_session_callbacks* make() {
    nghttp2_session_callbacks* callbacks = nullptr;
    nghttp2_session_callbacks_new(&callbacks);
    nghttp2_session_callbacks_set_send_callback(callbacks, on_send);
    nghttp2_session_callbacks_set_send_data_callback(callbacks, on_send_data);
    nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, on_begin_headers);
    nghttp2_session_callbacks_set_unpack_extension_callback(callbacks, on_unknown_frame);
    nghttp2_session_callbacks_set_on_header_callback(callbacks, on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, on_frame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, on_data);
    nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, on_stream_close);
    nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, on_frame_sent);
    nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks, on_invalid_frame);
    return callbacks;
  }
};

namespace {

nghttp2_option* make_options() {
  nghttp2_option* options = nullptr;
  nghttp2_option_new(&options);
  nghttp2_option_set_no_auto_window_update(options, 1);
  nghttp2_option_set_no_closed_streams(options, 1);
  nghttp2_option_set_max_outbound_ack(options, kMaxWaitingAcknowledgements);
  nghttp2_option_set_max_settings(options, kMaxSettingsEntries);
  // Without this nobody would hear of frames of unknown types.
  for (int type = NGHTTP2_CONTINUATION + 1; type <= UINT8_MAX; ++type) {
    nghttp2_option_set_user_recv_extension_type(options, static_cast<std::uint8_t>(type));
  }
  return options;
}

}  // namespace

nghttp2_data_source_read_callback Http2Connection::data_callback() {
  return Http2Callbacks::on_data_wanted;
}

nghttp2_session* make_http2_session(Http2Connection& connection) {
  static nghttp2_session_callbacks* const kCallbacks = Http2Callbacks::make();
  static nghttp2_option* const kOptions = make_options();
  nghttp2_session* session = nullptr;
  if (nghttp2_session_server_new2(&session, kCallbacks, &connection, kOptions) != 0) return nullptr;
  return session;
}

void announce_settings(nghttp2_session* session, const Limits& limits) {
  const std::array<nghttp2_settings_entry, 3> entries{{
      {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.max_concurrent_streams},
      {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindow},
      {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits.max_header_bytes)},
  }};
  nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, entries.data(), entries.size());
  nghttp2_session_set_local_window_size(session, NGHTTP2_FLAG_NONE, 0, kConnectionWindow);
}

}  // namespace entrepot::http
