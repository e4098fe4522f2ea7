#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/file.h"
#include "http/fields.h"

namespace entrepot::http {

/// Bytes that live elsewhere (a cache entry) and are kept alive while they are sent.
struct SharedBody {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};

/// A piece of an open file: sendfile in cleartext HTTP/1.1, pread blocks otherwise.
struct FileBody {
  std::shared_ptr<const FileHandle> file;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// Several of them one after the other, as one body.
struct ChainBody {
  using Part = std::variant<std::string, SharedBody, FileBody>;
  std::vector<Part> parts;
};

using Body = std::variant<std::monostate, std::string, SharedBody, FileBody, ChainBody>;

std::uint64_t body_length(const Body& body);

/// One answer. The codec adds `content-length` (also to HEAD, whose body it leaves out; not to 204 and 304), `date` and
/// `x-request-id`.
struct Response {
  int status = 200;
  Fields fields;
  Body body;
  bool close_connection = false;  ///< HTTP/1.1: say and do so after this answer; h2: ignored
};

Response text_response(int status, std::string_view content_type, std::string body);

}  // namespace entrepot::http
