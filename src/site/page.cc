#include "site/page.h"

#include <cstddef>

#include "base/encoding.h"

namespace entrepot::site {
namespace {

void replace_all(std::string& text, std::string_view place, std::string_view with) {
  for (std::size_t at = text.find(place); at != std::string::npos; at = text.find(place, at + with.size())) {
    text.replace(at, place.size(), with);
  }
}

}  // namespace

std::string filled_page(std::string_view page, std::string_view base_path, std::string_view nonce) {
  std::string filled(page);
  replace_all(filled, kBasePlace, escape_html(base_path));
  replace_all(filled, kNoncePlace, nonce);
  return filled;
}

std::string content_security_policy(std::string_view nonce) {
  return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + std::string(nonce) +
         "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'";
}

}  // namespace entrepot::site
