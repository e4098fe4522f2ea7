// The answering half of Http1Connection.
#include <array>
#include <charconv>
#include <utility>

#include "http/http1_connection.h"
#include "http/http1_exchange.h"
#include "http/status.h"

namespace entrepot::http {
namespace {

constexpr std::uint64_t kMaxSkipped = 256 * 1024;
/// Up to so much of a body is copied behind its head and leaves with it in one system call.
constexpr std::uint64_t kMaxJoined = 64 * 1024;
/// Above this sendfile is cheaper than reading the file.
constexpr std::uint64_t kMaxReadFile = 16 * 1024;
/// TLS: a block of file per turn; records are this large.
constexpr std::uint64_t kBlock = 64 * 1024;
/// So much goes out before other connections get their turn.
constexpr std::uint64_t kMaxTurn = 1024 * 1024;

void append_number(std::string& out, std::uint64_t number) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace

bool Http1Connection::closes_after(const Response& response) const {
  if (response.close_connection || close_after_ || !current_.keep_alive) return true;
  if (framing_.finished()) return false;
  // Whoever waits for 100 may or may not send its body after another answer: what follows could be taken for it.
  return current_.expects_continue || framing_.remaining().value_or(0) > kMaxSkipped;
}

void Http1Connection::write_answer(Response response) {
  const bool closing = closes_after(response);
  close_after_ = closing;
  const bool has_body = may_have_body(response.status);
  write_head(response, body_length(response.body), closing);
  state_ = State::head;
  if (has_body && !current_.head_only) {
    write_body(std::move(response.body));
  }
  if (state_ == State::head && (closing || !framing_.finished())) state_ = State::sending;
}

void Http1Connection::write_head(const Response& response, std::uint64_t length, bool closing) {
  std::string& out = connection_.loop().output();
  out.append(status_line(response.status)).append(response.fields.lines());
  if (may_have_body(response.status)) {
    out.append("content-length: ");
    append_number(out, length);
    out.append("\r\n");
  }
  out.append("date: ").append(connection_.loop().date());
  out.append("\r\nx-request-id: ").append(view(current_.id));
  if (closing) {
    out.append("\r\nconnection: close\r\n\r\n");
  } else if (current_.is_http10) {
    out.append("\r\nconnection: keep-alive\r\n\r\n");
  } else {
    out.append("\r\n\r\n");
  }
}

void Http1Connection::write_body(Body body) {
  source_ = BodySource(std::move(body));
  std::string& out = connection_.loop().output();
  const bool by_sendfile =
      source_.file() != nullptr && !connection_.transport().is_secure() && source_.left() > kMaxReadFile;
  if (!by_sendfile && out.size() < kMaxJoined) {
    const std::uint64_t joined = std::min(source_.left(), kMaxJoined - out.size());
    // A file that ends too early leaves an answer that cannot be finished.
    if (!source_.append_to(out, static_cast<std::size_t>(joined))) return connection_.close();
  }
  if (source_.left() > 0) {
    state_ = State::sending;
  } else {
    source_ = {};
  }
}

/// Sends what was put together, and as much of the body as the socket takes; goes on to the next request when all is
/// sent.
void Http1Connection::after_output() {
  std::string& out = connection_.loop().output();
  if (!out.empty() && state_ == State::head) {
    connection_.send_with_batch(out);
  } else if (!out.empty()) {
    const bool more = source_.left() > 0 && source_.file() != nullptr && !connection_.transport().is_secure();
    const bool sent = more ? connection_.send_with_more(out) : connection_.send(out);
    out.clear();
    if (!sent) return;
  }
  if (out.capacity() > 4 * kMaxJoined) std::string().swap(out);
  if (connection_.is_open() && state_ == State::sending && push_body()) answered();
}

void Http1Connection::on_kept() {
  if (state_ == State::head) state_ = State::sending;
}

void Http1Connection::on_writable() {
  if (state_ == State::sending && push_body()) answered();
}

/// True when the whole body has gone.
bool Http1Connection::push_body() {
  std::uint64_t turn = 0;
  Transport& transport = connection_.transport();
  while (source_.left() > 0) {
    if (turn > kMaxTurn) {
      connection_.wait_for_output();
      return false;
    }
    Io io{};
    if (const FileBody* const file = source_.file(); file != nullptr && !transport.is_secure()) {
      io = transport.send_file(*file, source_.sent());
      if (io.kind == IoKind::done) source_.skip(io.bytes);
      connection_.output_moved(io.bytes);
    } else if (file != nullptr) {
      std::string block;
      const auto size = static_cast<std::size_t>(std::min(source_.left(), kBlock));
      if (!source_.append_to(block, size)) {
        connection_.close();
        return false;
      }
      // What does not fit is kept by the connection, which calls back when it is gone.
      if (!connection_.send(block)) return false;
      io = {IoKind::done, size};
    } else {
      io = transport.write(source_.view());
      if (io.kind == IoKind::done) source_.skip(io.bytes);
      connection_.output_moved(io.bytes);
    }
    if (io.kind == IoKind::blocked) {
      connection_.wait_for_output();
      return false;
    }
    if (io.kind != IoKind::done) {
      connection_.close();
      return false;
    }
    turn += io.bytes;
  }
  if (connection_.has_unsent()) {
    connection_.wait_for_output();
    return false;
  }
  source_ = {};
  return true;
}

/// The answer has left. Closes, or makes the connection ready for the next request.
void Http1Connection::answered() {
  if (close_after_) {
    state_ = State::closing;
    return connection_.linger();
  }
  if (!framing_.finished()) {
    state_ = State::skipping;
    skipped_ = 0;
    // One deadline for all of it: more bytes do not set it back.
    connection_.expire_after(connection_.loop().limits().body_timeout);
    if (!skip_body()) return;
  }
  state_ = State::head;
  expire_when_idle();
  connection_.watch_input(true);
  const std::span<char> rest = pending();
  if (!rest.empty()) {
    again_ = looping_;
    if (!looping_) run(rest);
  } else {
    keep_rest({});
    // TLS may have read more than it gave.
    if (connection_.transport().has_buffered_input()) on_readable();
  }
}

/// Reads past a body that nobody wanted; true at its end.
bool Http1Connection::skip_body() {
  while (!framing_.finished()) {
    const ChunkedDecoder::Step step = framing_.next({pending().data(), pending().size()});
    consume(step.consumed);
    skipped_ += step.consumed;
    if (step.kind == ChunkedDecoder::Kind::malformed || skipped_ > kMaxSkipped) {
      connection_.linger();
      return false;
    }
    if (step.kind == ChunkedDecoder::Kind::need_more) {
      connection_.watch_input(true);
      return false;
    }
  }
  return true;
}

void Http1Connection::finish(Response response) {
  exchange_ = nullptr;
  body_wanted_ = false;
  if (!connection_.is_open() || state_ != State::handling) return;
  write_answer(std::move(response));
  if (running_) return;
  const bool ready = state_ == State::head;
  after_output();
  if (ready && state_ == State::head && connection_.is_open()) answered();
}

}  // namespace entrepot::http
