// Whom a handler sees as the client when a proxy stands between.
#include <gmock/gmock.h>

#include "protocol/h2_client.h"

namespace entrepot::protocol_test {
namespace {

using testing::HasSubstr;

std::vector<http::AddressBlock> loopback() {
  return {*http::AddressBlock::parse("127.0.0.0/8")};
}

TEST(TrustedProxy, SaysWhoTheClientIsWhicheverWayTheRequestIsAnswered) {
  TestServer server({}, 1, {}, {}, loopback());
  for (const std::string path : {"/show", "/slow-show"}) {
    Client client(server.port());
    client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 1.2.3.4, 203.0.113.9\r\n\r\n");
    EXPECT_THAT(client.receive_until("peer="), HasSubstr("peer=203.0.113.9\n")) << path;
    CleartextH2 second(server);
    const std::int32_t id = second.h2.request("GET", path, {{"x-forwarded-for", "203.0.113.9"}});
    second.h2.run_until([&] { return second.h2.answers[id].closed; });
    EXPECT_THAT(second.h2.answers[id].body, HasSubstr("peer=203.0.113.9\n")) << path;
  }
}

TEST(TrustedProxy, IsNobodyWhomTheOptionDoesNotName) {
  TestServer server;
  Client client(server.port());
  client.send("GET /show HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n");
  EXPECT_THAT(client.receive_until("peer="), HasSubstr("peer=127.0.0.1\n"));
}

}  // namespace
}  // namespace entrepot::protocol_test
