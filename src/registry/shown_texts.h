#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/lru_cache.h"

namespace entrepot::registry {

/// Bytes that are shown to people. Whoever holds it keeps it alive: an answer's body, for as long as its reader takes.
using ShownText = std::shared_ptr<const std::string>;

/// In bytes.
struct ShownTextBounds {
  std::size_t alive = std::size_t{64} << 20U;   ///< of all that somebody holds
  std::size_t of_one = std::size_t{16} << 20U;  ///< of what one caller was the first to ask for
  std::size_t kept = std::size_t{16} << 20U;    ///< of what is held here only, in case somebody asks again
};

/// Texts that were unpacked to be shown, by key. Nobody can make an answer's reader hurry, so what answers hold is
/// counted: all who want the same text share one copy, and where too much is alive already nothing is added. A text
/// counts from its Room on until nobody holds it any more, also if that is after this object's end. Any thread.
class ShownTexts {
 public:
  explicit ShownTexts(ShownTextBounds bounds = {});
  ShownTexts(const ShownTexts&) = delete;
  ShownTexts& operator=(const ShownTexts&) = delete;

 private:
  struct Ledger;

 public:
  /// Some bytes of the bounds, given back at its end.
  class Room {
   public:
    Room(std::shared_ptr<Ledger> ledger, std::string caller, std::size_t bytes);
    Room(Room&& other) noexcept;
    Room& operator=(Room&&) = delete;
    ~Room();

   private:
    friend class ShownTexts;
    std::shared_ptr<Ledger> ledger_;  // null when moved from
    std::string caller_;
    std::size_t bytes_;
  };

  /// nullptr when nobody holds it.
  ShownText find(const std::string& key);
  /// Before the bytes are there. `unavailable` with the seconds to wait when there is no room now, `too_large` when
  /// there never is. `caller` is whatever tells callers apart.
  Result<Room> reserve(const std::string& caller, std::size_t bytes);
  /// `room` must be for as many bytes. Where two add the same at once, either is right.
  ShownText add(Room room, std::string key, std::string text);

  /// What is alive.
  std::size_t size_in_bytes() const;

 private:
  struct Held;

  const ShownTextBounds bounds_;
  std::shared_ptr<Ledger> ledger_;
  LruCache<std::string, std::string> kept_;
};

}  // namespace entrepot::registry
