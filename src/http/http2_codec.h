#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "http/connection.h"
#include "http/dispatch.h"
#include "http/request.h"

namespace entrepot::http {

/// The request with which a cleartext HTTP/1.1 client asked to go on in HTTP/2; it is answered on stream 1
/// (RFC 7540 section 3.2). Fields and target are views into `head`.
struct UpgradedRequest {
  std::string settings;  ///< decoded HTTP2-Settings
  std::string head;
  Method method = Method::other;
  std::string_view target;
  std::vector<Field> fields;
  std::string body;
  std::optional<WaitingPlace> place;  ///< of a request with a body: from when that began to come
};

/// HTTP/2 (RFC 9113) from its preface on: after ALPN, or by prior knowledge.
std::unique_ptr<Codec> make_http2_codec(Connection& connection);
/// HTTP/2 after the 101 answer.
std::unique_ptr<Codec> make_upgraded_http2_codec(Connection& connection, std::unique_ptr<UpgradedRequest> request);

}  // namespace entrepot::http
