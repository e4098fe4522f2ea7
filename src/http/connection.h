#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/pace.h"
#include "http/server_loop.h"
#include "http/transport.h"
#include "net/reactor.h"

namespace entrepot::http {

/// A protocol on a connection: turns bytes into requests and answers into bytes. Owned by its Connection, and like it
/// driven by events on one loop. After it has closed the connection it must return at once.
class Codec {
 public:
  virtual ~Codec() = default;
  /// Takes over, with bytes that were read already.
  virtual void start(std::string_view input) = 0;
  virtual void on_readable() = 0;
  /// Everything that `Connection::send` kept back is sent.
  virtual void on_writable() = 0;
  /// What was given to `send_with_batch` could not be sent whole; `on_writable` follows.
  virtual void on_kept() {}
  /// The time set by `expire_after` has passed.
  virtual void on_expired() = 0;
  /// Finish what runs, take nothing new.
  virtual void begin_drain() = 0;
  /// The socket is gone; requests that run will find out.
  virtual void on_closed() = 0;
};

/// One client's connection: socket, TLS, interest in events, bytes that could not be sent yet, one deadline. Which
/// protocol it speaks is found out by ALPN or by its first bytes. Owned by its loop while open, and by the requests
/// that run.
class Connection final : public net::Watcher, public std::enable_shared_from_this<Connection> {
 public:
  enum class Admission : std::uint8_t { welcome, refused };  ///< refused: came over max_connections

  Connection(std::shared_ptr<ServerLoop> loop, int socket, std::string peer, Admission admission);
  ~Connection() override;

  /// False when it could not begin; then it is closed.
  bool start(bool tls);
  void on_ready(std::uint32_t events) override;
  void on_tick(Tick now);
  void begin_drain();
  void close();
  /// Runs what this connection has to do; an exception in it ends this connection and no other.
  template <typename Action>
  void fenced(Action action) {
    try {
      action();
    } catch (const std::exception& exception) {
      break_off(exception.what());
    } catch (...) {
      break_off("unknown");
    }
  }
  bool is_open() const { return open_; }
  std::size_t index = 0;  ///< where its loop keeps it

  // For codecs.
  ServerLoop& loop() { return *loop_; }
  Transport& transport() { return transport_; }
  /// Who sent a request with these fields: the socket's other end, or whom a trusted proxy names.
  std::string_view client(std::span<const Field> fields) const {
    const std::vector<AddressBlock>& trusted = loop_->shared().options.trusted_proxies;
    return trusted.empty() ? std::string_view(peer_) : client_address(trusted, peer_, fields);
  }
  /// Whether its requests get 503 now: it came when there was no room, and there still is none.
  bool refused() const;
  void watch_input(bool wanted);
  /// Sends now what the socket takes and keeps the rest; false when some is kept (or the connection broke and is
  /// closed).
  bool send(std::string_view bytes);
  /// Sends it with the other answers of the running batch of events, or now when none runs, and leaves `bytes` empty;
  /// what becomes of it the codec hears from `on_kept` and `on_writable`.
  void send_with_batch(std::string& bytes);
  void send_letter(std::string_view bytes);  ///< for the outbox
  /// The same as `send`, when a file follows at once.
  bool send_with_more(std::string_view bytes);
  /// The codec itself has written so much to the transport.
  void output_moved(std::size_t size) { output_pace_.moved(size - std::min(size, transport_.sealed_size())); }
  /// Waits for the socket to take more, then calls `on_writable`. Closes when its pace is too slow.
  void wait_for_output();
  bool has_unsent() const { return unsent_.size() > unsent_start_ || transport_.has_sealed(); }
  /// Whether the socket has taken nothing for too long; if not, the codec is called again when that would be so.
  bool is_output_late();
  void expire_after(std::chrono::milliseconds duration);
  void never_expire() { expires_ = kNever; }
  /// Ends our side and throws away what still comes, for a moment, so that the client can read the last answer.
  void linger();
  /// Replaces the codec once the running event is through; `input` is what the old one leaves.
  void change_codec(std::unique_ptr<Codec> codec, std::string input);

 private:
  enum class Stage : std::uint8_t { handshake, first_bytes, codec, lingering };
  static constexpr Tick kNever = INT64_MAX;

  void on_events(std::uint32_t events);
  void break_off(std::string_view what);
  void on_input();
  void on_output();
  void shake_hands();
  void read_first_bytes();
  void begin_codec(std::unique_ptr<Codec> codec, std::string_view input);
  void run_codec_change();
  void discard_input();
  void send_letters();
  bool settle(std::string_view bytes, const Io& io);
  void expire_with_output();
  void wait_in_pace();
  void update_interest();

  std::shared_ptr<ServerLoop> loop_;
  Transport transport_;
  std::string peer_;
  Admission admission_;
  Stage stage_ = Stage::first_bytes;
  bool open_ = false;
  bool has_letter_ = false;  ///< something of it waits in the outbox
  bool input_wanted_ = true;
  bool output_wanted_ = false;
  std::uint32_t registered_ = 0;
  Tick expires_ = kNever;
  Tick output_deadline_ = 0;
  Pace output_pace_;
  std::uint64_t discarded_ = 0;
  std::string first_bytes_;
  std::string unsent_;
  std::size_t unsent_start_ = 0;
  std::unique_ptr<Codec> codec_;
  std::unique_ptr<Codec> next_codec_;
  std::string next_input_;
};

}  // namespace entrepot::http
