#include "auth/credential.h"

#include <algorithm>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::auth {
namespace {

std::unexpected<Error> malformed(std::string detail) {
  return fail(ErrorCode::unauthenticated, "The credentials are not in a form that this server knows.",
              std::move(detail));
}

/// Cargo lets tokens hold 0x20 to 0x7e and tab; a blank inside one would make it another scheme's parameters.
bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7f; });
}

Result<std::optional<Credential>> token_credential(std::string_view token) {
  if (!is_token(token)) return malformed("The token is empty or holds a blank.");
  return Credential{.secret = Secret(std::string(token))};
}

Result<std::optional<Credential>> basic_credential(std::string_view encoded) {
  auto decoded = decode_base64(encoded);
  if (!decoded) return malformed("The Basic credentials are not base64.");
  const std::string_view pair = *decoded;
  const auto colon = pair.find(':');
  if (colon == std::string_view::npos) return malformed("The Basic credentials hold no colon.");
  const std::string_view name = pair.substr(0, colon);
  const std::string_view secret = pair.substr(colon + 1);
  Result<std::optional<Credential>> credential;
  if (secret.empty()) {
    credential = token_credential(name);  // a URL's user part, which is all that libgit2 and old cargos can send
  } else if (equals_ignoring_case(name, "token")) {
    credential = token_credential(secret);
  } else if (name.empty()) {
    credential = malformed("The Basic credentials hold no name.");
  } else {
    credential =
        Credential{.kind = Credential::Kind::named, .name = std::string(name), .secret = Secret(std::string(secret))};
  }
  wipe(decoded->data(), decoded->size());
  return credential;
}

}  // namespace

Result<std::optional<Credential>> parse_credential(std::optional<std::string_view> authorization,
                                                   std::optional<std::string_view> x_api_key) {
  const std::string_view field = trimmed(authorization.value_or(""));
  const std::string_view key = trimmed(x_api_key.value_or(""));
  if (field.size() > kMaxCredentialBytes || key.size() > kMaxCredentialBytes) {
    return malformed("The credentials are too long.");
  }
  if (field.empty()) {
    if (key.empty()) return std::nullopt;
    return token_credential(key);
  }
  const auto blank = field.find(' ');
  if (blank == std::string_view::npos) return token_credential(field);
  const std::string_view scheme = field.substr(0, blank);
  const std::string_view rest = trimmed(field.substr(blank + 1));
  if (equals_ignoring_case(scheme, "bearer") || equals_ignoring_case(scheme, "token")) return token_credential(rest);
  if (equals_ignoring_case(scheme, "basic")) return basic_credential(rest);
  return malformed("The scheme is unknown.");
}

}  // namespace entrepot::auth
