#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>

#include "api/routes.h"
#include "support/described.h"
#include "support/schema_check.h"
#include "support/test_server.h"

// Every answer that a TestServer gives in any test of this program is held to the document (support/described.h). Here
// is what that leaves open: requests that the server refuses, examples, and whether every described answer was seen at
// all.

namespace entrepot::testing {
namespace {

namespace json = boost::json;

/// After the whole program: what is described and was never seen may be made up.
class EveryAnswerWasSeen : public ::testing::Environment {
 public:
  void TearDown() override {
    const ::testing::UnitTest& all = *::testing::UnitTest::GetInstance();
    if (all.test_to_run_count() != all.total_test_count()) return;
    for (const auto& [name, status] : described_but_not_in(answers_seen())) {
      ADD_FAILURE() << name << ": " << status << " is described, and no test of this program saw it";
    }
  }
};
const ::testing::Environment* const kEveryAnswerWasSeen = ::testing::AddGlobalTestEnvironment(new EveryAnswerWasSeen);

TEST(OpenApi, HasAnswersThatMustBeSeen) {
  Seen all = described_but_not_in({});
  EXPECT_GT(all.size(), api::routes().size() - 5);  // some routes only refuse
  EXPECT_TRUE(described_but_not_in(all).empty());
  all.erase({"get_package", 200});
  EXPECT_EQ(described_but_not_in(all), (Seen{{"get_package", 200}}));
}

/// A server with one of everything that a path can name.
struct World {
  World() {
    server.make_organisation(server.admin(), "acme");
    server.make_user("anna");
    const json::value member = json_of(
        server.post("/v1/orgs/acme/members/", server.admin(), json::object{{"user", "anna"}, {"role", "Member"}}));
    server.make_repository(server.admin(), "acme/house", "Private");
    server.must_publish(server.admin(), "acme/house", CrateBuilder("serde", "1.0.0"));
    const json::value packages = json_of(server.get("/v1/packages/acme/house/", server.admin()));
    const json::value upload =
        json_of(server.post("/v1/files/acme/house/", server.admin(), json::object{{"filename", "tea-1.0.0.crate"}}));
    const json::value token =
        json_of(server.post("/v1/entitlements/acme/house/", server.admin(), json::object{{"name", "ci"}}));
    parts = {{"owner", "acme"},
             {"repository", "house"},
             {"organisation", "acme"},
             {"user", text_at(member, "user")},
             {"member", text_at(member, "user")},
             {"package", text_at(packages.as_array().at(0), "slug_perm")},
             {"crate", "serde"},
             {"version", "1.0.0"},
             {"upload", text_at(upload, "identifier")},
             {"entitlement", text_at(token, "slug_perm")}};
  }

  std::string path_of(const api::Route& route) const {
    std::string path(route.pattern);
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
      const std::string name = path.substr(open + 1, path.find('}', open) - open - 1);
      const auto part = parts.find(name);
      if (part == parts.end()) {
        ADD_FAILURE() << route.pattern << ": this test has nothing to put for {" << name << "}; make one in World";
        return {};
      }
      path.replace(open, name.size() + 2, part->second);
    }
    return path + "/";
  }

  json::value refusal(const api::Route& route, const json::object& body) const {
    const net::HttpAnswer answer = server.send({.method = std::string(http::method_word(route.method)),
                                                .path = path_of(route),
                                                .caller = server.admin(),
                                                .body = json::serialize(body),
                                                .fields = {{"Content-Type", "application/json"}}});
    EXPECT_EQ(answer.status, 422) << route.name << " " << json::serialize(body) << " " << answer.body;
    return answer.status == 422 ? json_of(answer).at("fields") : json::value(json::object());
  }

  TestServer server;
  std::map<std::string, std::string> parts;
};

/// What a route of the management API takes as its JSON body.
struct Request {
  const api::Route& route;
  const json::object& schema;

  const json::object& properties() const { return schema.at("properties").as_object(); }
  std::set<std::string> required() const {
    std::set<std::string> names;
    const json::value* list = schema.if_contains("required");
    for (const json::value& name : list != nullptr ? list->as_array() : json::array()) {
      names.insert(std::string(name.as_string()));
    }
    return names;
  }
};

std::vector<Request> requests() {
  std::vector<Request> out;
  const json::value& document = openapi_document();
  for (const api::Route& route : api::routes()) {
    const json::value* operation = find_operation(route.name);
    if (operation == nullptr || route.shape != api::ErrorShape::management) continue;
    const json::value* body = operation->as_object().if_contains("requestBody");
    const json::value* media =
        body != nullptr ? body->at("content").as_object().if_contains("application/json") : nullptr;
    if (media != nullptr) out.push_back({route, followed(document, media->at("schema")).as_object()});
  }
  return out;
}

/// Nothing that the field could take.
json::value wrong_value(const json::value& property) {
  const json::value* type = property.as_object().if_contains("type");
  const bool takes_objects = type == nullptr || type->as_string() == "object";
  return takes_objects ? json::value(7) : json::value(json::object{{"wrong", 7}});
}

TEST(OpenApi, SaysTheFieldsThatTheServerReads) {
  World world;
  for (const Request& request : requests()) {
    for (const auto& property : request.properties()) {
      const json::value fields = world.refusal(request.route, {{property.key(), wrong_value(property.value())}});
      EXPECT_TRUE(fields.as_object().contains(property.key()))
          << request.route.name << ": " << property.key() << " is described, but of a wrong type it is passed over";
    }
  }
}

TEST(OpenApi, SaysTheWordsThatTheServerTakes) {
  World world;
  std::size_t count = 0;
  for (const Request& request : requests()) {
    for (const auto& property : request.properties()) {
      const json::value* words = property.value().as_object().if_contains("enum");
      if (words == nullptr) continue;
      std::string choices;
      for (const json::value& word : words->as_array()) {
        choices += (choices.empty() ? "" : ", ") + std::string(word.as_string());
      }
      const json::value fields = world.refusal(request.route, {{property.key(), "no such word"}});
      const json::value* messages = fields.as_object().if_contains(property.key());
      ASSERT_NE(messages, nullptr) << request.route.name << " " << property.key();
      EXPECT_EQ(messages->at(0).as_string(), "\"no such word\" is not a valid choice; choose one of: " + choices + ".")
          << request.route.name << " " << property.key();
      ++count;
    }
  }
  EXPECT_GT(count, 10U);
}

TEST(OpenApi, SaysWhichFieldsARequestNeeds) {
  World world;
  for (const Request& request : requests()) {
    const std::set<std::string> required = request.required();
    if (required.empty()) continue;
    std::set<std::string> refused;
    const json::value fields = world.refusal(request.route, {});
    for (const auto& field : fields.as_object()) refused.insert(std::string(field.key()));
    EXPECT_EQ(refused, required) << request.route.name;
  }
}

TEST(OpenApi, LetsRequestsWithoutRequiredFieldsBeEmpty) {
  World world;
  for (const Request& request : requests()) {
    if (!request.required().empty()) continue;
    const net::HttpAnswer answer = world.server.send({.method = std::string(http::method_word(request.route.method)),
                                                      .path = world.path_of(request.route),
                                                      .caller = world.server.admin()});
    EXPECT_LT(answer.status, 400) << request.route.name << " " << answer.body;
  }
}

void expect_true_examples(const std::string& where, const json::value& content) {
  const json::value& document = openapi_document();
  for (const auto& media : content.as_object()) {
    const json::object& object = media.value().as_object();
    std::vector<const json::value*> examples;
    if (const json::value* one = object.if_contains("example")) examples.push_back(one);
    if (const json::value* several = object.if_contains("examples")) {
      for (const auto& one : several->as_object()) examples.push_back(&followed(document, one.value()).at("value"));
    }
    for (const json::value* example : examples) {
      for (const std::string& mistake : schema_mistakes(document, object.at("schema"), *example)) {
        ADD_FAILURE() << where << ": the example is not as described: " << mistake;
      }
    }
    if (media.key() == "application/json" && !where.ends_with("default") && !where.starts_with("openapi ")) {
      EXPECT_FALSE(examples.empty()) << where << ": has no example";
    }
  }
}

TEST(OpenApi, HasTrueExamplesForEveryJsonBody) {
  const json::value& document = openapi_document();
  for (const auto& path : document.at("paths").as_object()) {
    for (const auto& one : path.value().as_object()) {
      const json::object& operation = one.value().as_object();
      const std::string name(operation.at("operationId").as_string());
      if (const json::value* body = operation.if_contains("requestBody")) {
        expect_true_examples(name + " request", body->at("content"));
      }
      for (const auto& response : operation.at("responses").as_object()) {
        const json::object& answer = followed(document, response.value()).as_object();
        const json::value* content = answer.if_contains("content");
        if (content != nullptr) expect_true_examples(name + " " + std::string(response.key()), *content);
      }
    }
  }
}

}  // namespace
}  // namespace entrepot::testing
