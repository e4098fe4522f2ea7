// A server for measuring the HTTP layer alone: /small (2.5 KB from memory; 304 with its ETag), /large (a file) over
// cleartext and, when a certificate is given, TLS.  http_bench PORT TLS_PORT CERTIFICATE KEY LARGE_FILE [LOOPS]
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "http/server.h"
#include "net/event_loops.h"

namespace entrepot {
namespace {

constexpr std::string_view kTag = "\"0123456789abcdef0123456789abcdef\"";

class BenchHandler final : public http::Handler {
 public:
  explicit BenchHandler(std::shared_ptr<const FileHandle> file)
      : file_(std::move(file)), size_(file_->size().value()) {}

  std::optional<http::Response> try_handle(const http::Request& request) override {
    http::Response response;
    if (request.path == "/large") {
      response.fields.add("content-type", "application/octet-stream");
      response.body = http::FileBody{file_, 0, size_};
      return response;
    }
    if (request.path == "/slow") return std::nullopt;
    response.fields = fields_;
    if (request.field("if-none-match") == kTag) {
      response.status = 304;
    } else {
      response.body = http::SharedBody{text_, *text_};
    }
    return response;
  }

  net::Task<http::Response> handle(http::Request&) override {
    co_return http::Response{.status = 200, .fields = fields_, .body = http::SharedBody{text_, *text_}};
  }

 private:
  static http::Fields make_fields() {
    http::Fields fields;
    fields.add("content-type", "text/plain");
    fields.add("etag", kTag);
    fields.add("cache-control", "no-cache");
    return fields;
  }

  std::shared_ptr<const std::string> text_ = std::make_shared<const std::string>(2500, 'x');
  http::Fields fields_ = make_fields();
  std::shared_ptr<const FileHandle> file_;
  std::uint64_t size_;
};

int run(int count, char** words) {
  if (count < 6) return 2;
  auto file = FileHandle::open(words[5]);
  if (!file) return 1;
  BenchHandler handler(std::move(*file));
  net::EventLoops loops(count > 6 ? std::strtoul(words[6], nullptr, 10) : 1);
  http::ServerOptions options;
  options.listeners = {{"127.0.0.1", static_cast<std::uint16_t>(std::atoi(words[1])), false},
                       {"127.0.0.1", static_cast<std::uint16_t>(std::atoi(words[2])), true}};
  options.certificate_file = words[3];
  options.key_file = words[4];
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  auto server = http::Server::start(loops, std::move(options), handler);
  if (!server) {
    std::fprintf(stderr, "%s\n", server.error().message.c_str());
    return 1;
  }
  loops.start();
  int received = 0;
  sigwait(&signals, &received);
  (*server)->stop();
  loops.stop();
  return 0;
}

}  // namespace
}  // namespace entrepot

int main(int count, char** words) {
  return entrepot::run(count, words);
}
