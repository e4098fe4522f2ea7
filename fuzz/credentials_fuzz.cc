// fuzz-uses: entrepot_auth
// The first line is the Authorization field, what follows it X-Api-Key.
#include <algorithm>

#include "auth/credential.h"
#include "auth/tokens.h"
#include "fuzz_input.h"

using entrepot::auth::Credential;
using entrepot::auth::parse_credential;
using entrepot::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const std::size_t line_end = std::min(text.find('\n'), text.size());
  const std::string_view authorization = text.substr(0, line_end);
  std::optional<std::string_view> key;
  if (line_end < text.size()) key = text.substr(line_end + 1);

  const auto parsed = parse_credential(authorization, key);
  require(parsed || parsed.error().code == entrepot::ErrorCode::unauthenticated);
  if (!parsed || !*parsed) return 0;
  const Credential& credential = **parsed;
  require(!credential.secret.empty());
  require(credential.name.empty() == (credential.kind == Credential::Kind::token));
  if (credential.kind == Credential::Kind::named) return 0;
  // However a token was sent, it is the same token.
  const std::string token(credential.secret.reveal());
  for (const char* scheme : {"", "Bearer ", "tOKEN "}) {
    const auto again = parse_credential(scheme + token, std::nullopt);
    require(again && *again && (*again)->secret.reveal() == token);
  }
  if (entrepot::auth::looks_like_api_key(token)) require(entrepot::auth::is_random_token(token));
  if (entrepot::auth::check_custom_token(token)) require(entrepot::auth::could_be_entitlement_token(token));
  return 0;
}
