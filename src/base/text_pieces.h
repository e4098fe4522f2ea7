#pragma once

#include <span>
#include <string>
#include <string_view>

namespace entrepot {

/// Whether the pieces stand in a text one after another, with anything between them; the first one at its beginning and
/// the last one at its end where that is asked for. Byte by byte. There is one piece at least; it may be empty.
bool holds_pieces(std::string_view text, std::span<const std::string> pieces, bool starts, bool ends);

}  // namespace entrepot
