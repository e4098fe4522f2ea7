#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::git {

/// Unpacks a gzip body (RFC 1952) that lies in memory. `too_large` when more than `limit` bytes come out, `bad_request`
/// when it is none or torn.
Result<std::string> gunzip(std::string_view packed, std::size_t limit);

}  // namespace entrepot::git
