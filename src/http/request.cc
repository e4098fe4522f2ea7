#include "http/request.h"

#include <algorithm>
#include <array>
#include <string>

namespace entrepot::http {
namespace {

struct MethodRow {
  Method method;
  std::string_view word;
};

constexpr std::array<MethodRow, 7> kMethods{{{Method::get, "GET"},
                                             {Method::head, "HEAD"},
                                             {Method::post, "POST"},
                                             {Method::put, "PUT"},
                                             {Method::patch, "PATCH"},
                                             {Method::delete_, "DELETE"},
                                             {Method::options, "OPTIONS"}}};

}  // namespace

std::string_view method_word(Method method) {
  for (const MethodRow& row : kMethods) {
    if (row.method == method) return row.word;
  }
  return "OTHER";
}

Method parse_method(std::string_view word) {
  for (const MethodRow& row : kMethods) {
    if (row.word == word) return row.method;
  }
  return Method::other;
}

std::optional<std::string_view> Request::field(std::string_view name) const {
  for (const Field& field : fields) {
    if (field.name == name) return field.value;
  }
  return std::nullopt;
}

std::size_t Request::field_count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count(fields, name, &Field::name));
}

net::Task<Result<std::string>> read_all(RequestBody& body, std::uint64_t limit) {
  const auto too_large = [limit] {
    return fail(ErrorCode::too_large,
                "The request body is larger than the " + std::to_string(limit) + " bytes allowed here.");
  };
  std::string bytes;
  if (const std::optional<std::uint64_t> length = body.length()) {
    if (*length > limit) co_return too_large();
    bytes.reserve(static_cast<std::size_t>(*length));
  }
  while (true) {
    Result<ByteView> piece = co_await body.read();
    if (!piece) co_return std::unexpected(std::move(piece).error());
    if (piece->empty()) co_return bytes;
    if (piece->size() > limit - bytes.size()) co_return too_large();
    bytes.append(as_text(*piece));
  }
}

}  // namespace entrepot::http
