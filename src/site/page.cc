#include "site/page.h"

#include "base/encoding.h"
#include "base/replace_all.h"

namespace entrepot::site {
std::string filled_page(std::string_view page, std::string_view base_path, std::string_view nonce) {
  return replace_all(replace_all(std::string(page), kBasePlace, escape_html(base_path)), kNoncePlace, nonce);
}

std::string content_security_policy(std::string_view nonce) {
  return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + std::string(nonce) +
         "'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
         "frame-ancestors 'none'";
}

}  // namespace entrepot::site
