#include "api/multipart.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::api {
namespace {

constexpr std::size_t kMostHeaderBytes = 8 * 1024;
constexpr std::size_t kLongestBoundary = 70;  // RFC 2046
constexpr std::string_view kFormType = "multipart/form-data";

std::unexpected<Error> no_form(std::string_view why) {
  return fail(ErrorCode::bad_request, "The body is not a form of type multipart/form-data: " + std::string(why) + ".");
}

/// The value of `key=` among parameters after semicolons, quoted or not.
std::optional<std::string> parameter(std::string_view text, std::string_view key) {
  while (true) {
    const std::size_t semicolon = text.find(';');
    if (semicolon == std::string_view::npos) return std::nullopt;
    text = trimmed(text.substr(semicolon + 1));
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const bool is_it = equals_ignoring_case(trimmed(text.substr(0, equals)), key);
    text.remove_prefix(equals + 1);
    std::string value;
    if (text.starts_with('"')) {
      const std::size_t end = text.find('"', 1);
      if (end == std::string_view::npos) return std::nullopt;
      value = text.substr(1, end - 1);
      text.remove_prefix(end + 1);
    } else {
      value = trimmed(text.substr(0, text.find(';')));
    }
    if (is_it) return value;
  }
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (!equals_ignoring_case(trimmed(content_type.substr(0, content_type.find(';'))), kFormType)) return std::nullopt;
  auto boundary = parameter(content_type, "boundary");
  const auto fits = [](char c) { return c >= ' ' && c < '\x7f'; };
  if (!boundary || boundary->empty() || boundary->size() > kLongestBoundary || !std::ranges::all_of(*boundary, fits)) {
    return std::nullopt;
  }
  return boundary;
}

MultipartFileReader::MultipartFileReader(std::string_view boundary, std::string field)
    : delimiter_("\r\n--" + std::string(boundary)), field_(std::move(field)), held_("\r\n") {}

Result<std::string> MultipartFileReader::take(std::string_view bytes) {
  held_ += bytes;
  std::string out;
  bool progressed = true;
  while (progressed) {
    progressed = false;
    TRY(step(out, progressed));
  }
  return out;
}

Result<void> MultipartFileReader::step(std::string& out, bool& progressed) {
  switch (state_) {
    case State::first_line:
      if (held_.size() < delimiter_.size()) return {};
      if (!held_.starts_with(delimiter_)) return no_form("it does not begin with its boundary");
      held_.erase(0, delimiter_.size());
      state_ = State::after_boundary;
      progressed = true;
      return {};
    case State::after_boundary:
      if (held_.size() < 2) return {};
      if (held_.starts_with("--")) {
        state_ = State::ended;
      } else if (held_.starts_with("\r\n")) {
        state_ = State::headers;  // the line end stays: it begins the empty line of a part without headers
      } else {
        return no_form("something stands behind a boundary");
      }
      progressed = true;
      return {};
    case State::headers: {
      const std::size_t end = held_.find("\r\n\r\n");
      // The same answer in whatever pieces they come.
      const bool is_too_long = end != std::string::npos ? end > kMostHeaderBytes : held_.size() >= kMostHeaderBytes + 4;
      if (is_too_long) return no_form("the headers of a part are too long");
      if (end == std::string::npos) return {};
      if (end > 2) TRY(read_headers(std::string_view(held_).substr(2, end - 2)));
      if (end <= 2) state_ = State::other;
      held_.erase(0, end + 4);
      progressed = true;
      return {};
    }
    case State::file:
    case State::other: {
      const std::size_t end = held_.find(delimiter_);
      const std::size_t tail = delimiter_.size() - 1;
      const std::size_t sure = end != std::string::npos ? end : (held_.size() > tail ? held_.size() - tail : 0);
      if (state_ == State::file) out.append(held_, 0, sure);
      held_.erase(0, sure);
      if (end == std::string::npos) return {};
      held_.erase(0, delimiter_.size());
      state_ = State::after_boundary;
      progressed = true;
      return {};
    }
    case State::ended:
      held_.clear();  // an epilogue is allowed, and means nothing
      return {};
  }
  return {};
}

Result<void> MultipartFileReader::read_headers(std::string_view rest) {
  state_ = State::other;
  while (!rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    if (!equals_ignoring_case(trimmed(line.substr(0, colon)), "content-disposition")) continue;
    if (parameter(line, "name") != field_) continue;
    if (has_file_) return no_form("it has two files");
    has_file_ = true;
    state_ = State::file;
  }
  return {};
}

Result<void> MultipartFileReader::finish() const {
  if (state_ != State::ended) return no_form("it ends before its last boundary");
  if (!has_file_) return invalid("The form has no field '" + field_ + "' with the file.");
  return {};
}

}  // namespace entrepot::api
