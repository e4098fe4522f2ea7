#include "support/described.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <map>
#include <mutex>
#include <vector>

#include "api/openapi.h"
#include "api/routes.h"
#include "base/encoding.h"
#include "http/router.h"
#include "support/schema_check.h"

namespace entrepot::testing {
namespace json = boost::json;
namespace {

const http::Router& router() {
  static const http::Router kRouter = [] {
    std::vector<http::RoutePattern> patterns;
    for (const api::Route& route : api::routes()) patterns.push_back({route.method, route.pattern});
    return http::Router(patterns);
  }();
  return kRouter;
}

std::map<std::string, const json::value*, std::less<>> operations_by_name() {
  std::map<std::string, const json::value*, std::less<>> operations;
  for (const auto& path : openapi_document().at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      operations.emplace(std::string(operation.value().at("operationId").as_string()), &operation.value());
    }
  }
  return operations;
}

const api::Route* route_of(std::string_view method, std::string_view path) {
  if (path.starts_with("/v1/") && path.ends_with('/')) path.remove_suffix(1);
  const http::RouteMatch match = router().find(http::parse_method(method), path);
  return match.found() ? &api::routes()[match.row] : nullptr;
}

std::mutex seen_mutex;
Seen seen;  // NOLINT: written below the mutex only

struct Exchange {
  const net::HttpCall& call;
  const api::Route& route;
  std::string_view query;
  const net::HttpAnswer& answer;

  std::string words() const {
    return std::string(route.name) + " (" + call.method + " " + call.url + ", " + std::to_string(answer.status) + ")";
  }
};

void expect_shape(const Exchange& exchange, std::string_view what, const json::value& schema,
                  const json::value& value) {
  for (const std::string& mistake : schema_mistakes(openapi_document(), schema, value)) {
    ADD_FAILURE() << exchange.words() << ": the description of its " << what << " is not true: " << mistake;
  }
}

/// What is sent with success must be described, or nobody could know of it.
void expect_described_query(const Exchange& exchange, const json::value& operation) {
  std::set<std::string> known;
  if (const json::value* parameters = operation.as_object().if_contains("parameters")) {
    for (const json::value& one : parameters->as_array()) {
      const json::value& parameter = followed(openapi_document(), one);
      if (parameter.at("in") == "query") known.insert(std::string(parameter.at("name").as_string()));
    }
  }
  std::string_view rest = exchange.query;
  while (!rest.empty()) {
    const std::string_view part = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
    const std::string name(part.substr(0, part.find('=')));
    EXPECT_TRUE(name.empty() || known.contains(name)) << exchange.words() << ": " << name << " is not described";
  }
}

void expect_described_body(const Exchange& exchange, const json::value& operation) {
  const json::value* body = operation.as_object().if_contains("requestBody");
  if (exchange.call.body.empty() || body == nullptr) return;
  const json::value* media = body->at("content").as_object().if_contains("application/json");
  if (media == nullptr) return;
  json::error_code error;
  const json::value sent = json::parse(exchange.call.body, error);
  if (!error && sent.is_object()) expect_shape(exchange, "request", media->at("schema"), sent);
}

void expect_described_fields(const Exchange& exchange, const json::value& response) {
  const json::value* headers = response.as_object().if_contains("headers");
  if (headers == nullptr) return;
  for (const auto& header : headers->as_object()) {
    if (!followed(openapi_document(), header.value()).at("required").as_bool()) continue;
    EXPECT_FALSE(exchange.answer.field(to_lower(header.key())).empty())
        << exchange.words() << ": without the field " << header.key();
  }
}

void expect_described_answer(const Exchange& exchange, const json::value& response) {
  expect_described_fields(exchange, response);
  if (exchange.call.method == "HEAD") return;
  const json::value* content = response.as_object().if_contains("content");
  if (content == nullptr) {
    EXPECT_TRUE(exchange.answer.body.empty()) << exchange.words() << ": a body where none is described";
    return;
  }
  const std::string_view field = exchange.answer.field("content-type");
  const std::string_view type = field.substr(0, field.find(';'));
  const json::value* media = content->as_object().if_contains(type);
  if (media == nullptr) media = content->as_object().if_contains("*/*");
  if (media == nullptr) {
    ADD_FAILURE() << exchange.words() << ": a body of the type " << type << ", which is not described";
  } else if (type == "application/json") {
    expect_shape(exchange, "answer", media->at("schema"), json::parse(exchange.answer.body));
  }
}

}  // namespace

const json::value& openapi_document() {
  static const json::value kDocument = json::parse(api::openapi_json("https://crates.example"));
  return kDocument;
}

const json::value* find_operation(std::string_view name) {
  static const auto kOperations = operations_by_name();
  const auto found = kOperations.find(name);
  return found == kOperations.end() ? nullptr : found->second;
}

void expect_described(const net::HttpCall& call, std::string_view path, const net::HttpAnswer& answer,
                      Undescribed undescribed) {
  if (std::ranges::any_of(path, [](char c) { return c <= ' ' || c > '~'; })) return;
  const std::size_t question = path.find('?');
  const api::Route* route = route_of(call.method, path.substr(0, question));
  if (route == nullptr) return;
  const std::string_view query = question == std::string_view::npos ? std::string_view() : path.substr(question + 1);
  const Exchange exchange{call, *route, query, answer};
  const json::value* operation = find_operation(route->name);
  ASSERT_NE(operation, nullptr) << exchange.words() << ": is not described";
  const json::object& responses = operation->at("responses").as_object();
  const json::value* response = responses.if_contains(std::to_string(answer.status));
  // A path that is no text, and what the whole server may say, are the same everywhere.
  const bool is_anybodys = answer.status >= 500 || answer.status == 400;
  if (response == nullptr && is_anybodys) response = responses.if_contains("default");
  ASSERT_NE(response, nullptr) << exchange.words() << ": this status is not described. " << answer.body;
  expect_described_answer(exchange, followed(openapi_document(), *response));
  // Cargo and git may send more than they must.
  if (answer.status < 300 && route->shape == api::ErrorShape::management) {
    expect_described_query(exchange, *operation);
    if (undescribed == Undescribed::forbidden) expect_described_body(exchange, *operation);
  }
  const std::lock_guard lock(seen_mutex);
  seen.emplace(route->name, answer.status);
}

const Seen& answers_seen() {
  return seen;
}

Seen described_but_not_in(const Seen& some) {
  Seen missing;
  for (const auto& path : openapi_document().at("paths").as_object()) {
    for (const auto& operation : path.value().as_object()) {
      const std::string name(operation.value().at("operationId").as_string());
      for (const auto& response : operation.value().at("responses").as_object()) {
        int status = 0;
        const std::string_view key = response.key();
        std::from_chars(key.data(), key.data() + key.size(), status);
        if (status != 0 && status < 400 && !some.contains({name, status})) missing.emplace(name, status);
      }
    }
  }
  return missing;
}

}  // namespace entrepot::testing
