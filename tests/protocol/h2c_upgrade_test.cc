// The upgrade that cargo asks for with every cleartext request (RFC 7540 section 3.2).
#include <gmock/gmock.h>

#include "base/encoding.h"
#include "protocol/h2_client.h"

namespace entrepot::protocol_test {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string upgrade_head(std::string_view method, std::string_view path, std::string_view more = {}) {
  return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: h\r\nAccept: text/plain\r\n" +
         "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: " +
         encode_base64url(as_bytes(H2Client::h2c_settings())) + "\r\n" + std::string(more) + "\r\n";
}

/// Sends the request, reads the 101 and leaves the client ready to read stream 1.
void upgrade(CleartextH2& client, const std::string& request) {
  client.socket.send(request);
  std::string answer = client.socket.receive_until("\r\n\r\n");
  ASSERT_THAT(answer, StartsWith("HTTP/1.1 101 Switching Protocols\r\n"));
  client.h2.feed(answer.substr(answer.find("\r\n\r\n") + 4));
}

TEST(H2cUpgrade, TheFirstRequestIsAnsweredOnStreamOneAndTheConnectionGoesOnInHttp2) {
  TestServer server;
  for (const std::string path : {"/show", "/slow-show"}) {
    CleartextH2 client(server, H2Client::Begin::upgraded);
    upgrade(client, upgrade_head("GET", path));
    EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[1].closed; }));
    EXPECT_EQ(client.h2.answers[1].status, 200);
    EXPECT_EQ(client.h2.answers[1].body, "GET " + path + "\nhost=h\naccept=text/plain\npeer=127.0.0.1\n");
    EXPECT_EQ(client.h2.get("/fast?next").body, "fast next");
  }
}

TEST(H2cUpgrade, ARequestWithABodyIsReadWholeFirst) {
  TestServer server;
  CleartextH2 client(server, H2Client::Begin::upgraded);
  const std::string body(100'000, 'b');
  client.socket.send(upgrade_head("PUT", "/echo", "Content-Length: 100000\r\n"));
  wait_a_moment(2);
  upgrade(client, body);
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[1].closed; }));
  EXPECT_TRUE(client.h2.answers[1].body == body);
  EXPECT_EQ(client.h2.get("/fast").status, 200);
  EXPECT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 0; }));
}

TEST(H2cUpgrade, ABodyThatNobodyWantsIsNotTakenIn) {
  TestServer server;
  Client client(server.port());
  client.send(upgrade_head("PUT", "/reject", "Content-Length: 100000\r\n"));
  EXPECT_THAT(client.receive_until("too large"), StartsWith("HTTP/1.1 413")) << "before any of the body has come";
  EXPECT_EQ(server.server->numbers().requests_waiting, 0u);
}

TEST(H2cUpgrade, ABodyOnItsWayTakesAPlaceAndItsWholeSizeOfRoom) {
  http::Limits limits;
  limits.max_kept_bodies = 150'000;
  TestServer server(limits);
  const std::string head = upgrade_head("PUT", "/echo", "Content-Length: 100000\r\n");
  const std::string body(100'000, 'b');
  {
    Client first(server.port());
    first.send(head + "b");
    ASSERT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 1; }));
    Client second(server.port());
    second.send(head + body);
    EXPECT_THAT(second.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 200")) << "streamed, not kept";
  }
  ASSERT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 0; }));
  Client third(server.port());
  third.send(head + body);
  EXPECT_THAT(third.receive_until("\r\n\r\n"), StartsWith("HTTP/1.1 101")) << "the first one's room is free again";
}

TEST(H2cUpgrade, ABodyThatDripsIsCutOff) {
  http::Limits limits;
  limits.body_timeout = std::chrono::milliseconds(200);
  TestServer server(limits);
  Client client(server.port());
  client.send(upgrade_head("PUT", "/echo", "Content-Length: 100000\r\n"));
  int sent = 0;
  while (sent < 100 && client.send("b")) {
    ++sent;
    wait_a_moment(20);
  }
  EXPECT_LT(sent, 100) << "more bytes must not set the clock back";
  EXPECT_EQ(server.handler.handled, 0);
}

TEST(H2cUpgrade, ALargeAnswerOnStreamOneObeysTheWindowOfTheSettings) {
  TestServer server;
  CleartextH2 client(server, H2Client::Begin::upgraded);
  upgrade(client, upgrade_head("GET", "/large"));
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[1].closed; }));
  EXPECT_TRUE(client.h2.answers[1].body == *server.handler.large);
}

TEST(H2cUpgrade, WhereItCannotBeDoneTheAnswerComesInHttp1) {
  TestServer server;
  const std::string settings = "HTTP2-Settings: AAMAAABkAAQAAQAAAAIAAAAA\r\n";
  const std::vector<std::string> heads{
      upgrade_head("PUT", "/reject", "Content-Length: 2000000\r\n"),
      upgrade_head("PUT", "/reject", "Transfer-Encoding: chunked\r\n"),
      "GET /fast HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: websocket\r\n" + settings +
          "\r\n",
      "GET /fast HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n" + settings + "\r\n",
      "GET /fast HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
      "GET /fast HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
      "!!\r\n\r\n",
      "GET /fast HTTP/1.1\r\nHost: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n" + settings + settings +
          "\r\n",
      "GET /fast HTTP/1.0\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n" + settings + "\r\n",
  };
  for (const std::string& head : heads) {
    SCOPED_TRACE(head);
    Client client(server.port());
    client.send(head);
    EXPECT_THAT(client.receive_until("\r\n\r\n"),
                testing::AnyOf(StartsWith("HTTP/1.1 200"), StartsWith("HTTP/1.1 413")));
  }
}

TEST(H2cUpgrade, APipelinedRequestBeforeTheUpgradeIsAnsweredFirst) {
  TestServer server;
  CleartextH2 client(server, H2Client::Begin::upgraded);
  client.socket.send("GET /slow-show?first HTTP/1.1\r\nHost: h\r\n\r\n" + upgrade_head("GET", "/fast?second"));
  const std::string answer = client.socket.receive_until("upgrade: h2c\r\n\r\n");
  ASSERT_THAT(answer, HasSubstr("first"));
  ASSERT_THAT(answer, HasSubstr("HTTP/1.1 101"));
  const std::string_view end = "upgrade: h2c\r\n\r\n";
  client.h2.feed(answer.substr(answer.find(end) + end.size()));
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[1].closed; }));
  EXPECT_EQ(client.h2.answers[1].body, "fast second");
}

}  // namespace
}  // namespace entrepot::protocol_test
