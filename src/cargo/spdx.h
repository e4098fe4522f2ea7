#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace entrepot {

/// What a licence expression says. Plain data.
struct LicenseExpression {
  std::vector<std::string> licenses{};  ///< ids in the order of appearance, in the list's spelling, without `+`
  std::vector<std::string> warnings{};  ///< sentences: '/' for OR, a spelling that differs in case, a deprecated id
};

/// Parses an SPDX licence expression (SPDX 2.3 annex D): AND, OR, WITH, `+`, parentheses, LicenseRef-…, and the old `/`
/// for OR. ErrorCode::invalid names the word that is wrong.
Result<LicenseExpression> parse_license_expression(std::string_view text);

/// The list's spelling of a licence id, found without regard to case; "" when there is none.
std::string_view spdx_license_id(std::string_view id);
/// The same for exceptions, which stand after WITH.
std::string_view spdx_exception_id(std::string_view id);

}  // namespace entrepot
