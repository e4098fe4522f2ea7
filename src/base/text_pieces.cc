#include "base/text_pieces.h"

#include <cstddef>

namespace entrepot {

bool holds_pieces(std::string_view text, std::span<const std::string> pieces, bool starts, bool ends) {
  std::string_view rest = text;
  const std::size_t last = pieces.size() - 1;
  for (std::size_t i = 0; i <= last; ++i) {
    const std::string& piece = pieces[i];
    const bool from_start = i == 0 && starts;
    const bool to_end = i == last && ends;
    if (from_start && to_end) return rest == piece;
    if (from_start && !rest.starts_with(piece)) return false;
    if (to_end) return rest.ends_with(piece);  // whatever lies between is the wildcard's
    // The earliest place leaves most for the pieces that follow, so no other needs to be tried.
    const std::size_t place = from_start ? 0 : rest.find(piece);
    if (place == std::string_view::npos) return false;
    rest.remove_prefix(place + piece.size());
  }
  return true;
}

}  // namespace entrepot
