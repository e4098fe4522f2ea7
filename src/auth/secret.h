#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/checksum.h"

namespace entrepot::auth {

/// Overwrites memory in a way the compiler may not leave out.
void wipe(void* memory, std::size_t size) noexcept;

/// A password, key or token in clear. It has no conversion to text and no stream operator, so that logging one does not
/// compile; `reveal()` is the one door. Wiped when destroyed. One owner; one thread at a time.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret& other) = default;
  Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.clear(); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      clear();
      text_ = other.text_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      clear();
      text_ = std::move(other.text_);
      other.clear();
    }
    return *this;
  }
  ~Secret() { clear(); }

  std::string_view reveal() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  void clear() noexcept {
    wipe(text_.data(), text_.size());
    text_.clear();
  }
  std::string text_;
};

/// What is kept of a token: its SHA-256. A fast hash is enough, because tokens are random (at least 8 characters chosen
/// by a user who was told so, 143 bits when made here); passwords go through argon2id instead. Made only by hashing.
class TokenHash {
 public:
  explicit TokenHash(const Secret& token) : checksum_(sha256(token.reveal())) {}
  std::string hex() const { return checksum_.hex(); }
  bool operator==(const TokenHash&) const = default;

 private:
  Checksum checksum_;
};

}  // namespace entrepot::auth
