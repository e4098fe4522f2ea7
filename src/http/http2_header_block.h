#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/fields.h"
#include "http/request.h"

namespace entrepot::http {

/// A request's header fields as they come in, one block at a time (RFC 9113 sections 4.3 and 8.3). The bytes lie in one
/// string; views are made when the block is complete. Reused for every request of a connection.
class Http2HeaderBlock {
 public:
  void begin(std::int32_t stream_id);
  void end();
  bool is_open() const { return stream_id_ != 0; }
  std::int32_t stream_id() const { return stream_id_; }

  /// Beyond the limits fields are dropped and `over_limit` tells.
  void add(std::string_view name, std::string_view value, std::size_t max_bytes, std::size_t max_fields);
  bool over_limit() const { return over_limit_; }

  /// Fills `fields` with the regular fields, `:authority` among them as "host"; the views last until `begin`.
  void make_fields(std::vector<Field>& fields) const;
  std::string_view method() const { return at(method_); }
  std::string_view path() const { return at(path_); }
  /// All the bytes the views point into.
  std::string_view bytes() const { return bytes_; }

 private:
  struct Span {
    std::uint32_t start = 0;
    std::uint32_t length = 0;
  };
  struct Entry {
    Span name;
    Span value;
  };
  Span keep(std::string_view text);
  std::string_view at(const Span& span) const { return std::string_view(bytes_).substr(span.start, span.length); }

  std::int32_t stream_id_ = 0;
  bool over_limit_ = false;
  bool has_host_ = false;
  std::string bytes_;
  std::vector<Entry> entries_;
  Span method_;
  Span path_;
  Span authority_;
};

}  // namespace entrepot::http
