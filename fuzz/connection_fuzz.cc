// fuzz-uses: entrepot_http
// Whole connections: bytes into a socket, through HTTP/1.1, an h2c upgrade or HTTP/2, to a handler and back. The first
// byte chooses: '2' an HTTP/2 client's preface goes before, 'u' a request that asks for h2c, anything else nothing. The
// second says where the rest is cut in two pieces. Whatever a client sends, nothing of it may stay behind when it hangs
// up: no connection, no waiting request.
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>

#include "fuzz_input.h"
#include "http/handler.h"
#include "http/server_loop.h"

using entrepot::fuzz::require;
namespace http = entrepot::http;

namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::string_view kEmptySettings{"\0\0\0\4\0\0\0\0\0", 9};
constexpr std::string_view kUpgrade =
    "GET /now HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n";

/// "/now…" is answered at once, everything else after the whole body has come.
class Echo final : public http::Handler {
 public:
  std::optional<http::Response> try_handle(const http::Request& request) override {
    require(request.body != nullptr && !request.id.empty() && request.peer == "127.0.0.1");
    for (const http::Field& field : request.fields) {
      require(!field.name.empty());
      require(field.value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos);
    }
    if (!request.path.starts_with("/now")) return std::nullopt;
    http::Response response = http::text_response(200, "text/plain", std::string(request.target));
    response.fields.add("x-query", request.query);
    return response;
  }
  entrepot::net::Task<http::Response> handle(http::Request& request) override {
    const auto body = co_await http::read_all(*request.body, 64 * 1024);
    co_return body ? http::text_response(200, "text/plain", *body)
                   : http::text_response(entrepot::http_status(body.error().code), "text/plain", body.error().message);
  }
};

/// A server's part on one loop, without listeners; this thread is its loop.
struct House {
  Echo handler;
  boost::asio::io_context context{1};
  std::shared_ptr<http::ServerShared> shared = std::make_shared<http::ServerShared>(http::ServerOptions{}, handler);
  std::shared_ptr<http::ServerLoop> loop = std::make_shared<http::ServerLoop>(context, shared);

  House() { loop->start(); }
  ~House() {
    loop->shut_down();
    context.poll();
  }

  /// Until nothing happens any more; what the server says is read and forgotten.
  void run(int client) {
    std::array<char, 64 * 1024> answer{};
    while (context.poll() > 0 || ::recv(client, answer.data(), answer.size(), MSG_DONTWAIT) > 0) {
    }
  }

  void send(int client, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = ::send(client, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count <= 0) break;  // the server has had enough
      bytes.remove_prefix(static_cast<std::size_t>(count));
      run(client);
    }
    run(client);
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string bytes;
  if (data[0] == '2') bytes.append(kPreface).append(kEmptySettings);
  if (data[0] == 'u') bytes.append(kUpgrade).append(kPreface).append(kEmptySettings);
  const std::size_t start = bytes.size();
  bytes.append(entrepot::fuzz::as_text(data + 2, size - 2));
  const std::size_t cut = start + data[1] % (bytes.size() - start + 1);

  static House house;
  std::array<int, 2> ends{};
  require(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0);
  house.loop->adopt(ends[0], false, "127.0.0.1");
  house.send(ends[1], std::string_view(bytes).substr(0, cut));
  house.send(ends[1], std::string_view(bytes).substr(cut));
  ::close(ends[1]);
  while (house.context.poll() > 0) {
  }
  require(house.shared->connections_open == 0 && house.shared->requests_waiting == 0);
  require(house.shared->body_bytes_kept == 0);
  return 0;
}
