#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/options.h"
#include "base/error.h"
#include "http/server.h"

namespace entrepot::app {

/// The HTTP server's part of the options: where to listen, certificates and limits. An error when nothing would be
/// listened on, or TLS is asked for without certificate and key.
Result<http::ServerOptions> to_server_options(const Options& options);

/// The URL by which this machine reaches a listener; a wildcard address becomes the loopback one.
std::string local_url(const http::Listener& listener);

/// What an operator should be told when links begin with a URL that nobody has chosen and that many clients could not
/// use, or would rather not; empty when there is nothing to tell.
std::string_view public_url_doubt(const Options& options, const std::vector<http::Listener>& listeners);

/// "127.0.0.1:8088" of the first listener of that kind; empty when there is none.
enum class ListenerKind : std::uint8_t { cleartext, tls };
std::string first_address(const std::vector<http::Listener>& listeners, ListenerKind kind);

}  // namespace entrepot::app
