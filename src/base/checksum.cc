#include "base/checksum.h"

#include <openssl/evp.h>

#include <cstring>
#include <stdexcept>

#include "base/encoding.h"

namespace entrepot {

struct Sha256::Context {
  Context() : md(EVP_MD_CTX_new()) {
    if (md == nullptr || EVP_DigestInit_ex(md, EVP_sha256(), nullptr) != 1) throw std::runtime_error("SHA-256");
  }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(md); }
  EVP_MD_CTX* md;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(ByteView bytes) {
  if (EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) != 1) throw std::runtime_error("SHA-256");
}

Checksum Sha256::finish() {
  Checksum::Bytes bytes{};
  if (EVP_DigestFinal_ex(context_->md, reinterpret_cast<unsigned char*>(bytes.data()), nullptr) != 1) {
    throw std::runtime_error("SHA-256");
  }
  return Checksum(bytes);
}

Checksum sha256(ByteView bytes) {
  Sha256 running;
  running.update(bytes);
  return running.finish();
}

Result<Checksum> Checksum::parse(std::string_view hex) {
  Bytes bytes{};
  if (hex.size() != 2 * kSize || !decode_lower_hex(hex, bytes)) {
    return invalid("A checksum must be 64 lower-case hexadecimal digits.");
  }
  return Checksum(bytes);
}

std::string Checksum::hex() const {
  return encode_hex(bytes_);
}

}  // namespace entrepot

std::size_t std::hash<entrepot::Checksum>::operator()(const entrepot::Checksum& checksum) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, checksum.bytes().data(), sizeof value);  // already uniform
  return value;
}
