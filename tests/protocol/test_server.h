#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>

#include "http/server.h"
#include "net/event_loops.h"
#include "protocol/test_handler.h"

namespace entrepot::protocol_test {

inline void wait_a_moment(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// A folder that goes away with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "protocol-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

/// A server with a TestHandler on one port of the loopback, cleartext or TLS.
class TestServer {
 public:
  explicit TestServer(http::Limits limits = {}, std::size_t loops = 1, std::string certificate = {},
                      std::string key = {}, std::vector<http::AddressBlock> trusted_proxies = {})
      : loops_(loops) {
    const std::filesystem::path path = folder_ / "file";
    content = patterned(240'000);
    std::ofstream(path, std::ios::binary) << content;
    handler.file = FileHandle::open(path).value();
    handler.file_size = content.size();
    http::ServerOptions options;
    options.listeners = {{"127.0.0.1", 0, !certificate.empty()}};
    options.certificate_file = std::move(certificate);
    options.key_file = std::move(key);
    options.limits = limits;
    options.trusted_proxies = std::move(trusted_proxies);
    auto started = http::Server::start(loops_, std::move(options), handler);
    if (!started) throw std::runtime_error(started.error().message);
    server = std::move(*started);
    loops_.start();
  }
  ~TestServer() {
    handler.released = true;
    server->stop();
    loops_.stop();
  }

  /// The body of /chain.
  std::string chain() const {
    return "preamble" + content + *handler.large + content.substr(1'000, 70'000) + "the end";
  }

  std::uint16_t port() const { return server->listeners()[0].port; }

  TestHandler handler;
  std::string content;
  std::unique_ptr<http::Server> server;

 private:
  TemporaryFolder folder_;
  net::EventLoops loops_;
};

/// A blocking client socket whose waits end.
class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (receive_buffer > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    const timeval limit{.tv_sec = 4, .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return connected_; }
  int socket() const { return socket_; }

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void end_output() { ::shutdown(socket_, SHUT_WR); }

  /// Some bytes; empty when the server has closed, or after four seconds.
  std::string receive() {
    std::string buffer(64 * 1024, '\0');
    const ssize_t count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    closed_ = count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
    buffer.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return buffer;
  }

  /// Until `end` has come, or the server has closed.
  std::string receive_until(std::string_view end) {
    std::string all;
    while (all.find(end) == std::string::npos) {
      const std::string piece = receive();
      if (piece.empty()) break;
      all += piece;
    }
    return all;
  }

  std::string receive_to_end() {
    std::string all;
    while (true) {
      const std::string piece = receive();
      if (piece.empty()) return all;
      all += piece;
    }
  }

  /// After a receive: whether it was the end, not a timeout.
  bool closed() const { return closed_; }

 private:
  int socket_;
  bool connected_ = false;
  bool closed_ = false;
};

/// Waits until something on the server's threads has happened.
template <typename Condition>
bool eventually(Condition condition, int milliseconds = 4000) {
  for (int i = 0; i < milliseconds / 2; ++i) {
    if (condition()) return true;
    wait_a_moment(2);
  }
  return condition();
}

}  // namespace entrepot::protocol_test
