#include "base/error_code.h"

#include <array>
#include <cstddef>

namespace entrepot {
namespace {

struct Row {
  ErrorCode code;
  std::string_view word;
  int status;
};

constexpr std::array<Row, kErrorCodeCount> kRows{{
    {ErrorCode::bad_request, "bad_request", 400},
    {ErrorCode::invalid, "invalid", 400},
    {ErrorCode::unauthenticated, "unauthenticated", 401},
    {ErrorCode::forbidden, "forbidden", 403},
    {ErrorCode::csrf, "csrf", 403},
    {ErrorCode::not_found, "not_found", 404},
    {ErrorCode::method_not_allowed, "method_not_allowed", 405},
    {ErrorCode::conflict, "conflict", 409},
    {ErrorCode::too_large, "too_large", 413},
    {ErrorCode::headers_too_large, "headers_too_large", 431},
    {ErrorCode::unsupported_media_type, "unsupported_media_type", 415},
    {ErrorCode::range_not_satisfiable, "range_not_satisfiable", 416},
    {ErrorCode::precondition_failed, "precondition_failed", 412},
    {ErrorCode::rate_limited, "rate_limited", 429},
    {ErrorCode::timeout, "timeout", 408},
    {ErrorCode::unavailable, "unavailable", 503},
    {ErrorCode::internal, "internal", 500},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<std::size_t>(kRows[i].code) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order(), "kRows is indexed by the code");

const Row& row_of(ErrorCode code) {
  return kRows[static_cast<std::size_t>(code)];
}

}  // namespace

std::string_view error_code_word(ErrorCode code) {
  return row_of(code).word;
}

int http_status(ErrorCode code) {
  return row_of(code).status;
}

}  // namespace entrepot
