#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/error_body.h"
#include "base/error.h"
#include "http/request.h"
#include "http/response.h"
#include "net/task.h"

namespace entrepot::api {

http::Response json_response(int status, const boost::json::value& body);
http::Response json_response(int status, const boost::json::object& body);
/// Of what is JSON text already.
http::Response json_text_response(int status, std::string text);

/// A JSON object that came as a request's body. Its getters note what is wrong by field, so that a client learns of
/// every mistake at once; unknown fields are ignored. One thread.
class JsonInput {
 public:
  enum class Need : std::uint8_t { optional, required };

  /// An empty body counts as {}. `bad_request` when it is no JSON object, `too_large` beyond the limit.
  static net::Task<Result<JsonInput>> read(http::RequestBody& body, std::uint64_t limit);
  static Result<JsonInput> parse(std::string_view text);
  JsonInput(JsonInput&&) noexcept;
  JsonInput& operator=(JsonInput&&) noexcept;
  ~JsonInput();

  std::optional<std::string> text(std::string_view field, Need need = Need::optional);
  std::optional<bool> flag(std::string_view field);
  std::optional<std::int64_t> number(std::string_view field);
  std::optional<std::vector<std::string>> texts(std::string_view field);
  /// One word of a few.
  std::optional<std::string> word(std::string_view field, std::span<const std::string_view> words,
                                  Need need = Need::optional);
  const boost::json::object& object() const;
  /// The field as it came, or null when absent.
  const boost::json::value* find(std::string_view field) const;

  void refuse(std::string_view field, std::string message);
  const std::vector<FieldError>& errors() const { return errors_; }

 private:
  struct Held;
  explicit JsonInput(std::unique_ptr<Held> held);

  std::unique_ptr<Held> held_;
  std::vector<FieldError> errors_;
};

}  // namespace entrepot::api
