#pragma once

#include <openssl/types.h>
#include <sys/uio.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/response.h"

namespace entrepot::http {

enum class IoKind : std::uint8_t { done, blocked, closed, failed };

/// What one system call (or one pass through TLS) came to. `closed`: the peer ended its side in order.
struct Io {
  IoKind kind;
  std::size_t bytes = 0;
};

/// The bytes of one connection: a non-blocking socket, with TLS over it or without. Owns the socket. The connection's
/// loop only. OpenSSL works on the socket directly, without a pair of memory BIOs, except that the records of one
/// `write` are gathered and leave in one system call.
class Transport {
 public:
  explicit Transport(int socket);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  /// False when there is no memory for it.
  bool begin_tls(SSL_CTX* context);
  bool is_secure() const { return ssl_ != nullptr; }
  /// `blocked` until it is through.
  Io handshake();
  /// After the handshake, what ALPN chose: "h2", "http/1.1" or nothing.
  std::string_view protocol() const;
  /// Whether TLS waits for the socket to take bytes rather than to bring them.
  bool wants_write() const { return wants_write_; }
  /// Whether bytes were read from the socket that nobody asked for yet: epoll will not tell about them.
  bool has_buffered_input() const;

  Io read(std::span<char> into);
  /// TLS: what was sealed but not taken by the socket is kept; see has_sealed().
  Io write(std::string_view bytes);
  /// Whether sealed records wait for the socket. They need `flush` when it can be written.
  bool has_sealed() const { return !sealed_.empty(); }
  std::size_t sealed_size() const { return sealed_.size(); }
  Io flush();  ///< as much as the socket takes
  /// Announces that more follows at once, so that head and file leave together.
  Io write_with_more(std::string_view bytes);
  /// Cleartext only: sendfile(2).
  Io send_file(const FileBody& file, std::uint64_t sent);
  /// Reads from the socket past TLS, to throw away what still comes.
  Io discard(std::span<char> into);

  /// Ends our side: close_notify and FIN. The peer may go on sending.
  void end_output();
  void close();
  int socket() const { return socket_; }

 private:
  friend struct SocketBio;

  Io tls_outcome(int returned);
  Io seal(std::string_view bytes);
  Io send_gathered();

  int socket_;
  SSL* ssl_ = nullptr;
  bool wants_write_ = false;
  bool gathering_ = false;  ///< records go to the thread's gathering buffer
  std::string sealed_;
};

}  // namespace entrepot::http
