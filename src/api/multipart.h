#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::api {

/// The boundary of a `multipart/form-data` content type (RFC 7578; RFC 2046 section 5.1.1); nothing for another type or
/// a boundary that is none.
std::optional<std::string> multipart_boundary(std::string_view content_type);

/// Reads a multipart form as it arrives and gives out the bytes of the one field that is a file; other fields are
/// passed over. Bounded memory: headers of a part up to 8 KiB, no preamble. One thread at a time.
class MultipartFileReader {
 public:
  MultipartFileReader(std::string_view boundary, std::string field);

  /// Takes the next bytes of the body and gives those of the file among them, to be used at once. `bad_request` for
  /// what is no form, or has two such files.
  Result<std::string> take(std::string_view bytes);
  /// When the body has ended: `bad_request` where the form has not, `invalid` where it had no such file.
  Result<void> finish() const;

 private:
  enum class State : std::uint8_t { first_line, headers, file, other, after_boundary, ended };

  Result<void> step(std::string& out, bool& progressed);
  Result<void> read_headers(std::string_view headers);

  std::string delimiter_;  ///< CR LF -- boundary
  std::string field_;
  std::string held_;  ///< bytes not yet understood
  State state_ = State::first_line;
  bool has_file_ = false;
};

}  // namespace entrepot::api
