#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "http/fields.h"
#include "http/request.h"

namespace entrepot::http {

/// Where the first head in `input` ends (RFC 9112 section 2.1): lines end with CRLF and nothing else, so that no other
/// server on the way can see another request in the same bytes; none is folded.
struct HeadEnd {
  enum class Kind : std::uint8_t { found, need_more, malformed };
  Kind kind;
  std::size_t size = 0;  ///< when found: with its empty line; when more is needed: where to look on from
};
HeadEnd find_head_end(std::string_view input, std::size_t from = 0);

/// What a head says. Views point into the head that was parsed.
struct Http1Head {
  Method method = Method::other;
  std::string_view target;  ///< origin form or "*"; of an absolute form only path and query are left
  bool is_http10 = false;
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  bool wants_h2c = false;           ///< Upgrade: h2c, named in Connection with HTTP2-Settings (RFC 7540 section 3.2)
  std::string_view http2_settings;  ///< base64url, when wants_h2c
  std::optional<std::uint64_t> content_length;
};

/// Why a head is refused: the answer's status and sentence. Such a connection is always closed.
struct Http1Fault {
  int status;
  std::string_view detail;
};

struct Http1HeadLimits {
  std::size_t max_fields = 100;
};

/// Parses one whole head (as found by find_head_end). Lowers the field names in place and fills `fields` with views
/// into `head`. Refuses whatever could be read in two ways: RFC 9112 sections 3.2, 5.1, 6.1, 6.3.
std::optional<Http1Fault> parse_http1_head(std::span<char> head, const Http1HeadLimits& limits, Http1Head& out,
                                           std::vector<Field>& fields);

}  // namespace entrepot::http
