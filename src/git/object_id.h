#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace entrepot::git {

/// The name of a git object: the SHA-1 of its header and content (git's documentation, "gitformat-pack", "Object
/// Database"). A value.
class ObjectId {
 public:
  static constexpr std::size_t kSize = 20;
  static constexpr std::size_t kHexSize = 2 * kSize;
  using Bytes = std::array<std::byte, kSize>;

  explicit ObjectId(const Bytes& bytes) : bytes_(bytes) {}
  /// From 40 lower-case hex digits; nothing for anything else.
  static std::optional<ObjectId> parse(std::string_view hex);

  const Bytes& bytes() const { return bytes_; }
  std::string hex() const;
  auto operator<=>(const ObjectId&) const = default;

 private:
  Bytes bytes_;
};

/// A running SHA-1. A copy goes on from the same point, which is how many packs share one beginning. One thread at a
/// time.
class Sha1 {
 public:
  Sha1();
  ~Sha1();
  Sha1(const Sha1& other);
  Sha1& operator=(const Sha1& other);
  Sha1(Sha1&&) noexcept;
  Sha1& operator=(Sha1&&) noexcept;

  void update(std::string_view bytes);
  /// Ends the run; the object must not be used again.
  ObjectId finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace entrepot::git

template <>
struct std::hash<entrepot::git::ObjectId> {
  std::size_t operator()(const entrepot::git::ObjectId& id) const noexcept;
};
