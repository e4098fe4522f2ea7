// The answering half of Http2Connection.
#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>
#include <vector>

#include "http/http2_connection.h"
#include "http/status.h"

namespace entrepot::http {
namespace {

// Names and values stay where they are until nghttp2 has sent them: constants, or members of the stream.
constexpr std::uint8_t kStays = NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE;

nghttp2_nv pair(std::string_view name, std::string_view value, std::uint8_t flags = NGHTTP2_NV_FLAG_NONE) {
  return {reinterpret_cast<std::uint8_t*>(const_cast<char*>(name.data())),
          reinterpret_cast<std::uint8_t*>(const_cast<char*>(value.data())), name.size(), value.size(),
          static_cast<std::uint8_t>(flags | kStays)};
}

/// RFC 9113 section 8.2.2: what speaks of a connection must not be sent.
bool belongs_to_connection(std::string_view name) {
  constexpr std::string_view kNames[] = {"connection", "keep-alive", "proxy-connection", "transfer-encoding",
                                         "upgrade"};
  constexpr std::string_view kFirst = "ckptu";
  return !name.empty() && kFirst.find(name.front()) != std::string_view::npos &&
         std::ranges::find(kNames, name) != std::end(kNames);
}

}  // namespace

void Http2Connection::submit(Http2Stream& stream, Response response) {
  stream.response = std::move(response);
  stream.answered = true;
  stream.progress = coarse_now();
  const int status = std::clamp(stream.response.status, 200, 599);
  std::to_chars(stream.status.data(), stream.status.data() + stream.status.size(), status);

  static thread_local std::vector<nghttp2_nv> fields;
  fields.clear();
  fields.push_back(pair(":status", {stream.status.data(), stream.status.size()}));
  const Fields& given = stream.response.fields;
  for (std::size_t i = 0; i < given.count(); ++i) {
    const Field field = given.at(i);
    if (!belongs_to_connection(field.name)) fields.push_back(pair(field.name, field.value));
  }
  const std::uint64_t length = body_length(stream.response.body);
  if (may_have_body(status)) {
    char* const end = std::to_chars(stream.length.data(), stream.length.data() + stream.length.size(), length).ptr;
    fields.push_back(pair("content-length", {stream.length.data(), end}));
  }
  const std::string_view date = connection_.loop().date();
  std::memcpy(stream.date.data(), date.data(), std::min(date.size(), stream.date.size()));
  fields.push_back(pair("date", {stream.date.data(), std::min(date.size(), stream.date.size())}));
  // Never the same twice: it would only push useful fields out of the compression table.
  fields.push_back(pair("x-request-id", view(stream.request_id), NGHTTP2_NV_FLAG_NO_INDEX));

  nghttp2_data_provider provider{};
  const bool has_body = may_have_body(status) && !stream.head_only && length > 0;
  if (has_body) {
    stream.source = BodySource(std::move(stream.response.body));
    provider.source.ptr = &stream;
    provider.read_callback = data_callback();
  }
  nghttp2_submit_response(session_, stream.id, fields.data(), fields.size(), has_body ? &provider : nullptr);
}

ssize_t Http2Connection::on_data_wanted(Http2Stream& stream, std::size_t most, std::uint32_t& flags) {
  const std::size_t size = static_cast<std::size_t>(std::min<std::uint64_t>(most, stream.source.left()));
  flags |= NGHTTP2_DATA_FLAG_NO_COPY;
  if (size == stream.source.left()) flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(size);
}

int Http2Connection::on_data_frame(Http2Stream& stream, std::string_view frame_head, std::size_t size) {
  std::string& out = *output_;
  if (out.size() >= kMaxOutput) return NGHTTP2_ERR_WOULDBLOCK;
  const std::size_t before = out.size();
  out.append(frame_head);
  if (!stream.source.append_to(out, size)) {
    // The file is shorter than announced: the client must see that something went wrong.
    out.resize(before);
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;
  }
  stream.progress = coarse_now();
  guard_.on_data_sent();
  output_pace_.moved(size);
  return 0;
}

void Http2Connection::on_answer_ended(std::int32_t stream_id) {
  // The client is still sending a body that nobody wants any more (RFC 9113 section 8.1).
  if (nghttp2_session_get_stream_remote_close(session_, stream_id) == 0) {
    nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream_id, NGHTTP2_NO_ERROR);
  }
}

}  // namespace entrepot::http
