#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "auth/secret.h"
#include "base/error.h"

namespace entrepot::auth {

/// The price of argon2id (RFC 9106). The default is libsodium's "interactive": about 64 MiB and 50 ms.
struct PasswordCost {
  unsigned long long operations = 2;
  std::size_t memory_bytes = 64U << 20U;
};
inline constexpr PasswordCost kTestPasswordCost{.operations = 1, .memory_bytes = 8192};

/// 8 to 256 bytes; the sentence says what is wrong.
Result<void> check_password(const Secret& password);

/// Blocks for as long as the cost says: on a BlockingPool only. The text holds salt and cost ("$argon2id$v=19$…").
Result<std::string> hash_password(const Secret& password, PasswordCost cost);
bool verify_password(std::string_view hash, const Secret& password);
/// Takes as long as a verification, so that an unknown name cannot be told from a wrong password.
void verify_nothing(const Secret& password, PasswordCost cost);

}  // namespace entrepot::auth
