#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "auth/secret.h"
#include "base/error.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// Collects what could be one of this server's secrets in a packaged text: the first segment of an index path
/// (…/{token}/{namespace}/{repository}/cargo, on whatever host), the user part of a URL, and API keys anywhere.
/// Bounded: a text with more candidates than kMost is refused, because each costs a look-up. One thread.
class TokenCandidates {
 public:
  static constexpr std::size_t kMost = 64;

  Result<void> scan(std::string_view text);
  const std::vector<auth::Secret>& found() const { return found_; }

 private:
  Result<void> add(std::string_view candidate);
  Result<void> scan_index_paths(std::string_view text);
  Result<void> scan_user_parts(std::string_view text);
  Result<void> scan_api_keys(std::string_view text);

  std::vector<auth::Secret> found_;
};

/// ErrorCode::invalid if one of them is an entitlement token or API key of this server. The sentence does not say
/// which. Tokens that could be guessed are compared with those of the publisher's own namespace only: otherwise
/// publishing would be a way to try other tenants' tokens.
Result<void> refuse_own_tokens(store::Transaction& transaction, std::int64_t namespace_id,
                               const std::vector<auth::Secret>& candidates);

}  // namespace entrepot::registry
