#include "git/object_id.h"

#include <openssl/evp.h>

#include <cstring>
#include <stdexcept>

#include "base/encoding.h"

namespace entrepot::git {
namespace {

void require(bool works) {
  if (!works) throw std::runtime_error("SHA-1");
}

/// Fetched once: looking the algorithm up costs more than hashing a small object.
const EVP_MD* algorithm() {
  static const EVP_MD* const sha1 = EVP_MD_fetch(nullptr, "SHA1", nullptr);
  return sha1;
}

}  // namespace

std::optional<ObjectId> ObjectId::parse(std::string_view hex) {
  Bytes bytes{};
  if (hex.size() != kHexSize || !decode_lower_hex(hex, bytes)) return std::nullopt;
  return ObjectId(bytes);
}

std::string ObjectId::hex() const {
  return encode_hex(bytes_);
}

struct Sha1::Context {
  Context() : md(EVP_MD_CTX_new()) { require(md != nullptr); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(md); }
  EVP_MD_CTX* md;
};

Sha1::Sha1() : context_(std::make_unique<Context>()) {
  require(EVP_DigestInit_ex2(context_->md, algorithm(), nullptr) == 1);
}
Sha1::~Sha1() = default;
Sha1::Sha1(const Sha1& other) : context_(std::make_unique<Context>()) {
  require(EVP_MD_CTX_copy_ex(context_->md, other.context_->md) == 1);
}
Sha1& Sha1::operator=(const Sha1& other) {
  if (this != &other) *this = Sha1(other);
  return *this;
}
Sha1::Sha1(Sha1&&) noexcept = default;
Sha1& Sha1::operator=(Sha1&&) noexcept = default;

void Sha1::update(std::string_view bytes) {
  require(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1);
}

ObjectId Sha1::finish() {
  ObjectId::Bytes bytes{};
  require(EVP_DigestFinal_ex(context_->md, reinterpret_cast<unsigned char*>(bytes.data()), nullptr) == 1);
  return ObjectId(bytes);
}

}  // namespace entrepot::git

std::size_t std::hash<entrepot::git::ObjectId>::operator()(const entrepot::git::ObjectId& id) const noexcept {
  std::size_t value = 0;
  std::memcpy(&value, id.bytes().data(), sizeof value);  // already uniform
  return value;
}
