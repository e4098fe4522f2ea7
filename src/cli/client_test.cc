#include "cli/client.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli/arguments.h"

namespace entrepot::cli {
namespace {

using namespace std::chrono_literals;

TEST(Refusal, IsTheServersSentenceWithTheRequestForItsOperator) {
  EXPECT_EQ(refusal_sentence(404, R"({"detail":"There is no such user.","request_id":"r1"})", "r1"),
            "There is no such user. (request r1)");
  // What the server says before any route is known has cargo's shape beside ours.
  EXPECT_EQ(refusal_sentence(
                503, R"j({"errors":[{"detail":"Busy. (request r2)"}],"detail":"Busy.","request_id":"r2"})j", "r2"),
            "Busy. (request r2)");
}

TEST(Refusal, NamesEveryWrongField) {
  EXPECT_EQ(
      refusal_sentence(
          422, R"({"detail":"Invalid input.","fields":{"slug":["Too short.","Taken."],"name":["Missing."]}})", ""),
      "Invalid input.\n  slug: Too short.\n  slug: Taken.\n  name: Missing.");
}

TEST(Refusal, SaysNothingTwice) {
  EXPECT_EQ(refusal_sentence(403, R"({"errors":[{"detail":"It is in quarantine."}]})", "r1"),
            "It is in quarantine. (request r1)");
  EXPECT_EQ(refusal_sentence(422, R"({"detail":"Taken.","fields":{"non_field_errors":["Taken."]}})", "r1"),
            "Taken. (request r1)");
  EXPECT_EQ(
      refusal_sentence(422, R"({"detail":"Too short.","fields":{"slug":["Too short."],"name":["Missing."]}})", ""),
      "slug: Too short.\n  name: Missing.");
}

TEST(Refusal, FallsBackToTheStatusWhenTheBodyIsNotOurs) {
  for (const std::string_view body :
       {"", "<html>", "[]", "{}", R"({"detail":7})", R"({"fields":7})", R"({"fields":{"a":7}})"}) {
    EXPECT_EQ(refusal_sentence(502, body, ""), "The server answered with status 502.") << body;
  }
}

TEST(Path, EscapesWhatAUserTyped) {
  EXPECT_EQ(path({"repos", "acme", "tools"}), "/repos/acme/tools/");
  EXPECT_EQ(path({"users", "../admin?x"}), "/users/..%2Fadmin%3Fx/");
}

TEST(Client, SaysThatTheServerCannotBeReachedWithoutShowingTheKey) {
  // Port 1 of the loopback address: nobody listens there, and the answer comes at once.
  Client client({.url = "http://127.0.0.1:1", .api_key = "ent_secret"});
  const auto answer = client.call(Verb::get, "/user/self/");
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code, ErrorCode::unavailable);
  EXPECT_NE(answer.error().message.find("http://127.0.0.1:1 cannot be reached"), std::string::npos)
      << answer.error().message;
  EXPECT_EQ((answer.error().message + answer.error().detail).find("ent_secret"), std::string::npos);
}

TEST(Client, SpeaksOnlyHttp) {
  Client client({.url = "file:///etc", .api_key = "k"});
  EXPECT_FALSE(client.call(Verb::get, "/user/self/").has_value());
}

TEST(Arguments, ARepositoryIsTwoNames) {
  EXPECT_EQ(split_repository("acme/tools").owner, "acme");
  EXPECT_EQ(split_repository("acme/tools").repository, "tools");
  for (const std::string bad : {"acme", "acme/", "/tools", "acme/tools/x", ""})
    EXPECT_NE(check_repository(bad), "") << bad;
  std::string good = "acme/tools";
  EXPECT_EQ(check_repository(good), "");
}

TEST(Arguments, AKeyExpiresAfterASpanOrAtATime) {
  const Timestamp now = from_rfc3339("2026-11-22T00:00:00Z").value();
  EXPECT_EQ(expiry_time("90d", now), now + 90 * 24h);
  EXPECT_EQ(to_rfc3339(expiry_time("2027-01-31T00:00:00Z", now)), "2027-01-31T00:00:00Z");
  std::string bad = "soon";
  EXPECT_NE(check_expiry(bad), "");
}

}  // namespace
}  // namespace entrepot::cli
