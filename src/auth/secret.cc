#include "auth/secret.h"

#include <sodium.h>

namespace entrepot::auth {

void wipe(void* memory, std::size_t size) noexcept {
  if (size > 0) sodium_memzero(memory, size);
}

}  // namespace entrepot::auth
