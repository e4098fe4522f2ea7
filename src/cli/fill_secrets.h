#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

namespace entrepot::cli {

/// What goes where a set-up page has placeholders; empty ones stay. A value is printed as it is: keys and tokens have
/// no character that means anything to a shell, to TOML or to a URL.
struct Fillings {
  std::string api_key{};
  std::string entitlement_token{};
  std::string user{};
  std::string password{};
};

/// For people who see that something is missing.
inline const Fillings kStandIns{.api_key = "YOUR_API_KEY",
                                .entitlement_token = "YOUR_ENTITLEMENT_TOKEN",
                                .user = "YOUR_USER",
                                .password = "YOUR_PASSWORD"};

/// {{api_key}} and the others, everywhere in the text.
std::string fill(std::string_view text, const Fillings& fillings);
/// Fills every `code` and the `index` of a page from the server.
void fill_code(boost::json::value& page, const Fillings& fillings);

}  // namespace entrepot::cli
