#pragma once

#include <string_view>

#include "auth/secret.h"
#include "base/error.h"
#include "base/random.h"

namespace entrepot::auth {

/// The first characters of every API key; with them a leaked key is found by a search.
inline constexpr std::string_view kApiKeyPrefix = "ent_";
inline constexpr std::size_t kApiKeyLength = 44;
/// How much of a key is kept and shown, so that its owner can tell keys apart.
inline constexpr std::size_t kShownKeyLength = 8;

/// "ent_" and 40 alphanumerics.
Secret make_api_key(Random& random);
/// 24 alphanumerics.
Secret make_entitlement_token(Random& random);
/// A token chosen by a user: 8 to 48 characters of [A-Za-z0-9._-], the first alphanumeric; not one of the words that
/// stand in the same place of a URL, and not the form of an API key.
Result<void> check_custom_token(std::string_view token);
bool looks_like_api_key(std::string_view token);
/// Whether it has the form of an API key or of an entitlement token as they are made here: too many to be guessed, so
/// whoever shows one that exists knows it. Other tokens may have been chosen by a user.
bool is_random_token(std::string_view token);
/// Whether a path segment could be an entitlement token at all; cheap, for the router.
bool could_be_entitlement_token(std::string_view segment);

}  // namespace entrepot::auth
