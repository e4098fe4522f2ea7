#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/test_server.h"

namespace entrepot::testing {

/// What a browser keeps of a session, and sends by itself: the cookie. A page of the server adds the token. One per
/// signed-in user of a test.
class Browser {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;

  explicit Browser(const TestServer& server) : server_(&server) {}

  /// Keeps cookie and token of the answer.
  net::HttpAnswer sign_in(const std::string& user, const std::string& password);
  net::HttpAnswer finish_first_run(const std::string& key, const std::string& password);

  net::HttpAnswer get(std::string_view path) const;
  /// As a page of the server would.
  net::HttpAnswer send(std::string_view method, std::string_view path, std::string body = {}) const;
  /// With these fields beside the cookie, and no others.
  net::HttpAnswer send_with(std::string_view method, std::string_view path, std::string body, Fields fields) const;
  /// The user's slug by GET /v1/session/; empty when nobody is signed in.
  std::string user() const;

  std::string cookie;  ///< "name=value"
  std::string token;

 private:
  net::HttpAnswer keep(net::HttpAnswer answer);
  const TestServer* server_;
};

}  // namespace entrepot::testing
