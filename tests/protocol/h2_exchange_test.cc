// HTTP/2 with prior knowledge: requests, bodies, flow control, many streams.
#include <gmock/gmock.h>

#include "protocol/h2_client.h"

namespace entrepot::protocol_test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

TEST(H2Exchange, AnswersLookAsInHttp1ButWithoutConnectionFields) {
  TestServer server;
  CleartextH2 client(server);
  const H2Answer answer = client.h2.get("/fast?q");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "fast q");
  EXPECT_EQ(answer.fields.at("content-length"), "6");
  EXPECT_EQ(answer.fields.at("x-request-id").size(), 16u);
  EXPECT_EQ(answer.fields.at("date").size(), 29u);
  EXPECT_FALSE(answer.fields.contains("connection"));
  EXPECT_EQ(client.h2.get("/empty").status, 204);
  const H2Answer same = client.h2.get("/same");
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_THAT(client.h2.get("/slow-show").body, HasSubstr("GET /slow-show\nhost=h\npeer=127.0.0.1\n"));
  EXPECT_EQ(client.h2.get("/throw").status, 500);
  EXPECT_EQ(client.h2.get("/slow-throw").status, 500);
  EXPECT_EQ(client.h2.get("/fast").status, 200) << "an exception must not cost the other streams their connection";
}

TEST(H2Exchange, HeadHasALengthAndNoBody) {
  TestServer server;
  CleartextH2 client(server);
  const std::int32_t id = client.h2.request("HEAD", "/file");
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].closed; }));
  EXPECT_EQ(client.h2.answers[id].fields["content-length"], "240000");
  EXPECT_EQ(client.h2.answers[id].body, "");
}

TEST(H2Exchange, LargeBodiesRespectAWindowOf65535) {
  TestServer server;
  CleartextH2 client(server);
  EXPECT_TRUE(client.h2.get("/large").body == *server.handler.large);
  EXPECT_TRUE(client.h2.get("/slow-large").body == *server.handler.large);
  EXPECT_TRUE(client.h2.get("/file").body == server.content);
}

TEST(H2Exchange, ABodyOfManyPartsArrivesWhole) {
  TestServer server;
  CleartextH2 client(server);
  for (const std::string path : {"/chain", "/slow-chain"}) {
    const H2Answer answer = client.h2.get(path);
    EXPECT_EQ(answer.fields.at("content-length"), std::to_string(server.chain().size()));
    EXPECT_TRUE(answer.body == server.chain()) << path;
  }
}

TEST(H2Exchange, NothingIsSentBeyondTheWindow) {
  TestServer server;
  CleartextH2 client(server, H2Client::Begin::prior_knowledge, H2Client::Window::manual);
  const std::int32_t id = client.h2.request("GET", "/large");
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].body.size() >= 65535; }));
  EXPECT_EQ(client.h2.answers[id].body.size(), 65535u);
  // Another small answer cannot pass either, because the connection's window is used up; opening it lets both go on.
  nghttp2_session_consume(client.h2.session, id, 65535);
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].body.size() >= 131070; }));
  EXPECT_EQ(client.h2.answers[id].body.size(), 131070u);
}

TEST(H2Exchange, BodiesAreUploadedThroughFlowControl) {
  TestServer server;
  CleartextH2 client(server);
  const std::string& body = *server.handler.large;
  const std::int32_t echo = client.h2.request("PUT", "/echo", {{"content-length", std::to_string(body.size())}}, &body);
  const std::int32_t count = client.h2.request("PUT", "/count", {}, &body);
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[echo].closed && client.h2.answers[count].closed; }));
  EXPECT_TRUE(client.h2.answers[echo].body == body);
  EXPECT_EQ(client.h2.answers[count].body, std::to_string(body.size()));
}

TEST(H2Exchange, AnEarlyAnswerEndsTheUpload) {
  TestServer server;
  CleartextH2 client(server);
  for (const std::string path : {"/reject", "/sip"}) {
    const std::string& body = *server.handler.large;
    const std::int32_t id = client.h2.request("PUT", path, {}, &body);
    EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].closed; }));
    EXPECT_EQ(client.h2.answers[id].status, path == "/reject" ? 413 : 200);
    EXPECT_EQ(client.h2.answers[id].error, NGHTTP2_NO_ERROR);
  }
  EXPECT_EQ(client.h2.get("/fast").status, 200);
}

TEST(H2Exchange, UploadsNobodyReadDoNotUseUpTheConnection) {
  TestServer server;
  CleartextH2 client(server);
  const std::string body(600'000, 'x');
  for (int i = 0; i < 12; ++i) {  // more than the connection's window in all
    const std::int32_t id = client.h2.request("PUT", i % 2 == 0 ? "/reject" : "/sip", {}, &body);
    ASSERT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].closed; })) << i;
  }
  const std::int32_t id = client.h2.request("PUT", "/count", {}, &body);
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].closed; }));
  EXPECT_EQ(client.h2.answers[id].body, "600000");
}

TEST(H2Exchange, TwoHundredStreamsAreServedAtOnce) {
  TestServer server;
  CleartextH2 client(server);
  EXPECT_EQ(client.h2.get("/fast").status, 200);
  std::vector<std::int32_t> ids;
  for (int i = 0; i < 200; ++i) ids.push_back(client.h2.request("GET", "/wait"));
  client.h2.flush();
  EXPECT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 200; }));
  const std::int32_t last = client.h2.request("GET", "/fast?passes");
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[last].closed; }));
  EXPECT_EQ(client.h2.answers[last].body, "fast passes") << "waiting streams must not hold up the others";
  server.handler.released = true;
  EXPECT_TRUE(client.h2.run_until(
      [&] { return std::ranges::all_of(ids, [&](std::int32_t id) { return client.h2.answers[id].closed; }); }));
  for (const std::int32_t id : ids) EXPECT_EQ(client.h2.answers[id].body, "waited");
}

TEST(H2Exchange, AResetStreamFailsItsHandlersBodyAndNothingElse) {
  TestServer server;
  CleartextH2 client(server);
  const std::string body = "hel";
  client.h2.get("/fast");
  const std::int32_t id = client.h2.request("PUT", "/echo", {{"content-length", "5"}}, &body);
  client.h2.flush();
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].closed; }));
  EXPECT_EQ(client.h2.answers[id].error, NGHTTP2_PROTOCOL_ERROR) << "the body is shorter than announced";
  EXPECT_TRUE(eventually([&] { return server.handler.bodies_failed == 1; }));
  const std::int32_t other = client.h2.request("GET", "/wait");
  client.h2.flush();
  EXPECT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 1; }));
  nghttp2_submit_rst_stream(client.h2.session, 0, other, NGHTTP2_CANCEL);
  client.h2.flush();
  server.handler.released = true;
  EXPECT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 0; }));
  EXPECT_EQ(client.h2.get("/fast").status, 200);
  EXPECT_EQ(server.server->numbers().streams_reset_by_peer, 1u);
}

TEST(H2Exchange, AFileShorterThanAnnouncedResetsItsStream) {
  TestServer server;
  CleartextH2 client(server);
  const H2Answer answer = client.h2.get("/short-file");
  EXPECT_NE(answer.error, NGHTTP2_NO_ERROR);
  EXPECT_EQ(client.h2.get("/fast").status, 200);
}

TEST(H2Exchange, HeadersOverTheirLimitGet431) {
  http::Limits limits;
  limits.max_header_bytes = 2000;
  limits.max_header_fields = 10;
  TestServer server(limits);
  CleartextH2 client(server);
  const std::int32_t big = client.h2.request("GET", "/fast", {{"x-a", std::string(2500, 'a')}});
  std::vector<std::pair<std::string, std::string>> fields;
  for (int i = 0; i < 12; ++i) fields.emplace_back("x-" + std::to_string(i), "1");
  const std::int32_t many = client.h2.request("GET", "/fast", fields);
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[big].closed && client.h2.answers[many].closed; }));
  EXPECT_EQ(client.h2.answers[big].status, 431);
  EXPECT_NE(client.h2.answers[big].body.find(" (request "), std::string::npos);
  EXPECT_EQ(client.h2.answers[many].status, 431);
  EXPECT_EQ(server.server->numbers().protocol_errors, 2u);
  EXPECT_EQ(client.h2.get("/fast").status, 200);
}

TEST(H2Exchange, ABodyThatStallsIsATimeoutAndAReaderThatStallsIsReset) {
  http::Limits limits;
  limits.body_timeout = milliseconds(200);
  limits.write_timeout = milliseconds(300);
  TestServer server(limits);
  CleartextH2 client(server, H2Client::Begin::prior_knowledge, H2Client::Window::manual);
  const std::int32_t stalled = client.h2.request("GET", "/large");
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[stalled].closed; }));
  EXPECT_EQ(client.h2.answers[stalled].error, NGHTTP2_CANCEL);
  EXPECT_EQ(client.h2.answers[stalled].body.size(), 65535u);
}

}  // namespace
}  // namespace entrepot::protocol_test
