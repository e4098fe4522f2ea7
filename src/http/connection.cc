#include "http/connection.h"

#include <algorithm>
#include <utility>

#include "base/log.h"
#include "http/http1_codec.h"
#include "http/http2_codec.h"

namespace entrepot::http {
namespace {

/// What an HTTP/2 client sends first (RFC 9113 section 3.4).
constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::chrono::milliseconds kLingerTime{5'000};
/// In a drain the process waits for it: a client that does not close its end must not hold up a restart.
constexpr std::chrono::milliseconds kDrainLingerTime{1'000};
constexpr std::chrono::milliseconds kFirstBytesInDrain{1'000};
constexpr std::uint64_t kLingerBytes = 64 * 1024 * 1024;
/// A freed buffer this small is kept for the next time.
constexpr std::size_t kKeptCapacity = 4 * 1024;

void release(std::string& buffer) {
  if (buffer.capacity() > kKeptCapacity) {
    std::string().swap(buffer);
  } else {
    buffer.clear();
  }
}

}  // namespace

Connection::Connection(std::shared_ptr<ServerLoop> loop, int socket, std::string peer, Admission admission)
    : loop_(std::move(loop)), transport_(socket), peer_(std::move(peer)), admission_(admission) {}

Connection::~Connection() = default;

bool Connection::start(bool tls) {
  if (tls) {
    stage_ = Stage::handshake;
    const std::shared_ptr<SSL_CTX> context = loop_->shared().tls->current();
    if (!transport_.begin_tls(context.get())) return false;
  }
  registered_ = EPOLLIN;
  if (!loop_->reactor().add(transport_.socket(), registered_, this)) return false;
  open_ = true;
  // Only who has asked for something already may be silent for longer.
  expire_after(loop_->limits().header_timeout);
  return true;
}

void Connection::on_ready(std::uint32_t events) {
  const std::shared_ptr<Connection> kept = shared_from_this();
  fenced([this, events] { on_events(events); });
}

void Connection::break_off(std::string_view what) {
  log_error("an exception ended a connection", {{"detail", what}});
  // Half an answer, which must not reach somebody else; but while letters are sent the buffer is not this connection's.
  if (!loop_->outbox().is_sending()) loop_->output().clear();
  close();
}

void Connection::on_events(std::uint32_t events) {
  // Both directions are dead; without interest in either epoll would tell so again and again.
  if ((events & EPOLLERR) != 0 || ((events & EPOLLHUP) != 0 && !input_wanted_)) return close();
  if ((events & EPOLLOUT) != 0) on_output();
  if (open_ && (events & (EPOLLIN | EPOLLHUP)) != 0) on_input();
}

void Connection::on_input() {
  switch (stage_) {
    case Stage::handshake:
      return shake_hands();
    case Stage::first_bytes:
      return read_first_bytes();
    case Stage::codec:
      codec_->on_readable();
      return run_codec_change();
    case Stage::lingering:
      return discard_input();
  }
}

void Connection::on_output() {
  if (stage_ == Stage::handshake) return shake_hands();
  output_pace_.end_wait(coarse_now());
  while (has_unsent()) {
    const bool is_sealed = transport_.has_sealed();
    const std::string_view rest = std::string_view(unsent_).substr(unsent_start_);
    const Io io = is_sealed ? transport_.flush() : transport_.write(rest);
    if (io.kind == IoKind::blocked) return wait_in_pace();
    if (io.kind != IoKind::done) return close();
    if (is_sealed) {
      output_pace_.moved(io.bytes);
    } else {
      unsent_start_ += io.bytes;
      output_moved(io.bytes);
    }
    expire_with_output();
  }
  unsent_start_ = 0;
  release(unsent_);
  output_wanted_ = false;
  if (stage_ == Stage::codec) {
    codec_->on_writable();
    run_codec_change();
  }
  if (!output_wanted_) output_pace_ = {};
  update_interest();
}

void Connection::shake_hands() {
  const Io io = transport_.handshake();
  if (io.kind == IoKind::blocked) {
    output_wanted_ = transport_.wants_write();
    return update_interest();
  }
  if (io.kind != IoKind::done) return close();
  output_wanted_ = false;
  update_interest();
  if (transport_.protocol() == "h2") {
    begin_codec(make_http2_codec(*this), {});
  } else {
    begin_codec(make_http1_codec(*this), {});
  }
  // Requests may have come along with the end of the handshake.
  if (open_ && transport_.has_buffered_input()) on_input();
}

void Connection::read_first_bytes() {
  std::vector<char>& buffer = loop_->input();
  const Io io = transport_.read(buffer);
  if (io.kind == IoKind::blocked) return;
  if (io.kind != IoKind::done) return close();
  std::string_view input(buffer.data(), io.bytes);
  std::string whole;
  if (!first_bytes_.empty()) {
    whole = std::exchange(first_bytes_, {}).append(input);
    input = whole;
  }
  if (input.starts_with(kPreface)) return begin_codec(make_http2_codec(*this), input);
  if (kPreface.starts_with(input)) {
    first_bytes_ = input;
    return expire_after(loop_->limits().header_timeout);
  }
  begin_codec(make_http1_codec(*this), input);
}

void Connection::begin_codec(std::unique_ptr<Codec> codec, std::string_view input) {
  stage_ = Stage::codec;
  codec_ = std::move(codec);
  codec_->start(input);
  if (open_ && stage_ == Stage::codec && loop_->shared().draining) codec_->begin_drain();
  run_codec_change();
}

void Connection::change_codec(std::unique_ptr<Codec> codec, std::string input) {
  next_codec_ = std::move(codec);
  next_input_ = std::move(input);
}

void Connection::run_codec_change() {
  if (next_codec_ == nullptr || !open_) return;
  const std::string input = std::exchange(next_input_, {});
  begin_codec(std::exchange(next_codec_, nullptr), input);
}

void Connection::on_tick(Tick now) {
  if (now < expires_) return;
  const std::shared_ptr<Connection> kept = shared_from_this();
  expires_ = kNever;
  if (stage_ != Stage::codec) return close();
  fenced([this] { codec_->on_expired(); });
}

void Connection::begin_drain() {
  if (stage_ == Stage::codec) {
    return fenced([this] {
      codec_->begin_drain();
      run_codec_change();
    });
  }
  // A client that has just connected may have a request on its way; what it says decides, but soon.
  if (stage_ == Stage::first_bytes) expire_after(std::min(loop_->limits().header_timeout, kFirstBytesInDrain));
}

void Connection::close() {
  send_letters();
  if (!open_) return;
  open_ = false;
  loop_->reactor().remove(transport_.socket(), this);
  transport_.close();
  expires_ = kNever;
  if (codec_ != nullptr) codec_->on_closed();
  loop_->bury(*this);
}

bool Connection::refused() const {
  return admission_ == Admission::refused && loop_->shared().connections_open > loop_->limits().max_connections;
}

void Connection::watch_input(bool wanted) {
  if (input_wanted_ == wanted) return;
  input_wanted_ = wanted;
  update_interest();
}

void Connection::update_interest() {
  if (!open_) return;
  const std::uint32_t events = (input_wanted_ ? EPOLLIN : 0u) | (output_wanted_ ? EPOLLOUT : 0u);
  if (events == registered_) return;
  registered_ = events;
  loop_->reactor().change(transport_.socket(), events, this);
}

/// What was said first must leave first.
void Connection::send_letters() {
  if (has_letter_) loop_->outbox().send_all();
}

bool Connection::send(std::string_view bytes) {
  send_letters();
  if (!open_) return false;
  return settle(bytes, has_unsent() ? Io{IoKind::blocked} : transport_.write(bytes));
}

void Connection::send_with_batch(std::string& bytes) {
  if (loop_->reactor().is_in_batch() && !loop_->outbox().is_sending()) {
    loop_->outbox().add(*this, bytes);
    has_letter_ = true;  // not earlier: making room sends what waits, this connection's own letters included
    return;
  }
  send_letter(bytes);
  bytes.clear();
}

void Connection::send_letter(std::string_view bytes) {
  has_letter_ = false;
  if (open_ && !send(bytes) && open_) codec_->on_kept();
}

bool Connection::send_with_more(std::string_view bytes) {
  send_letters();
  if (!open_) return false;
  return settle(bytes, has_unsent() ? Io{IoKind::blocked} : transport_.write_with_more(bytes));
}

/// Keeps what one write left over.
bool Connection::settle(std::string_view bytes, const Io& io) {
  output_moved(io.bytes);
  if (io.kind == IoKind::done && io.bytes == bytes.size() && !transport_.has_sealed()) return true;
  if (io.kind == IoKind::done || io.kind == IoKind::blocked) {
    unsent_.append(bytes.substr(io.bytes));
    wait_for_output();
  } else {
    close();
  }
  return false;
}

void Connection::wait_for_output() {
  if (!open_) return;
  output_wanted_ = true;
  update_interest();
  expire_with_output();
  wait_in_pace();
}

void Connection::wait_in_pace() {
  output_pace_.begin_wait(coarse_now());
  if (output_pace_.is_too_slow(loop_->limits())) close();
}

void Connection::expire_with_output() {
  expire_after(loop_->limits().write_timeout);
  output_deadline_ = expires_;
}

bool Connection::is_output_late() {
  if (coarse_now() >= output_deadline_) return true;
  expires_ = output_deadline_;
  return false;
}

void Connection::expire_after(std::chrono::milliseconds duration) {
  expires_ = coarse_now() + duration.count();
}

void Connection::linger() {
  send_letters();
  if (!open_) return;
  stage_ = Stage::lingering;
  transport_.end_output();
  expire_after(loop_->shared().draining ? kDrainLingerTime : kLingerTime);
  watch_input(true);
  codec_->on_closed();
}

void Connection::discard_input() {
  std::vector<char>& buffer = loop_->input();
  const Io io = transport_.discard(buffer);
  if (io.kind == IoKind::blocked) return;
  discarded_ += io.bytes;
  if (io.kind != IoKind::done || discarded_ > kLingerBytes) close();
}

}  // namespace entrepot::http
