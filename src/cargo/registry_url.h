#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "cargo/dependency.h"

namespace entrepot {

/// What an index line and a lock file call crates.io, whatever protocol is really spoken.
inline constexpr std::string_view kCratesIoIndex = "https://github.com/rust-lang/crates.io-index";

/// The URL of a registry's index in a form that compares as cargo compares: the protocol (git or `sparse+`) counts; the
/// case of scheme and host, a default port, a trailing `/` and `.git` do not. Every form of crates.io's index is the
/// GitHub one. An immutable value.
class RegistryUrl {
 public:
  enum class Protocol : std::uint8_t { git, sparse };

  /// ErrorCode::invalid for what is no http, https, ssh, git or file URL; `registry+…` is refused with a sentence of
  /// its own, because cargo hangs on it in an index.
  static Result<RegistryUrl> parse(std::string_view text);

  Protocol protocol() const { return protocol_; }
  /// The comparable form, `sparse+` included: "sparse+https://host/path" without a trailing '/'. Not for printing to
  /// cargo.
  const std::string& canonical() const { return canonical_; }
  /// Canonical without `sparse+`: "https://host/path".
  std::string_view location() const;
  bool is_crates_io() const;

  bool operator==(const RegistryUrl&) const = default;

 private:
  RegistryUrl(Protocol protocol, std::string canonical) : protocol_(protocol), canonical_(std::move(canonical)) {}
  Protocol protocol_;
  std::string canonical_;
};

/// Whether a URL is one of the ways to reach the repository at hand.
using IsOwnRegistry = std::function<bool(const RegistryUrl&)>;

/// Makes every dependency's registry what the index must say: nothing for this repository's own aliases, the GitHub URL
/// for crates.io, anything else as written. An unreadable URL is an error.
Result<void> normalise_registries(std::vector<Dependency>& dependencies, const IsOwnRegistry& is_own);

}  // namespace entrepot
