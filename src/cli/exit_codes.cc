#include "cli/exit_codes.h"

#include <fmt/format.h>

#include <array>

namespace entrepot::cli {
namespace {

constexpr std::array kCodes{
    ExitCode{kOk, "done", "It is done."},
    ExitCode{kFailed, "failed", "It was tried and failed: refused as invalid, or something went wrong on the way."},
    ExitCode{kUsage, "usage", "The command line, a variable or a file of settings is wrong; nothing was tried."},
    ExitCode{kNotFound, "not found", "What was asked for is not there, or may not be seen with these credentials."},
    ExitCode{kNotAllowed, "not allowed", "The credentials are missing or wrong, or do not allow it."},
    ExitCode{kConflict, "conflict", "It is there already, or was changed by somebody else meanwhile."},
    ExitCode{kTryAgain, "try again", "The server cannot be reached, is overloaded, or says to slow down."},
};

}  // namespace

std::span<const ExitCode> exit_codes() {
  return kCodes;
}

std::string exit_codes_text() {
  std::string text;
  for (const ExitCode& row : kCodes) text += fmt::format("  {}  {:<12} {}\n", row.code, row.word, row.meaning);
  return text;
}

int exit_code_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return kNotFound;
    case ErrorCode::unauthenticated:
    case ErrorCode::forbidden:
    case ErrorCode::csrf:
      return kNotAllowed;
    case ErrorCode::conflict:
      return kConflict;
    case ErrorCode::unavailable:
    case ErrorCode::timeout:
    case ErrorCode::rate_limited:
      return kTryAgain;
    case ErrorCode::bad_request:
    case ErrorCode::invalid:
    case ErrorCode::method_not_allowed:
    case ErrorCode::too_large:
    case ErrorCode::headers_too_large:
    case ErrorCode::unsupported_media_type:
    case ErrorCode::range_not_satisfiable:
    case ErrorCode::precondition_failed:
    case ErrorCode::internal:
      return kFailed;
  }
  return kFailed;
}

}  // namespace entrepot::cli
