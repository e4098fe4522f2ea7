#include "api/openapi/document.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>

#include "api/openapi.h"
#include "api/openapi/common.h"
#include "api/openapi/examples.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

namespace json = boost::json;

TEST(Descriptions, AreThereForEveryRoute) {
  for (const Route& route : routes()) {
    EXPECT_NE(find_description(route.name).description, nullptr)
        << route.name << ": describe it in a table of src/api/openapi/ (src/api/README.md says how)";
  }
}

TEST(Descriptions, AreOfRoutesThatThereAreAndOnlyOnce) {
  std::set<std::string_view> names;
  for (const Group* group : groups()) {
    for (const Description& description : group->descriptions) {
      EXPECT_NE(find_route(description.route), nullptr) << description.route;
      EXPECT_TRUE(names.insert(description.route).second) << description.route;
    }
  }
}

TEST(Descriptions, SayAnAnswerAndHaveABodyOnlyWhereOneIsRead) {
  for (const Route& route : routes()) {
    const Description* description = find_description(route.name).description;
    ASSERT_NE(description, nullptr) << route.name;
    EXPECT_FALSE(description->replies.empty()) << route.name;
    std::set<int> statuses;
    for (const Reply& reply : description->replies) {
      EXPECT_TRUE(statuses.insert(reply.status).second) << route.name;
      EXPECT_FALSE(reply.note.empty()) << route.name;
    }
    if (description->body.schema.kind != Kind::nothing) EXPECT_GT(route.body_limit, 0U) << route.name;
  }
}

TEST(Descriptions, KnowEveryPartOfAPath) {
  for (const Route& route : routes()) {
    const std::string path = path_of(route);
    for (std::size_t open = path.find('{'); open != std::string::npos; open = path.find('{', open + 1)) {
      const std::string name = path.substr(open + 1, path.find('}', open) - open - 1);
      EXPECT_NE(std::ranges::find(path_parameters(), name, &Parameter::name), path_parameters().end())
          << route.name << ": {" << name << "} is not in the table of openapi/common.cc";
    }
  }
}

TEST(Document, IsWhatTheDocumentationHolds) {
  std::ifstream file("docs/openapi.json");
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == openapi_page()) << "write it again: entrepot routes --openapi > docs/openapi.json";
}

TEST(Document, RefersOnlyToWhatItHolds) {
  const json::value root = document("https://crates.example");
  std::set<std::string> used;
  const std::function<void(const json::value&)> look = [&](const json::value& value) {
    if (const json::array* array = value.if_array()) std::ranges::for_each(*array, look);
    const json::object* object = value.if_object();
    if (object == nullptr) return;
    for (const auto& member : *object) {
      if (member.key() != "$ref") {
        look(member.value());
        continue;
      }
      const std::string reference(member.value().as_string());
      used.insert(reference);
      json::error_code error;
      EXPECT_NE(root.find_pointer(reference.substr(1), error), nullptr) << reference;
    }
  };
  look(root);
  for (const auto& kind : root.at("components").as_object()) {
    if (kind.key() == "securitySchemes") continue;
    for (const auto& component : kind.value().as_object()) {
      const std::string reference = "#/components/" + std::string(kind.key()) + "/" + std::string(component.key());
      EXPECT_TRUE(used.contains(reference)) << "nobody refers to " << reference;
    }
  }
}

TEST(Document, SaysEachOperationOnceUnderThePathThatOpenApiCanSay) {
  const json::object root = document("https://crates.example");
  std::set<std::string> names;
  std::set<std::string> paths;
  for (const auto& path : root.at("paths").as_object()) {
    EXPECT_EQ(path.key().find("..."), std::string_view::npos) << path.key();
    std::string anonymous;  // two paths that differ only in the names of their parts are one
    bool is_inside = false;
    for (const char c : path.key()) {
      if (c == '}') is_inside = false;
      if (!is_inside) anonymous += c;
      if (c == '{') is_inside = true;
    }
    EXPECT_TRUE(paths.insert(anonymous).second) << path.key();
    for (const auto& operation : path.value().as_object()) {
      EXPECT_TRUE(names.insert(std::string(operation.value().at("operationId").as_string())).second);
    }
  }
  EXPECT_EQ(names.size(), routes().size());
}

TEST(Document, NamesTheServerInItsExamplesToo) {
  const std::string text = openapi_json("https://own.example/base");
  EXPECT_NE(text.find(R"("servers":[{"url":"https://own.example/base"}])"), std::string::npos);
  EXPECT_NE(text.find("https://own.example/base/v1/repos/"), std::string::npos);
  const json::value root = json::parse(text);
  const std::string examples = json::serialize(root.at("components").at("examples"));
  for (const std::string_view left : {"{url}", "{slug_perm}", "{token}", "{key}", "{prefix}", "{user_id}"}) {
    EXPECT_EQ(examples.find(left), std::string::npos) << left;
  }
}

TEST(Examples, AreNullWhereThereIsNoSuchFile) {
  EXPECT_TRUE(example_value("v1_no_such_answer.json", "https://crates.example").is_null());
  EXPECT_TRUE(example_value("{not json", "https://crates.example").is_null());
  EXPECT_EQ(example_value(R"({"self":"{url}/v1/"})", "https://a.example"),
            json::parse(R"({"self":"https://a.example/v1/"})"));
}

}  // namespace
}  // namespace entrepot::api::openapi
