#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"
#include "http/fields.h"
#include "net/task.h"

namespace entrepot::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options, other };
enum class Protocol : std::uint8_t { http1, http2 };

std::string_view method_word(Method method);  ///< "GET"
Method parse_method(std::string_view word);

/// The bytes a client sends with a request, pulled by the handler with back-pressure. On the connection's loop only.
class RequestBody {
 public:
  virtual ~RequestBody() = default;
  /// As announced; absent when the client did not say (chunked, or h2 without content-length).
  virtual std::optional<std::uint64_t> length() const = 0;
  /// The next bytes, valid until the next call; empty at the end. Errors: `timeout` (too slow), `bad_request` (torn, or
  /// not the announced length). An unread body is drained or the connection closed by the codec.
  virtual net::Task<Result<ByteView>> read() = 0;
};

/// One request, the same for every protocol version. Owned by its connection or stream; alive until the answer is
/// handed back. Everything in it comes from the client and is untrusted.
struct Request {
  Method method = Method::other;
  Protocol protocol = Protocol::http1;
  bool secure = false;      ///< over TLS
  std::string_view target;  ///< as sent: path and query, not decoded
  std::string_view path;    ///< up to '?'
  std::string_view query;   ///< after '?', without it
  std::span<const Field> fields;
  std::string_view peer;        ///< the client's address, without the port; behind a trusted proxy as that one says
  std::string_view id;          ///< made by the server; in the answer's x-request-id, the log and errors
  RequestBody* body = nullptr;  ///< never null while a handler runs

  /// The first field of that (lower-case) name, or nothing.
  std::optional<std::string_view> field(std::string_view name) const;
  /// How many fields have that name: some may come only once.
  std::size_t field_count(std::string_view name) const;
};

/// Reads a whole body into memory; `too_large` beyond the limit.
net::Task<Result<std::string>> read_all(RequestBody& body, std::uint64_t limit);

}  // namespace entrepot::http
