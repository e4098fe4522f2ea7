#include "auth/sealing.h"

#include <sodium.h>

#include <cstring>
#include <vector>

#include "base/encoding.h"

namespace entrepot::auth {

static_assert(Sealer::kKeySize == crypto_secretbox_KEYBYTES);

Result<Sealer> Sealer::from_key(ByteView key) {
  if (key.size() != kKeySize) return internal_error("the sealing key does not have 32 bytes");
  std::array<unsigned char, kKeySize> copy{};
  std::memcpy(copy.data(), key.data(), kKeySize);
  Sealer sealer(copy);
  wipe(copy.data(), copy.size());
  return sealer;
}

Sealer::~Sealer() {
  wipe(key_.data(), key_.size());
}

std::string Sealer::seal(const Secret& secret, Random& random) const {
  const std::string_view text = secret.reveal();
  std::vector<unsigned char> sealed(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + text.size());
  random.fill(reinterpret_cast<std::byte*>(sealed.data()), crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy(sealed.data() + crypto_secretbox_NONCEBYTES,
                        reinterpret_cast<const unsigned char*>(text.data()), text.size(), sealed.data(), key_.data());
  return encode_base64url(std::as_bytes(std::span(sealed)));
}

Result<Secret> Sealer::open(std::string_view sealed) const {
  const auto bytes = decode_base64url(sealed);
  constexpr std::size_t kOverhead = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (!bytes || bytes->size() < kOverhead) return internal_error("a sealed token is damaged");
  const auto* data = reinterpret_cast<const unsigned char*>(bytes->data());
  std::string text(bytes->size() - kOverhead, '\0');
  if (crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(text.data()), data + crypto_secretbox_NONCEBYTES,
                                 bytes->size() - crypto_secretbox_NONCEBYTES, data, key_.data()) != 0) {
    return internal_error("a sealed token was sealed with another key, or is damaged");
  }
  return Secret(std::move(text));
}

}  // namespace entrepot::auth
