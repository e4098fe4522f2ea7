#pragma once

#include <nghttp2/nghttp2.h>

namespace entrepot::http {

class Http2Connection;
struct Limits;

/// A server session of nghttp2 whose callbacks go to `connection`, with our limits announced to the client. Null when
/// there is no memory. The caller deletes it.
nghttp2_session* make_http2_session(Http2Connection& connection);
/// Sends our SETTINGS and opens the connection's window; once, before anything else is sent.
void announce_settings(nghttp2_session* session, const Limits& limits);

}  // namespace entrepot::http
