#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "auth/secret.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/random.h"

namespace entrepot::auth {

/// Seals entitlement tokens for the database (libsodium secretbox), so that a copy of the database alone shows none of
/// them, while `entitlements list --show-tokens` still can. The key lies in the data folder and is owned by the
/// composition root. Any thread.
class Sealer {
 public:
  static constexpr std::size_t kKeySize = 32;
  /// `internal` unless the key has exactly 32 bytes.
  static Result<Sealer> from_key(ByteView key);
  Sealer(const Sealer&) = default;
  Sealer(Sealer&&) noexcept = default;
  Sealer& operator=(const Sealer&) = delete;
  Sealer& operator=(Sealer&&) = delete;
  ~Sealer();

  /// base64url of nonce and box.
  std::string seal(const Secret& secret, Random& random) const;
  /// `internal` when the text was sealed with another key or was changed.
  Result<Secret> open(std::string_view sealed) const;

 private:
  explicit Sealer(const std::array<unsigned char, kKeySize>& key) : key_(key) {}
  std::array<unsigned char, kKeySize> key_;
};

}  // namespace entrepot::auth
