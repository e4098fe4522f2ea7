#pragma once

#include <string_view>

#include "http/request.h"

namespace entrepot::api {

/// Whether a browser says that a page of this server made the request: `Sec-Fetch-Site: same-origin` (W3C Fetch
/// Metadata), or where there is no such field, an `Origin` (RFC 6454) whose host and port are the Host field's or those
/// of `public_url`. `Origin: null`, and either field twice, is somebody else. Who sends neither is no browser of our
/// time, and may pass: nobody else's page can make such a client send anything. Pure.
bool is_same_origin(const http::Request& request, std::string_view public_url);

}  // namespace entrepot::api
