#include "http/http2_connection.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <charconv>
#include <utility>

#include "http/http2_session.h"
#include "http/refusal.h"

namespace entrepot::http {
namespace {

/// So much goes out before other connections get their turn.
constexpr std::size_t kMaxTurn = 1024 * 1024;
constexpr Refusal kTooLarge{RefusalKind::not_http, 431, "The request's header is too large."};
constexpr Refusal kBadTarget{RefusalKind::not_http, 400, "The request's target is malformed."};
/// What belongs to an HTTP/1.1 connection and has no place in a request made from an upgrade.
constexpr std::string_view kConnectionFields[] = {"connection",       "upgrade", "http2-settings", "keep-alive",
                                                  "proxy-connection", "te",      "expect"};

bool is_target(std::string_view target, Method method) {
  if (target == "*") return method == Method::options;
  if (!target.starts_with('/')) return false;
  return std::ranges::none_of(target, [](char c) { return c <= ' ' || c > '~' || c == '#'; });
}

std::optional<std::uint64_t> announced_length(const Request& request) {
  const auto text = request.field("content-length");
  std::uint64_t length = 0;
  if (!text) return std::nullopt;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), length);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return length;
}

}  // namespace

std::unique_ptr<Codec> make_http2_codec(Connection& connection) {
  return std::make_unique<Http2Connection>(connection);
}

std::unique_ptr<Codec> make_upgraded_http2_codec(Connection& connection, std::unique_ptr<UpgradedRequest> request) {
  return std::make_unique<Http2Connection>(connection, std::move(request));
}

Http2Connection::Http2Connection(Connection& connection)
    : connection_(connection), guard_(connection.loop().limits().max_concurrent_streams) {}

Http2Connection::Http2Connection(Connection& connection, std::unique_ptr<UpgradedRequest> upgraded)
    : Http2Connection(connection) {
  upgraded_ = std::move(upgraded);
}

Http2Connection::~Http2Connection() {
  nghttp2_session_del(session_);
}

void Http2Connection::start(std::string_view input) {
  session_ = make_http2_session(*this);
  if (session_ == nullptr) return connection_.close();
  announce_settings(session_, connection_.loop().limits());
  connection_.expire_after(connection_.loop().limits().header_timeout);
  if (upgraded_ != nullptr) answer_upgraded();
  if (!input.empty() && connection_.is_open()) receive(input);
  send_output();
}

void Http2Connection::on_readable() {
  do {
    if (connection_.has_unsent()) return connection_.watch_input(false);
    std::vector<char>& buffer = connection_.loop().input();
    const Io io = connection_.transport().read(buffer);
    if (io.kind == IoKind::blocked) return;
    if (io.kind != IoKind::done) return connection_.close();
    receive({buffer.data(), io.bytes});
    send_output();
  } while (connection_.is_open() && !broken_ && connection_.transport().has_buffered_input());
}

void Http2Connection::receive(std::string_view input) {
  receiving_ = true;
  const ssize_t used =
      nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  receiving_ = false;
  if (used >= 0) return;
  // Not HTTP/2, or a flood that nghttp2 has noticed.
  ++connection_.loop().shared().protocol_errors;
  end_session(NGHTTP2_PROTOCOL_ERROR);
}

void Http2Connection::end_session(std::uint32_t error) {
  nghttp2_session_terminate_session(session_, error);
}

void Http2Connection::on_writable() {
  connection_.watch_input(true);
  arm();
  send_output();
  if (connection_.is_open() && connection_.transport().has_buffered_input()) on_readable();
}

void Http2Connection::send_output() {
  if (receiving_ || broken_) return;
  std::string& out = connection_.loop().output();
  std::size_t turn = 0;
  bool more = true;
  while (more && connection_.is_open() && !connection_.has_unsent()) {
    output_ = &out;
    const int result = nghttp2_session_send(session_);
    output_ = nullptr;
    more = out.size() >= kMaxOutput;
    turn += out.size();
    if (result != 0) {
      out.clear();
      return connection_.close();
    }
    if (out.empty()) break;
    const bool sent = connection_.send(out);
    out.clear();
    if (out.capacity() > 4 * kMaxOutput) std::string().swap(out);
    if (!sent) return;
    if (turn >= kMaxTurn) return connection_.wait_for_output();
  }
  close_when_done();
}

void Http2Connection::schedule_output() {
  if (receiving_ || output_scheduled_) return;
  output_scheduled_ = true;
  // Answers that get ready together leave together.
  boost::asio::post(connection_.loop().context(), [this, kept = connection_.shared_from_this()] {
    output_scheduled_ = false;
    kept->fenced([this] {
      if (connection_.is_open()) send_output();
    });
  });
}

void Http2Connection::close_when_done() {
  if (!connection_.is_open() || connection_.has_unsent() || nghttp2_session_want_write(session_) != 0) return;
  const bool drained = goaway_sent_ && streams_.empty();
  if (nghttp2_session_want_read(session_) != 0 && !drained) return;
  broken_ = true;
  connection_.linger();
}

void Http2Connection::on_expired() {
  const Tick now = coarse_now();
  const Limits& limits = connection_.loop().limits();
  const bool stuck = block_begun_ != 0 && now - block_begun_ > limits.header_timeout.count();
  const bool goaway_due = goaway_announced_ && !std::exchange(goaway_sent_, true);
  if (goaway_due) {
    nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE, nghttp2_session_get_last_proc_stream_id(session_),
                          NGHTTP2_NO_ERROR, nullptr, 0);
  }
  if (connection_.has_unsent()) {
    // A reader that stalls has its own, longer time, in a drain as well.
    if (connection_.is_output_late()) connection_.close();
    return;
  }
  if (goaway_due) {
    // Whatever else is late is looked at the next time.
  } else if (stuck || (streams_.empty() && block_begun_ == 0)) {
    end_session(stuck ? NGHTTP2_ENHANCE_YOUR_CALM : NGHTTP2_NO_ERROR);
  } else {
    check_streams(now);
  }
  arm();
  send_output();
}

void Http2Connection::check_streams(Tick now) {
  const Limits& limits = connection_.loop().limits();
  // Windows that open by a byte at a time do not show at the socket.
  output_pace_.end_wait(now);
  if (std::ranges::none_of(streams_, [](const auto& stream) { return stream->answered; })) {
    output_pace_ = {};
  } else if (output_pace_.is_too_slow(limits)) {
    return end_session(NGHTTP2_ENHANCE_YOUR_CALM);
  } else {
    output_pace_.begin_wait(now);
  }
  for (const auto& stream : streams_) {
    const Tick silence = now - stream->progress;
    if (stream->exchange != nullptr) {
      if (stream->exchange->waits_for_input() && silence > limits.body_timeout.count()) stream->exchange->expire();
    } else if (stream->answered && silence > limits.write_timeout.count()) {
      nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_CANCEL);
    }
  }
}

/// Sets the next moment at which time is looked at: soon while requests run, else when the connection has idled enough.
void Http2Connection::arm() {
  const Limits& limits = connection_.loop().limits();
  if (streams_.empty() && block_begun_ == 0 && !goaway_announced_) {
    return connection_.expire_after(limits.keep_alive_timeout);
  }
  const std::chrono::milliseconds tick(connection_.loop().tick_length());
  if (goaway_announced_) return connection_.expire_after(tick);  // the GOAWAY that counts must not wait for a long look
  const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.write_timeout});
  connection_.expire_after(std::max(tick, shortest / 8));
}

void Http2Connection::begin_drain() {
  if (std::exchange(goaway_announced_, true)) return;
  // First the notice, then, when requests under way have arrived, the GOAWAY that counts (RFC 9113 section 6.8).
  nghttp2_submit_shutdown_notice(session_);
  connection_.expire_after(std::chrono::milliseconds(2 * connection_.loop().tick_length()));
  send_output();
}

void Http2Connection::on_closed() {
  broken_ = true;
  for (const auto& stream : streams_) {
    if (stream->exchange != nullptr) stream->exchange->lose_stream();
    stream->exchange = nullptr;
  }
}

void Http2Connection::on_header_block_begins(const nghttp2_frame& frame) {
  if (frame.headers.cat != NGHTTP2_HCAT_REQUEST) return;  // trailer fields are of no use here
  block_.begin(frame.hd.stream_id);
  block_begun_ = coarse_now();
}

/// Complete, or refused, or its stream is gone: nobody waits for its end any more.
void Http2Connection::end_header_block(std::int32_t stream_id) {
  if (block_.stream_id() != stream_id) return;
  block_begun_ = 0;
  block_.end();
}

void Http2Connection::on_header(std::int32_t stream_id, std::string_view name, std::string_view value) {
  if (block_.stream_id() != stream_id) return;
  const Limits& limits = connection_.loop().limits();
  block_.add(name, value, limits.max_header_bytes, limits.max_header_fields);
}

void Http2Connection::on_frame(const nghttp2_frame& frame) {
  const bool ended = (frame.hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
  Http2FloodGuard::Verdict verdict = Http2FloodGuard::Verdict::fine;
  switch (frame.hd.type) {
    case NGHTTP2_HEADERS:
      if (frame.headers.cat == NGHTTP2_HCAT_REQUEST) return on_request(frame.hd.stream_id, ended);
      [[fallthrough]];
    case NGHTTP2_DATA:
      if (ended) {
        Http2Stream* const stream = find_stream(frame.hd.stream_id);
        if (stream != nullptr && stream->exchange != nullptr) stream->exchange->end_input();
      } else if (frame.hd.length == 0) {
        verdict = guard_.on_control_frame(coarse_now());
      }
      break;
    case NGHTTP2_RST_STREAM:
      ++connection_.loop().shared().streams_reset_by_peer;
      verdict = guard_.on_reset(coarse_now());
      break;
    case NGHTTP2_PING:
    case NGHTTP2_SETTINGS:
    case NGHTTP2_PRIORITY:
      verdict = guard_.on_control_frame(coarse_now());
      break;
    case NGHTTP2_WINDOW_UPDATE:
      verdict = guard_.on_window_update(coarse_now());
      break;
    default:
      verdict = guard_.on_control_frame(coarse_now());
      break;
  }
  judge(verdict);
}

void Http2Connection::judge(Http2FloodGuard::Verdict verdict) {
  if (verdict == Http2FloodGuard::Verdict::fine) return;
  ++connection_.loop().shared().protocol_errors;
  end_session(NGHTTP2_ENHANCE_YOUR_CALM);
}

/// A client that provokes resets gets its stream's place back at once, while the handler goes on: as with its own
/// resets. Those for want of a place, for slowness or after an early answer are no attack.
void Http2Connection::on_reset_sent(std::uint32_t error) {
  if (error == NGHTTP2_NO_ERROR || error == NGHTTP2_CANCEL || error == NGHTTP2_REFUSED_STREAM) return;
  judge(guard_.on_reset(coarse_now()));
}

void Http2Connection::on_unknown_frame() {
  judge(guard_.on_control_frame(coarse_now()));
}

void Http2Connection::on_data(std::int32_t stream_id, std::string_view bytes) {
  Http2Stream* const stream = find_stream(stream_id);
  if (stream == nullptr || stream->exchange == nullptr) return consumed(stream_id, bytes.size());
  stream->progress = coarse_now();
  stream->exchange->add_input(bytes);
}

void Http2Connection::consumed(std::int32_t stream_id, std::size_t size) {
  if (broken_ || size == 0) return;
  nghttp2_session_consume(session_, stream_id, size);
  schedule_output();
}

void Http2Connection::on_stream_closed(std::int32_t stream_id) {
  end_header_block(stream_id);
  Http2Stream* const stream = find_stream(stream_id);
  if (stream == nullptr) return;
  if (stream->exchange != nullptr) stream->exchange->lose_stream();
  remove_stream(*stream);
}

Http2Stream* Http2Connection::find_stream(std::int32_t stream_id) {
  return static_cast<Http2Stream*>(nghttp2_session_get_stream_user_data(session_, stream_id));
}

Http2Stream& Http2Connection::add_stream(std::int32_t stream_id) {
  auto stream = std::make_unique<Http2Stream>();
  stream->id = stream_id;
  stream->index = streams_.size();
  stream->request_id = connection_.loop().request_ids().next();
  stream->progress = coarse_now();
  nghttp2_session_set_stream_user_data(session_, stream_id, stream.get());
  streams_.push_back(std::move(stream));
  if (streams_.size() == 1) arm();
  return *streams_.back();
}

void Http2Connection::remove_stream(Http2Stream& stream) {
  const std::size_t index = stream.index;
  if (index + 1 != streams_.size()) {
    std::swap(streams_[index], streams_.back());
    streams_[index]->index = index;
  }
  streams_.pop_back();
  if (streams_.empty()) arm();
}

void Http2Connection::on_request(std::int32_t stream_id, bool ended) {
  Http2Stream& stream = add_stream(stream_id);
  Request request;
  request.method = parse_method(block_.method());
  std::vector<Field>& fields = connection_.loop().fields();
  block_.make_fields(fields);
  request.fields = fields;
  set_target(request, block_.path());
  stream.head_only = request.method == Method::head;
  const Refusal* const why = block_.over_limit()                          ? &kTooLarge
                             : !is_target(request.target, request.method) ? &kBadTarget
                                                                          : nullptr;
  if (why != nullptr) {
    submit(stream, refuse(connection_.loop(), *why, view(stream.request_id), connection_.client(fields)));
  } else {
    answer_request(stream, request, block_.bytes(), ended, nullptr);
  }
  end_header_block(stream_id);
}

void Http2Connection::answer_upgraded() {
  const std::unique_ptr<UpgradedRequest> upgraded = std::move(upgraded_);
  const bool head_only = upgraded->method == Method::head;
  if (nghttp2_session_upgrade2(session_, reinterpret_cast<const std::uint8_t*>(upgraded->settings.data()),
                               upgraded->settings.size(), head_only ? 1 : 0, nullptr) != 0) {
    ++connection_.loop().shared().protocol_errors;
    return connection_.close();
  }
  std::erase_if(upgraded->fields, [](const Field& field) {
    return std::ranges::find(kConnectionFields, field.name) != std::end(kConnectionFields);
  });
  Http2Stream& stream = add_stream(1);
  stream.head_only = head_only;
  Request request;
  request.method = upgraded->method;
  request.fields = upgraded->fields;
  set_target(request, upgraded->target);
  receiving_ = true;  // its answer leaves together with our SETTINGS
  answer_request(stream, request, upgraded->head, true, upgraded.get());
  receiving_ = false;
}

void Http2Connection::answer_request(Http2Stream& stream, Request& request, std::string_view head, bool ended,
                                     UpgradedRequest* upgraded) {
  std::optional<std::uint64_t> length = announced_length(request);
  if (upgraded != nullptr) {
    length = upgraded->body.size();
  } else if (ended) {
    length = 0;
  }
  UnreadBody unread(length);
  request.protocol = Protocol::http2;
  request.secure = connection_.transport().is_secure();
  request.peer = connection_.client(request.fields);
  request.id = view(stream.request_id);
  request.body = &unread;
  const auto loop = connection_.loop().shared_from_this();
  if (connection_.refused()) {
    return submit(stream, refuse(*loop, kNoConnection, request.id, request.peer));
  }
  if (std::optional<Response> response = try_fenced(loop->handler(), request)) {
    return submit(stream, std::move(*response));
  }
  // A client that resets its streams leaves their handlers running; they count until they have ended.
  const bool too_many = exchanges_ >= 2 * std::size_t{loop->limits().max_concurrent_streams};
  std::optional<WaitingPlace> place = upgraded != nullptr && upgraded->place ? std::move(upgraded->place)
                                      : too_many                             ? std::nullopt
                                                                             : WaitingPlace::take(loop);
  if (!place) return submit(stream, refuse(*loop, kBusy, request.id, request.peer));
  ++exchanges_;
  auto exchange = std::make_unique<Http2Exchange>(*this, stream, std::move(*place), request, head, length);
  stream.exchange = exchange.get();
  if (upgraded != nullptr) {
    exchange->set_body(std::move(upgraded->body));
  } else if (ended) {
    exchange->end_input();
  }
  boost::asio::co_spawn(loop->context(), Http2Exchange::run(std::move(exchange)), boost::asio::detached);
}

void Http2Connection::finish(Http2Exchange& exchange, Response response) {
  --exchanges_;
  if (!connection_.is_open() || broken_) return;
  consumed(exchange.stream_id(), exchange.unconsumed());
  Http2Stream* const stream = exchange.stream();
  if (stream == nullptr) return;
  stream->exchange = nullptr;
  submit(*stream, std::move(response));
  schedule_output();
}

}  // namespace entrepot::http
