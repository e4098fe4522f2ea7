#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error_code.h"

namespace entrepot::cli {

/// Exit codes of every command; the table with what each means is in exit_codes.cc.
inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kNotFound = 3;
inline constexpr int kNotAllowed = 4;
inline constexpr int kConflict = 5;
inline constexpr int kTryAgain = 6;

struct ExitCode {
  int code;
  std::string_view word;
  std::string_view meaning;
};

/// One row per code, ascending. --help, the man page and docs/cli.md are made from it.
std::span<const ExitCode> exit_codes();
/// The rows as lines of text, for `entrepot help exit-codes`.
std::string exit_codes_text();

/// How a command that failed so ends.
int exit_code_of(ErrorCode code);

}  // namespace entrepot::cli
