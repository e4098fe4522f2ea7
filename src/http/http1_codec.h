#pragma once

#include <memory>

#include "http/connection.h"

namespace entrepot::http {

/// HTTP/1.0 and HTTP/1.1 (RFC 9112), with keep-alive, pipelining one answer at a time, and the upgrade to h2c.
std::unique_ptr<Codec> make_http1_codec(Connection& connection);

}  // namespace entrepot::http
