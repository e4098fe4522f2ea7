#include "base/digests.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

#include "base/encoding.h"

namespace entrepot {
namespace {

void check(int outcome) {
  if (outcome != 1) throw std::runtime_error("a message digest");  // only without memory
}

struct Free {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, Free>;

Context start(const EVP_MD* kind) {
  Context context(EVP_MD_CTX_new());
  check(context == nullptr ? 0 : EVP_DigestInit_ex(context.get(), kind, nullptr));
  return context;
}

std::string end(const Context& context) {
  std::array<std::byte, EVP_MAX_MD_SIZE> bytes{};
  unsigned size = 0;
  check(EVP_DigestFinal_ex(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), &size));
  return encode_hex(ByteView(bytes).first(size));
}

}  // namespace

struct DigestRun::Contexts {
  Context md5 = start(EVP_md5());
  Context sha1 = start(EVP_sha1());
  Context sha512 = start(EVP_sha512());
};

DigestRun::DigestRun() : contexts_(std::make_unique<Contexts>()) {}
DigestRun::~DigestRun() = default;
DigestRun::DigestRun(DigestRun&&) noexcept = default;
DigestRun& DigestRun::operator=(DigestRun&&) noexcept = default;

void DigestRun::update(ByteView bytes) {
  for (const Context* context : {&contexts_->md5, &contexts_->sha1, &contexts_->sha512}) {
    check(EVP_DigestUpdate(context->get(), bytes.data(), bytes.size()));
  }
}

Digests DigestRun::finish() {
  return {.md5 = end(contexts_->md5), .sha1 = end(contexts_->sha1), .sha512 = end(contexts_->sha512)};
}

}  // namespace entrepot
