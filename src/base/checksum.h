#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/error.h"

namespace entrepot {

/// A SHA-256, the name of a blob. Made by hashing or by parsing 64 lower-case hex digits (the form cargo demands).
class Checksum {
 public:
  static constexpr std::size_t kSize = 32;
  using Bytes = std::array<std::byte, kSize>;

  explicit Checksum(const Bytes& bytes) : bytes_(bytes) {}
  static Result<Checksum> parse(std::string_view hex);

  const Bytes& bytes() const { return bytes_; }
  std::string hex() const;
  auto operator<=>(const Checksum&) const = default;

 private:
  Bytes bytes_;
};

Checksum sha256(ByteView bytes);
inline Checksum sha256(std::string_view text) {
  return sha256(as_bytes(text));
}

/// A running SHA-256. One thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(ByteView bytes);
  /// Ends the run; the object must not be used again.
  Checksum finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace entrepot

template <>
struct std::hash<entrepot::Checksum> {
  std::size_t operator()(const entrepot::Checksum& checksum) const noexcept;
};
