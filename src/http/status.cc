#include "http/status.h"

#include <array>
#include <cstddef>

namespace entrepot::http {
namespace {

struct Row {
  int status;
  std::string_view reason;
};

constexpr Row kRows[] = {
    {100, "Continue"},
    {101, "Switching Protocols"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
};

constexpr int kFirst = 100;
constexpr int kLast = 599;

std::array<std::string, kLast - kFirst + 1> make_lines() {
  std::array<std::string, kLast - kFirst + 1> lines;
  for (int status = kFirst; status <= kLast; ++status) {
    std::string& line = lines[static_cast<std::size_t>(status - kFirst)];
    line.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_phrase(status)).append("\r\n");
  }
  return lines;
}

}  // namespace

std::string_view reason_phrase(int status) {
  for (const Row& row : kRows) {
    if (row.status == status) return row.reason;
  }
  return {};
}

std::string_view status_line(int status) {
  static const auto kLines = make_lines();
  if (status < kFirst || status > kLast) status = 500;
  return kLines[static_cast<std::size_t>(status - kFirst)];
}

bool may_have_body(int status) {
  return status >= 200 && status != 204 && status != 304;
}

Response fault_response(int status, std::string_view detail, std::string_view request_id) {
  // Every detail is one of the codec's own constant sentences and the id is hexadecimal, so nothing needs escaping.
  std::string body = R"({"errors":[{"detail":")";
  body.append(detail).append(" (request ").append(request_id).append(R"json()"}],"detail":")json").append(detail);
  body.append(R"(","request_id":")").append(request_id).append(R"("})");
  Response response = text_response(status, "application/json", std::move(body));
  response.close_connection = true;
  return response;
}

Response overload_response(std::string_view detail, std::string_view request_id) {
  Response response = fault_response(503, detail, request_id);
  response.fields.add("retry-after", "1");
  response.close_connection = false;
  return response;
}

}  // namespace entrepot::http
