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

// OpenSSL's own socket BIO writes without MSG_NOSIGNAL, and a library must not change how the process takes SIGPIPE.
int bio_socket(BIO* bio) {
  return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio)));
}

int bio_write(BIO* bio, const char* bytes, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::send(bio_socket(bio), bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  if (count < 0 && would_block(errno)) BIO_set_retry_write(bio);
  return static_cast<int>(count);
}

int bio_read(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  const ssize_t count = ::recv(bio_socket(bio), into, static_cast<std::size_t>(size), 0);
  if (count < 0 && would_block(errno)) BIO_set_retry_read(bio);
  return static_cast<int>(count);
}

long bio_control(BIO*, int command, long, void*) {
  return command == BIO_CTRL_FLUSH ? 1 : 0;
}

BIO_METHOD* socket_bio() {
  static BIO_METHOD* const kMethod = [] {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "entrepot socket");
    BIO_meth_set_write(method, bio_write);
    BIO_meth_set_read(method, bio_read);
    BIO_meth_set_ctrl(method, bio_control);
    return method;
  }();
  return kMethod;
}

}  // namespace

Transport::Transport(int socket) : socket_(socket) {}

Transport::~Transport() {
  close();
}

bool Transport::begin_tls(SSL_CTX* context) {
  ssl_ = SSL_new(context);
  BIO* const bio = ssl_ == nullptr ? nullptr : BIO_new(socket_bio());
  if (bio == nullptr) return false;
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket_)));
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
    ERR_clear_error();
    std::size_t count = 0;
    const int returned = SSL_write_ex(ssl_, bytes.data() + total, bytes.size() - total, &count);
    if (returned != 1) {
      const Io io = tls_outcome(returned);
      return total > 0 && io.kind == IoKind::blocked ? Io{IoKind::done, total} : io;
    }
    total += count;
  }
  return {IoKind::done, total};
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
