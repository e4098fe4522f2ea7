#include "http/transport.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <new>

namespace entrepot::http {
namespace {

/// How much of a file goes out before the other connections get a turn.
constexpr std::uint64_t kFileTurn = 1024 * 1024;

bool would_block(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

Io outcome(ssize_t count) {
  if (count >= 0) return {IoKind::done, static_cast<std::size_t>(count)};
  return {would_block(errno) ? IoKind::blocked : IoKind::failed};
}

/// Records are gathered up to so much plain text before they are sent.
constexpr std::size_t kGathered = 64 * 1024;

/// One for all connections of a thread: it is empty between two calls.
std::string& gathered() {
  static thread_local std::string buffer;
  return buffer;
}

}  // namespace

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL, and a library must not change how the process takes SIGPIPE.
struct SocketBio {
  static Transport& transport(BIO* bio) { return *static_cast<Transport*>(BIO_get_data(bio)); }

  /// An exception must not pass through OpenSSL.
  static int gather(std::string_view record) noexcept {
    try {
      gathered().append(record);
      return static_cast<int>(record.size());
    } catch (const std::bad_alloc&) {
      return -1;
    }
  }

  static int write(BIO* bio, const char* bytes, int size) {
    Transport& self = transport(bio);
    BIO_clear_retry_flags(bio);
    if (self.gathering_) return gather({bytes, static_cast<std::size_t>(size)});
    if (self.has_sealed()) {  // what was sealed earlier must leave earlier
      BIO_set_retry_write(bio);
      return -1;
    }
    const ssize_t count = ::send(self.socket_, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
    if (count < 0 && would_block(errno)) BIO_set_retry_write(bio);
    return static_cast<int>(count);
  }

  static int read(BIO* bio, char* into, int size) {
    BIO_clear_retry_flags(bio);
    const ssize_t count = ::recv(transport(bio).socket_, into, static_cast<std::size_t>(size), 0);
    if (count < 0 && would_block(errno)) BIO_set_retry_read(bio);
    return static_cast<int>(count);
  }

  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  static BIO_METHOD* method() {
    static BIO_METHOD* const kMethod = [] {
      BIO_METHOD* made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "entrepot socket");
      BIO_meth_set_write(made, write);
      BIO_meth_set_read(made, read);
      BIO_meth_set_ctrl(made, control);
      return made;
    }();
    return kMethod;
  }
};

Transport::Transport(int socket) : socket_(socket) {}

Transport::~Transport() {
  close();
}

bool Transport::begin_tls(SSL_CTX* context) {
  ssl_ = SSL_new(context);
  BIO* const bio = ssl_ == nullptr ? nullptr : BIO_new(SocketBio::method());
  if (bio == nullptr) return false;
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_, bio, bio);
  SSL_set_accept_state(ssl_);
  return true;
}

Io Transport::tls_outcome(int returned) {
  wants_write_ = false;
  switch (SSL_get_error(ssl_, returned)) {
    case SSL_ERROR_WANT_READ:
      return {IoKind::blocked};
    case SSL_ERROR_WANT_WRITE:
      wants_write_ = true;
      return {IoKind::blocked};
    case SSL_ERROR_ZERO_RETURN:
      return {IoKind::closed};
    default:
      return {IoKind::failed};
  }
}

Io Transport::handshake() {
  ERR_clear_error();
  const int returned = SSL_do_handshake(ssl_);
  if (returned == 1) return {IoKind::done};
  return tls_outcome(returned);
}

std::string_view Transport::protocol() const {
  const unsigned char* name = nullptr;
  unsigned int length = 0;
  if (ssl_ != nullptr) SSL_get0_alpn_selected(ssl_, &name, &length);
  return {reinterpret_cast<const char*>(name), length};
}

bool Transport::has_buffered_input() const {
  return ssl_ != nullptr && SSL_has_pending(ssl_) == 1;
}

Io Transport::read(std::span<char> into) {
  if (ssl_ == nullptr) {
    const Io io = outcome(::recv(socket_, into.data(), into.size(), 0));
    return io.kind == IoKind::done && io.bytes == 0 ? Io{IoKind::closed} : io;
  }
  // One record at a time is what OpenSSL gives; several are gathered so that one pass answers them all.
  std::size_t total = 0;
  while (total < into.size()) {
    ERR_clear_error();
    std::size_t count = 0;
    const int returned = SSL_read_ex(ssl_, into.data() + total, into.size() - total, &count);
    if (returned != 1) {
      const Io io = tls_outcome(returned);
      return total > 0 ? Io{IoKind::done, total} : io;
    }
    total += count;
    if (SSL_has_pending(ssl_) == 0) break;
  }
  return {IoKind::done, total};
}

Io Transport::write(std::string_view bytes) {
  if (ssl_ == nullptr) return outcome(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL));
  std::size_t total = 0;
  while (total < bytes.size()) {
    while (has_sealed()) {
      const Io io = flush();
      if (io.kind == IoKind::blocked && total > 0) return {IoKind::done, total};
      if (io.kind != IoKind::done) return io;
    }
    const Io sealing = seal(bytes.substr(total, kGathered));
    const Io sending = send_gathered();
    if (sealing.kind != IoKind::done) return sealing;
    if (sending.kind == IoKind::failed) return sending;
    total += sealing.bytes;
  }
  return {IoKind::done, total};
}

/// One record after the other, into the gathering buffer.
Io Transport::seal(std::string_view bytes) {
  std::size_t total = 0;
  gathered().clear();  // an exception may have left another connection's records
  gathering_ = true;
  while (total < bytes.size()) {
    ERR_clear_error();
    std::size_t count = 0;
    const int returned = SSL_write_ex(ssl_, bytes.data() + total, bytes.size() - total, &count);
    if (returned != 1) {
      gathering_ = false;
      return tls_outcome(returned);
    }
    total += count;
  }
  gathering_ = false;
  return {IoKind::done, total};
}

/// Keeps what the socket does not take.
Io Transport::send_gathered() {
  std::string& records = gathered();
  const Io io = outcome(::send(socket_, records.data(), records.size(), MSG_NOSIGNAL));
  if (io.kind != IoKind::failed) sealed_.append(records, io.bytes);
  records.clear();
  if (records.capacity() > 4 * kGathered) std::string().swap(records);
  return io;
}

Io Transport::flush() {
  const Io io = outcome(::send(socket_, sealed_.data(), sealed_.size(), MSG_NOSIGNAL));
  if (io.kind != IoKind::done) return io;
  sealed_.erase(0, io.bytes);
  if (sealed_.empty()) std::string().swap(sealed_);
  return io;
}

Io Transport::write_with_more(std::string_view bytes) {
  if (ssl_ != nullptr) return write(bytes);
  return outcome(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_MORE));
}

Io Transport::send_file(const FileBody& file, std::uint64_t sent) {
  off_t offset = static_cast<off_t>(file.offset + sent);
  const std::uint64_t left = std::min(file.length - sent, kFileTurn);
  const Io io = outcome(::sendfile(socket_, file.file->descriptor(), &offset, static_cast<std::size_t>(left)));
  // A file that is shorter than announced: the answer cannot be finished any more.
  return io.kind == IoKind::done && io.bytes == 0 ? Io{IoKind::failed} : io;
}

Io Transport::discard(std::span<char> into) {
  const Io io = outcome(::recv(socket_, into.data(), into.size(), 0));
  return io.kind == IoKind::done && io.bytes == 0 ? Io{IoKind::closed} : io;
}

void Transport::end_output() {
  if (socket_ < 0) return;
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_) == 1) {
    ERR_clear_error();
    SSL_shutdown(ssl_);
  }
  ::shutdown(socket_, SHUT_WR);
}

void Transport::close() {
  if (ssl_ != nullptr) SSL_free(ssl_);
  ssl_ = nullptr;
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

}  // namespace entrepot::http
