#pragma once

#include <string>
#include <string_view>

namespace entrepot::api {

// What clients wrote, as it may be written down: people put secrets where names belong.

/// Without whatever has the form of an API key (`-key-`) or is, as a whole word, of the form of an entitlement token as
/// they are made here (`-token-`).
std::string without_secrets(std::string_view text);

/// The same for a path as sent: a secret may stand in it escaped.
std::string without_escaped_secrets(std::string_view path);

/// The segment of a path (as sent, below the base path) that names an entitlement, when it could be an entitlement's
/// token; else "". A token that somebody chose has no form by which it is known elsewhere.
std::string_view possible_token_of_entitlement(std::string_view path);

}  // namespace entrepot::api
