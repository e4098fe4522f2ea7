#pragma once

#include <cstddef>
#include <string>

namespace entrepot {

/// Where secrets and identifiers come from, so that tests can fix them. Any thread.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::byte* out, std::size_t size) = 0;
};

/// The kernel's generator, through libsodium.
class SystemRandom final : public Random {
 public:
  SystemRandom();
  void fill(std::byte* out, std::size_t size) override;
};

/// `length` characters of [A-Za-z0-9], each drawn without bias (62 symbols, 5.95 bits each).
std::string random_alphanumeric(Random& random, std::size_t length);

}  // namespace entrepot
