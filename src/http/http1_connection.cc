#include "http/http1_connection.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <utility>

#include "base/encoding.h"
#include "http/http1_codec.h"
#include "http/http1_exchange.h"
#include "http/refusal.h"

namespace entrepot::http {
namespace {

/// A request body that comes with an h2c upgrade must be read before the 101; a larger one is answered in HTTP/1.1.
constexpr std::uint64_t kMaxUpgradeBody = 256 * 1024;
constexpr std::size_t kBodyBuffer = 64 * 1024;

constexpr Http1Fault kMalformed{400, "The request's header is malformed."};
constexpr Http1Fault kTooLarge{431, "The request's header is too large."};
constexpr Http1Fault kSlow{408, "The request's header did not arrive in time."};

std::string_view text(std::span<char> bytes) {
  return {bytes.data(), bytes.size()};
}

/// HTTP2-Settings: base64url of SETTINGS entries, six bytes each (RFC 7540 section 3.2.1).
std::optional<std::string> decode_settings(std::string_view encoded) {
  while (encoded.ends_with('=')) encoded.remove_suffix(1);
  if (encoded.size() > 512) return std::nullopt;
  std::optional<std::string> settings = decode_base64url(encoded);
  if (!settings || settings->size() % 6 != 0) return std::nullopt;
  return settings;
}

}  // namespace

std::unique_ptr<Codec> make_http1_codec(Connection& connection) {
  return std::make_unique<Http1Connection>(connection);
}

Http1Connection::Http1Connection(Connection& connection) : connection_(connection) {}
Http1Connection::~Http1Connection() = default;

void Http1Connection::start(std::string_view input) {
  connection_.expire_after(connection_.loop().limits().header_timeout);
  if (input.empty()) return;
  pending_ = input;
  run(pending());
}

void Http1Connection::on_readable() {
  if (state_ == State::handling && body_wanted_) {
    body_wanted_ = false;
    body_pace_.end_wait(coarse_now());
    connection_.never_expire();
    connection_.watch_input(false);  // until the exchange has taken what there is
    return exchange_->wake();
  }
  if (state_ != State::head && state_ != State::collecting && state_ != State::skipping) {
    // The next request waits its turn in the kernel: that is the back-pressure on pipelining.
    return connection_.watch_input(false);
  }
  if (state_ == State::head && pending_.empty()) {
    std::vector<char>& buffer = connection_.loop().input();
    const Io io = connection_.transport().read(buffer);
    if (io.kind == IoKind::done) return run(std::span(buffer).first(io.bytes));
    if (io.kind != IoKind::blocked) connection_.close();
    return;
  }
  if (!read_more()) return;
  if (state_ == State::head) return run(pending());
  if (state_ == State::collecting) return collect_upgrade_body();
  if (skip_body()) answered();
}

/// Appends to `pending_`; false when nothing came (and the connection may be closed).
bool Http1Connection::read_more() {
  pending_.erase(0, std::exchange(pending_start_, 0));
  std::vector<char>& buffer = connection_.loop().input();
  const Io io = connection_.transport().read(buffer);
  if (io.kind == IoKind::done) {
    pending_.append(buffer.data(), io.bytes);
    return true;
  }
  if (io.kind != IoKind::blocked) connection_.close();
  return false;
}

void Http1Connection::keep_rest(std::span<char> rest) {
  const bool own = rest.data() >= pending_.data() && rest.data() <= pending_.data() + pending_.size();
  if (rest.empty()) {
    std::string().swap(pending_);
    pending_start_ = 0;
  } else if (own) {
    pending_start_ = static_cast<std::size_t>(rest.data() - pending_.data());
  } else {
    pending_.assign(rest.data(), rest.size());
    pending_start_ = 0;
  }
}

void Http1Connection::run(std::span<char> input) {
  // A loop and no recursion: a client may have sent thousands of requests in one piece.
  looping_ = true;
  do {
    again_ = false;
    running_ = true;
    // Whoever changes the state keeps the rest of the input; it comes back here when there is a next request to look
    // at.
    while (take_request(input)) {
    }
    running_ = false;
    if (state_ == State::head && !head_begun_) expire_when_idle();
    after_output();
    input = pending();
  } while (again_);
  looping_ = false;
}

/// Looks at the head at the start of `input`, and answers it or hands it on; false when there is nothing more to do
/// now.
bool Http1Connection::take_request(std::span<char>& input) {
  while (text(input).starts_with("\r\n")) input = input.subspan(2);  // RFC 9112 section 2.2
  if (input.empty()) {
    keep_rest(input);
    return false;
  }
  const Limits& limits = connection_.loop().limits();
  const HeadEnd end = find_head_end(text(input), std::exchange(scanned_, 0));
  if (end.kind == HeadEnd::Kind::malformed) {
    fault(kMalformed);
    return false;
  }
  if (input.size() > limits.max_header_bytes &&
      (end.kind == HeadEnd::Kind::need_more || end.size > limits.max_header_bytes)) {
    fault(kTooLarge);
    return false;
  }
  if (end.kind == HeadEnd::Kind::need_more) {
    // The clock runs from the head's first byte; more bytes do not set it back.
    if (!std::exchange(head_begun_, true)) connection_.expire_after(limits.header_timeout);
    keep_rest(input);
    scanned_ = end.size;
    return false;
  }
  head_begun_ = false;
  const std::span<char> bytes = input.first(end.size);
  input = input.subspan(end.size);
  Http1Head head;
  const auto why = parse_http1_head(bytes, {.max_fields = limits.max_header_fields}, head, connection_.loop().fields());
  if (why) {
    fault(*why);
    return false;
  }
  return answer_request(head, bytes, input);
}

bool Http1Connection::answer_request(const Http1Head& head, std::span<char> bytes, std::span<char>& input) {
  ServerLoop& loop = connection_.loop();
  const bool draining = loop.shared().draining;
  current_ = {.id = loop.request_ids().next(),
              .head_only = head.method == Method::head,
              .keep_alive = head.keep_alive && !draining,
              .is_http10 = head.is_http10,
              .expects_continue = head.expects_continue};
  framing_ = head.chunked ? Http1Framing::chunked() : Http1Framing::by_length(head.content_length.value_or(0));
  if (framing_.finished()) current_.expects_continue = false;
  const bool wants_upgrade = head.wants_h2c && !draining && may_upgrade();
  if (wants_upgrade && framing_.finished() && begin_upgrade(head, bytes, input)) return false;

  UnreadBody body(framing_.length());
  Request request{.method = head.method,
                  .protocol = Protocol::http1,
                  .secure = connection_.transport().is_secure(),
                  .target = {},
                  .path = {},
                  .query = {},
                  .fields = loop.fields(),
                  .peer = connection_.client(loop.fields()),
                  .id = view(current_.id),
                  .body = &body};
  set_target(request, head.target);
  std::optional<Response> response;
  if (connection_.refused()) {
    response = refuse(loop, kNoConnection, request.id, request.peer);
  } else {
    response = try_fenced(loop.handler(), request);
  }
  if (response) {
    write_answer(std::move(*response));
    if (state_ == State::head) return true;
    keep_rest(input);
    return false;
  }
  // A body is taken in for an upgrade only when the handler wants it: it has to be kept until the upgrade is done.
  if (wants_upgrade && begin_upgrade(head, bytes, input)) return false;
  begin_exchange(request, bytes, input);
  // A handler that did not wait has answered already.
  input = pending();
  return state_ == State::head;
}

void Http1Connection::begin_exchange(const Request& request, std::span<char> head, std::span<char> input) {
  const auto loop = connection_.loop().shared_from_this();
  std::optional<WaitingPlace> place = WaitingPlace::take(loop);
  if (!place) {
    write_answer(refuse(*loop, kBusy, request.id, request.peer));
    return keep_rest(input);
  }
  state_ = State::handling;
  body_pace_ = {};
  connection_.never_expire();
  auto exchange = std::make_unique<Http1Exchange>(*this, std::move(*place), request, text(head), current_.id);
  exchange_ = exchange.get();
  keep_rest(input);  // the exchange has copied the head, and the body is read from what is kept
  boost::asio::co_spawn(loop->context(), Http1Exchange::run(std::move(exchange)), boost::asio::detached);
}

bool Http1Connection::may_upgrade() const {
  const std::optional<std::uint64_t> length = framing_.length();
  return !connection_.transport().is_secure() && !connection_.refused() && length && *length <= kMaxUpgradeBody;
}

/// False when the request has to be answered in HTTP/1.1, which RFC 7540 section 3.2 always allows.
bool Http1Connection::begin_upgrade(const Http1Head& head, std::span<char> bytes, std::span<char>& input) {
  std::optional<std::string> settings = decode_settings(head.http2_settings);
  if (!settings) return false;
  upgrade_ = std::make_unique<UpgradedRequest>();
  if (!framing_.finished()) {
    auto place = WaitingPlace::take(connection_.loop().shared_from_this(), framing_.length().value_or(0));
    if (!place) return false;
    upgrade_->place.emplace(std::move(*place));
  }
  upgrade_->settings = std::move(*settings);
  upgrade_->head = text(bytes);
  const auto moved = [&](std::string_view view) { return rebase(view, text(bytes), upgrade_->head); };
  upgrade_->method = head.method;
  upgrade_->target = moved(head.target);
  for (const Field& field : connection_.loop().fields()) {
    upgrade_->fields.push_back({moved(field.name), moved(field.value)});
  }
  keep_rest(input);
  state_ = State::collecting;
  if (current_.expects_continue) connection_.loop().output().append("HTTP/1.1 100 Continue\r\n\r\n");
  current_.expects_continue = false;
  // One deadline for the whole body: more bytes do not set it back.
  connection_.expire_after(connection_.loop().limits().body_timeout);
  collect_upgrade_body();
  return true;
}

void Http1Connection::collect_upgrade_body() {
  while (!framing_.finished()) {
    const ChunkedDecoder::Step step = framing_.next(text(pending()));
    if (step.kind == ChunkedDecoder::Kind::need_more) return connection_.watch_input(true);
    upgrade_->body.append(step.piece);
    consume(step.consumed);
  }
  upgrade();
}

void Http1Connection::upgrade() {
  state_ = State::closing;
  connection_.loop().output().append("HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: h2c\r\n\r\n");
  connection_.change_codec(make_upgraded_http2_codec(connection_, std::move(upgrade_)), std::string(text(pending())));
  if (!running_) after_output();
}

void Http1Connection::fault(const Http1Fault& why) {
  ServerLoop& loop = connection_.loop();
  current_ = {.id = loop.request_ids().next()};
  framing_ = {};
  const RefusalKind kind = why.status == kSlow.status ? RefusalKind::too_slow : RefusalKind::not_http;
  write_answer(refuse(loop, {kind, why.status, why.detail}, view(current_.id), connection_.client({})));
}

Http1Connection::BodyState Http1Connection::next_body_piece(std::string_view& piece) {
  if (!connection_.is_open() || state_ != State::handling) return BodyState::torn;
  while (true) {
    const ChunkedDecoder::Step step = framing_.next(text(pending()));
    consume(step.consumed);
    switch (step.kind) {
      case ChunkedDecoder::Kind::piece:
        piece = step.piece;
        body_pace_.moved(piece.size());
        return BodyState::piece;
      case ChunkedDecoder::Kind::finished:
        return BodyState::finished;
      case ChunkedDecoder::Kind::malformed:
        close_after_ = true;
        return BodyState::malformed;
      case ChunkedDecoder::Kind::need_more:
        break;
    }
    if (current_.expects_continue) {
      current_.expects_continue = false;
      if (!connection_.send("HTTP/1.1 100 Continue\r\n\r\n") && !connection_.is_open()) return BodyState::torn;
    }
    // Straight into the body's own buffer, which is given back with the request.
    pending_.erase(0, std::exchange(pending_start_, 0));
    Io io{IoKind::blocked};
    const std::size_t filled = pending_.size();
    // Not the size that libstdc++ 12 hands in: after growing it is the capacity.
    pending_.resize_and_overwrite(filled + kBodyBuffer, [&](char* bytes, std::size_t) {
      io = connection_.transport().read(std::span(bytes + filled, kBodyBuffer));
      return filled + (io.kind == IoKind::done ? io.bytes : 0);
    });
    if (io.kind == IoKind::blocked) return BodyState::blocked;
    if (io.kind != IoKind::done) {
      connection_.close();
      return BodyState::torn;
    }
  }
}

void Http1Connection::wait_for_body() {
  if (body_pace_.is_too_slow(connection_.loop().limits())) {
    close_after_ = true;
    return exchange_->expire();
  }
  body_pace_.begin_wait(coarse_now());
  body_wanted_ = true;
  connection_.expire_after(connection_.loop().limits().body_timeout);
  connection_.watch_input(true);
}

void Http1Connection::on_expired() {
  switch (state_) {
    case State::head:
      if (!pending().empty()) {
        fault(kSlow);
        return after_output();
      }
      connection_.transport().end_output();
      return connection_.close();
    case State::handling:
      body_wanted_ = false;
      close_after_ = true;
      return exchange_->expire();
    case State::collecting:
    case State::sending:
    case State::skipping:
    case State::closing:
      return connection_.close();
  }
}

void Http1Connection::begin_drain() {
  current_.keep_alive = false;
  // An idle client may have a request on its way; a short wait answers it instead of resetting it.
  if (state_ == State::head && pending().empty()) expire_when_idle();
}

/// Between requests. The head of an answer that left before the drain began has not said that the connection ends.
void Http1Connection::expire_when_idle() {
  ServerLoop& loop = connection_.loop();
  connection_.expire_after(loop.shared().draining ? std::chrono::milliseconds(loop.tick_length())
                                                  : loop.limits().keep_alive_timeout);
}

void Http1Connection::on_closed() {
  upgrade_.reset();  // its waiting place goes back at once
  if (exchange_ != nullptr) exchange_->wake();
}

}  // namespace entrepot::http
