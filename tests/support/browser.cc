#include "support/browser.h"

#include <boost/json.hpp>

namespace entrepot::testing {
namespace json = boost::json;

net::HttpAnswer Browser::sign_in(const std::string& user, const std::string& password) {
  return keep(send_with("POST", "/v1/session/", json::serialize(json::object{{"user", user}, {"password", password}}),
                        {{"Content-Type", "application/json"}}));
}

net::HttpAnswer Browser::finish_first_run(const std::string& key, const std::string& password) {
  return keep(send_with("POST", "/v1/first-run/", json::serialize(json::object{{"key", key}, {"password", password}}),
                        {{"Content-Type", "application/json"}}));
}

net::HttpAnswer Browser::keep(net::HttpAnswer answer) {
  if (answer.status != 200) return answer;
  const std::string_view set = answer.field("set-cookie");
  cookie = set.substr(0, set.find(';'));
  token = text_at(json_of(answer), "csrf_token");
  return answer;
}

net::HttpAnswer Browser::get(std::string_view path) const {
  return send_with("GET", path, {}, {});
}

net::HttpAnswer Browser::send(std::string_view method, std::string_view path, std::string body) const {
  return send_with(method, path, std::move(body), {{"Content-Type", "application/json"}, {"X-CSRF-Token", token}});
}

net::HttpAnswer Browser::send_with(std::string_view method, std::string_view path, std::string body,
                                   Fields fields) const {
  if (!cookie.empty()) fields.emplace_back("Cookie", cookie);
  return server_->send(
      {.method = std::string(method), .path = std::string(path), .body = std::move(body), .fields = std::move(fields)});
}

std::string Browser::user() const {
  const net::HttpAnswer answer = get("/v1/session/");
  return answer.status == 200 ? text_at(json_of(answer).at("user"), "slug") : std::string("?");
}

}  // namespace entrepot::testing
