#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "base/try.h"
#include "http/handler.h"
#include "net/event_loops.h"

namespace entrepot::protocol_test {

inline constexpr std::size_t kLargeSize = 3 * 1024 * 1024;
inline constexpr std::size_t kHugeSize = 16 * 1024 * 1024;  // more than the kernel's buffers hold

/// Bytes in which a missing or doubled piece shows.
inline std::string patterned(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>((i * 31 + i / 251) % 251);
  return bytes;
}

/// One path per way of answering. Thread-safe, as a Handler must be.
class TestHandler final : public http::Handler {
 public:
  std::shared_ptr<const std::string> large = std::make_shared<const std::string>(patterned(kLargeSize));
  std::shared_ptr<const FileHandle> file;
  std::uint64_t file_size = 0;
  std::atomic<int> handled = 0;
  std::atomic<int> bodies_failed = 0;
  std::atomic<bool> released = false;

  std::optional<http::Response> try_handle(const http::Request& request) override {
    if (request.path == "/fast") return http::text_response(200, "text/plain", "fast " + std::string(request.query));
    if (request.path == "/large") return large_response();
    if (request.path == "/huge") {
      const auto huge = std::make_shared<const std::string>(kHugeSize, 'h');
      http::Response response;
      response.body = http::SharedBody{huge, *huge};
      return response;
    }
    if (request.path == "/file") {
      http::Response response;
      response.body = http::FileBody{file, 0, file_size};
      return response;
    }
    if (request.path == "/chain") return chain_response();
    if (request.path == "/short-chain") {
      http::ChainBody chain;
      chain.parts = {std::string("head"), http::FileBody{file, 0, file_size + 100'000}, std::string("tail")};
      http::Response response;
      response.body = std::move(chain);
      return response;
    }
    if (request.path == "/short-file") {
      http::Response response;
      response.body = http::FileBody{file, 0, file_size + 100'000};
      return response;
    }
    if (request.path == "/reject") return http::text_response(413, "text/plain", "too large");
    if (request.path == "/empty") return http::Response{.status = 204, .fields = {}, .body = {}};
    if (request.path == "/same") return http::text_response(304, "text/plain", "never sent");
    if (request.path == "/throw") throw std::runtime_error("thrown");
    if (request.path == "/show") return show(request);
    return std::nullopt;
  }

  net::Task<http::Response> handle(http::Request& request) override {
    ++handled;
    if (request.path == "/echo") {
      Result<std::string> body = co_await http::read_all(*request.body, 8 * 1024 * 1024);
      co_return body ? http::text_response(200, "text/plain", *body) : failed(body.error());
    }
    if (request.path == "/count") {
      std::uint64_t size = 0;
      while (true) {
        const Result<ByteView> piece = co_await request.body->read();
        if (!piece) co_return failed(piece.error());
        if (piece->empty()) break;
        size += piece->size();
      }
      co_return http::text_response(200, "text/plain", std::to_string(size));
    }
    if (request.path == "/sip") {  // reads something, but not all
      const Result<ByteView> piece = co_await request.body->read();
      co_return piece ? http::text_response(200, "text/plain", "sipped") : failed(piece.error());
    }
    if (request.path == "/wait") {
      while (!released) co_await net::sleep_for(std::chrono::milliseconds(2));
      co_return http::text_response(200, "text/plain", "waited");
    }
    if (request.path == "/slow-large") {
      co_await net::sleep_for(std::chrono::milliseconds(2));
      co_return large_response();
    }
    if (request.path == "/slow-file") {
      co_await net::sleep_for(std::chrono::milliseconds(10));
      http::Response response;
      response.body = http::FileBody{file, 0, file_size};
      co_return response;
    }
    if (request.path == "/slow-chain") {
      co_await net::sleep_for(std::chrono::milliseconds(2));
      co_return chain_response();
    }
    if (request.path == "/slow-throw") {
      co_await net::sleep_for(std::chrono::milliseconds(1));
      throw std::runtime_error("thrown later");
    }
    if (request.path == "/slow-show") {
      co_await net::sleep_for(std::chrono::milliseconds(2));
      co_return show(request);
    }
    co_return http::text_response(404, "text/plain", "nothing here");
  }

 private:
  http::Response large_response() const {
    http::Response response;
    response.fields.add("content-type", "application/octet-stream");
    response.body = http::SharedBody{large, *large};
    return response;
  }

  /// What of the file and of memory chain_response sends, in its order.
  http::Response chain_response() const {
    http::ChainBody chain;
    chain.parts.emplace_back(std::string("preamble"));
    chain.parts.emplace_back(http::FileBody{file, 0, file_size});
    chain.parts.emplace_back(std::string());
    chain.parts.emplace_back(http::SharedBody{large, *large});
    chain.parts.emplace_back(http::FileBody{file, 1'000, 70'000});
    chain.parts.emplace_back(http::FileBody{file, 0, 0});
    chain.parts.emplace_back(std::string("the end"));
    http::Response response;
    response.body = std::move(chain);
    return response;
  }

  http::Response failed(const Error& error) {
    ++bodies_failed;
    return http::text_response(http_status(error.code), "text/plain", error.message);
  }

  /// The request as the handler sees it.
  static http::Response show(const http::Request& request) {
    std::string text(http::method_word(request.method));
    text.append(" ").append(request.target).append("\n");
    for (const http::Field& field : request.fields) {
      text.append(field.name).append("=").append(field.value).append("\n");
    }
    text.append("peer=").append(request.peer).append("\n");
    return http::text_response(200, "text/plain", text);
  }
};

}  // namespace entrepot::protocol_test
