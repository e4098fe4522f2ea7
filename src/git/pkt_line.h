#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::git {

/// The most bytes of a pkt-line behind its four digits, and of a side-band's share of one. Source: git's documentation,
/// "gitprotocol-common" and "gitprotocol-pack".
inline constexpr std::size_t kMostPayload = 65'516;
inline constexpr std::size_t kMostBandBytes = kMostPayload - 1;
inline constexpr std::size_t kBandHead = 5;  ///< what append_band_head appends

enum class PktKind : std::uint8_t { data, flush, delimiter };

struct Pkt {
  PktKind kind = PktKind::data;
  std::string_view payload{};  ///< a view into what is read; text without its line feed
};

/// Cuts a request into pkt-lines. It outlives nothing: views point into the bytes it was given. Errors are
/// `bad_request` with a sentence for git's user. One thread at a time.
class PktReader {
 public:
  explicit PktReader(std::string_view bytes) : rest_(bytes) {}

  bool at_end() const { return rest_.empty(); }
  Result<Pkt> next();

 private:
  std::string_view rest_;
};

void append_pkt(std::string& out, std::string_view payload);  ///< at most kMostPayload bytes
void append_flush(std::string& out);
void append_delimiter(std::string& out);
/// "ERR …": what every git client shows and stops at.
void append_error(std::string& out, std::string_view sentence);
/// The head of a pkt-line with so many bytes of a pack on side-band 1; they follow.
void append_band_head(std::string& out, std::size_t size);

}  // namespace entrepot::git
