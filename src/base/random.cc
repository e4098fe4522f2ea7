#include "base/random.h"

#include <sodium.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace entrepot {

SystemRandom::SystemRandom() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium did not start");
}

void SystemRandom::fill(std::byte* out, std::size_t size) {
  randombytes_buf(out, size);
}

std::string random_alphanumeric(Random& random, std::size_t length) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  constexpr unsigned kUnbiased = 256 / kAlphabet.size() * kAlphabet.size();
  std::string out;
  out.reserve(length);
  std::array<std::byte, 64> pool{};
  while (out.size() < length) {
    random.fill(pool.data(), pool.size());
    for (const std::byte byte : pool) {
      const auto value = std::to_integer<unsigned>(byte);
      if (value < kUnbiased && out.size() < length) out.push_back(kAlphabet[value % kAlphabet.size()]);
    }
  }
  return out;
}

}  // namespace entrepot
