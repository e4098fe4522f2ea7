#pragma once

#include <string>
#include <string_view>

namespace entrepot::site {

/// The words in the built page that the server replaces: the base path of its public URL, and a nonce of this answer.
inline constexpr std::string_view kBasePlace = "__BASE__";
inline constexpr std::string_view kNoncePlace = "__NONCE__";

/// The page with both put in. The base path is configuration; it is escaped as an attribute of HTML nevertheless.
std::string filled_page(std::string_view page, std::string_view base_path, std::string_view nonce);

/// What the page may do (CSP level 3): its own files and its own server, no inline script, no frame, no other host.
/// Styles that its components make at run time carry the nonce.
std::string content_security_policy(std::string_view nonce);

}  // namespace entrepot::site
