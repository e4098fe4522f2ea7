#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "http/fields.h"

/// The cookie by which a browser shows its session (RFC 6265). Pure.
namespace entrepot::api {

/// Where cookies are set for, known by the public URL.
struct CookiePlace {
  std::string_view public_url;
  std::string_view base_path;
};

/// `entrepot_session`; with the prefix `__Host-`, which browsers take from this very host over TLS only, where the
/// server is reached by https at the root of its host.
std::string_view session_cookie_name(const CookiePlace& place);

/// The secret in the cookie of that name; empty when there is none, when it has not the form of one, or when the name
/// comes more than once: one of them is not ours then, and which is first says nothing (RFC 6265 section 4.2.2). HTTP/2
/// may spread cookies over several fields (RFC 9113 section 8.2.3). More than 8 KiB of cookies are not looked at.
std::string_view session_cookie(std::span<const http::Field> fields, std::string_view name);

/// The value of Set-Cookie: HttpOnly, SameSite=Strict, and Secure where the public URL is https.
std::string set_session_cookie(const CookiePlace& place, std::string_view secret, Seconds lifetime);
std::string clear_session_cookie(const CookiePlace& place);

}  // namespace entrepot::api
