#include "http/http1_head.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/field.hpp>
#include <cstring>
#include <limits>

#include "base/encoding.h"

namespace entrepot::http {
namespace beast = boost::beast::http;
namespace {

constexpr Http1Fault kMalformed{400, "The request's header is malformed."};
constexpr Http1Fault kFramed{400, "The request's length is given in more than one way, or in none that is valid."};
constexpr Http1Fault kHost{400, "The request must have exactly one valid Host field."};
constexpr Http1Fault kTarget{400, "The request's target is malformed."};
constexpr Http1Fault kTooMany{431, "The request has too many header fields."};
constexpr Http1Fault kVersion{505, "Only HTTP/1.0, HTTP/1.1 and HTTP/2 are spoken here."};
constexpr Http1Fault kEncoding{501, "Of transfer encodings only chunked is understood."};
constexpr Http1Fault kExpectation{417, "Of expectations only 100-continue is understood."};

std::string_view std_view(boost::beast::string_view text) {
  return {text.data(), text.size()};
}

/// Calls `visit` with every member of a comma separated list, without the white space around it.
template <typename Visit>
void for_each_member(std::string_view list, Visit visit) {
  while (true) {
    const std::size_t comma = list.find(',');
    std::string_view member = list.substr(0, comma);
    while (!member.empty() && (member.front() == ' ' || member.front() == '\t')) member.remove_prefix(1);
    while (!member.empty() && (member.back() == ' ' || member.back() == '\t')) member.remove_suffix(1);
    if (!member.empty()) visit(member);
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

std::optional<std::uint64_t> parse_length(std::string_view digits) {
  if (digits.empty() || digits.size() > 19) return std::nullopt;
  std::uint64_t length = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return length;
}

bool is_host(std::string_view host) {
  constexpr std::string_view kOthers = "-._~:[]!$&'()*+;=%";
  for (const char c : host) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && kOthers.find(c) == std::string_view::npos) return false;
  }
  return true;
}

/// Beast's parser with nothing kept but views: it allocates and copies nothing.
class HeadParser final : public beast::basic_parser<true> {
 public:
  HeadParser(std::span<char> head, std::size_t max_fields, Http1Head& out, std::vector<Field>& fields)
      : head_(head), max_fields_(max_fields), out_(out), fields_(fields) {
    header_limit(std::numeric_limits<std::uint32_t>::max());
    body_limit(boost::none);
    // Whether and how there is a body is judged here, more strictly than Beast does.
    skip(true);
  }

  std::optional<Http1Fault> fault;
  std::size_t hosts = 0;
  std::size_t lengths = 0;
  std::size_t encodings = 0;
  std::string_view settings;
  std::size_t settings_count = 0;
  bool closes = false;
  bool keeps_alive = false;
  bool connection_names_upgrade = false;
  bool connection_names_settings = false;
  bool upgrade_names_h2c = false;

 private:
  void refuse(const Http1Fault& why, boost::system::error_code& error) {
    if (!fault) fault = why;
    error = beast::error::bad_field;
  }

  void on_request_impl(beast::verb, boost::beast::string_view method, boost::beast::string_view target, int version,
                       boost::system::error_code&) override {
    out_.method = http::parse_method(std_view(method));
    out_.target = std_view(target);
    out_.is_http10 = version == 10;
  }

  void on_field_impl(beast::field kind, boost::beast::string_view beast_name, boost::beast::string_view beast_value,
                     boost::system::error_code& error) override {
    const std::string_view name = std_view(beast_name);
    const std::string_view value = std_view(beast_value);
    if (fields_.size() >= max_fields_) return refuse(kTooMany, error);
    lower(name);
    fields_.push_back({name, value});
    switch (kind) {
      case beast::field::host:
        ++hosts;
        if (!is_host(value)) refuse(kHost, error);
        break;
      case beast::field::content_length:
        ++lengths;
        out_.content_length = parse_length(value);
        if (!out_.content_length) refuse(kFramed, error);
        break;
      case beast::field::transfer_encoding:
        ++encodings;
        if (!equals_ignoring_case(value, "chunked")) refuse(kEncoding, error);
        out_.chunked = true;
        break;
      case beast::field::expect:
        if (!equals_ignoring_case(value, "100-continue")) refuse(kExpectation, error);
        out_.expects_continue = true;
        break;
      case beast::field::connection:
        for_each_member(value, [this](std::string_view member) {
          closes |= equals_ignoring_case(member, "close");
          keeps_alive |= equals_ignoring_case(member, "keep-alive");
          connection_names_upgrade |= equals_ignoring_case(member, "upgrade");
          connection_names_settings |= equals_ignoring_case(member, "http2-settings");
        });
        break;
      case beast::field::upgrade:
        for_each_member(value,
                        [this](std::string_view member) { upgrade_names_h2c |= equals_ignoring_case(member, "h2c"); });
        break;
      case beast::field::http2_settings:
        ++settings_count;
        settings = value;
        break;
      default:
        break;
    }
  }

  void on_response_impl(int, boost::beast::string_view, int, boost::system::error_code&) override {}
  void on_header_impl(boost::system::error_code&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, boost::system::error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view, boost::system::error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, boost::system::error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view, boost::system::error_code&) override {
    return 0;
  }
  void on_finish_impl(boost::system::error_code&) override {}

  void lower(std::string_view name) {
    char* const start = head_.data() + (name.data() - head_.data());
    for (char& c : std::span(start, name.size())) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
    }
  }

  std::span<char> head_;
  std::size_t max_fields_;
  Http1Head& out_;
  std::vector<Field>& fields_;
};

/// Leaves path and query of the absolute form (RFC 9112 section 3.2.2), which proxies send.
bool normalise_target(Method method, std::string_view& target) {
  for (const char c : target) {
    if (c <= ' ' || c > '~' || c == '#') return false;
  }
  if (target.starts_with('/')) return true;
  if (target == "*") return method == Method::options;
  constexpr std::string_view kSchemes[] = {"http://", "https://"};
  for (const std::string_view scheme : kSchemes) {
    if (!equals_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
    const std::string_view rest = target.substr(scheme.size());
    const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
    if (end == 0 || !is_host(rest.substr(0, end))) return false;
    // "http://host" asks for "/"; a query without a path is too odd to guess at.
    target = end == rest.size() ? std::string_view("/") : rest.substr(end);
    return target.starts_with('/');
  }
  return false;
}

/// Whether a request line has three words of which the last is a version, if not one of ours.
bool names_version(std::string_view head) {
  const std::string_view line = head.substr(0, head.find('\r'));
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  return first != last && line.find(' ', first + 1) == last && line.substr(last + 1).starts_with("HTTP/");
}

}  // namespace

HeadEnd find_head_end(std::string_view input, std::size_t from) {
  std::size_t line_start = from;
  while (true) {
    const std::size_t newline = input.find('\n', line_start);
    if (newline == std::string_view::npos) return {HeadEnd::Kind::need_more, line_start};
    if (newline == line_start || input[newline - 1] != '\r') return {HeadEnd::Kind::malformed};
    // A folded line: obsolete, and a smuggler's tool (RFC 9112 section 5.2). Beast would unfold it.
    if (input[line_start] == ' ' || input[line_start] == '\t') return {HeadEnd::Kind::malformed};
    if (newline == line_start + 1) return {HeadEnd::Kind::found, newline + 1};
    line_start = newline + 1;
  }
}

std::optional<Http1Fault> parse_http1_head(std::span<char> head, const Http1HeadLimits& limits, Http1Head& out,
                                           std::vector<Field>& fields) {
  fields.clear();
  HeadParser parser(head, limits.max_fields, out, fields);
  boost::system::error_code error;
  const std::size_t used = parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (parser.fault) return parser.fault;
  if (error == beast::error::bad_version && names_version({head.data(), head.size()})) return kVersion;
  if (error == beast::error::bad_content_length || error == beast::error::bad_transfer_encoding) return kFramed;
  if (error || used != head.size() || !parser.is_done()) return kMalformed;
  if (parser.hosts > 1 || (parser.hosts == 0 && !out.is_http10)) return kHost;
  if (parser.lengths > 1 || parser.encodings > 1 || parser.lengths + parser.encodings > 1) return kFramed;
  if (out.chunked && out.is_http10) return kFramed;
  if (!normalise_target(out.method, out.target)) return kTarget;
  out.keep_alive = !parser.closes && (!out.is_http10 || parser.keeps_alive);
  if (out.is_http10) out.expects_continue = false;
  out.wants_h2c = !out.is_http10 && parser.upgrade_names_h2c && parser.connection_names_upgrade &&
                  parser.connection_names_settings && parser.settings_count == 1;
  out.http2_settings = parser.settings;
  return std::nullopt;
}

}  // namespace entrepot::http
