// HTTP/1.1 as tables: what the client sends, what must come back, and whether the server then closes. Each row runs
// with its input whole and cut at random points.
#include <gmock/gmock.h>

#include <random>
#include <vector>

#include "protocol/test_server.h"

namespace entrepot::protocol_test {
namespace {

enum class After { stays, closes };

struct Row {
  std::string name;
  std::string input;
  std::vector<std::string> expected;  ///< in this order
  After after = After::stays;
};

/// Sends pieces so far apart that the server mostly reads them one by one.
void send_cut(Client& client, std::string_view input, std::mt19937& random, int cuts) {
  std::vector<std::size_t> points;
  for (int i = 0; i < cuts; ++i) points.push_back(random() % (input.size() + 1));
  std::ranges::sort(points);
  std::size_t start = 0;
  for (const std::size_t point : points) {
    if (!client.send(input.substr(start, point - start))) return;
    wait_a_moment(1);
    start = point;
  }
  client.send(input.substr(start));
}

void expect_exchange(TestServer& server, const Row& row, std::mt19937& random, int cuts) {
  SCOPED_TRACE(row.name + ", cuts: " + std::to_string(cuts));
  Client client(server.port());
  send_cut(client, row.input, random, cuts);
  std::string answer;
  std::size_t found = 0;
  for (const std::string& part : row.expected) {
    while (answer.find(part, found) == std::string::npos) {
      const std::string piece = client.receive();
      if (piece.empty()) break;
      answer += piece;
    }
    const std::size_t at = answer.find(part, found);
    ASSERT_NE(at, std::string::npos) << "missing: " << part << "\nin: " << answer;
    found = at + part.size();
  }
  if (row.after == After::closes) {
    client.end_output();
    client.receive_to_end();
    EXPECT_TRUE(client.closed());
  } else {
    EXPECT_TRUE(client.send("GET /fast?again HTTP/1.1\r\nHost: h\r\n\r\n"));
    EXPECT_THAT(client.receive_until("fast again"), testing::EndsWith("fast again"));
  }
}

void expect_exchanges(TestServer& server, const std::vector<Row>& rows) {
  std::mt19937 random(20261122);
  for (const Row& row : rows) {
    for (const int cuts : {0, 1, 3, 9}) expect_exchange(server, row, random, cuts);
  }
}

const std::string kOk = "HTTP/1.1 200 OK\r\n";

TEST(Http1Exchange, RequestsAreAnsweredHoweverTheirBytesAreCut) {
  TestServer server;
  expect_exchanges(
      server,
      {
          {"fast", "GET /fast?q HTTP/1.1\r\nHost: h\r\n\r\n", {kOk, "content-length: 6\r\n", "\r\n\r\nfast q"}},
          {"blank lines before a request", "\r\n\r\nGET /fast?q HTTP/1.1\r\nHost: h\r\n\r\n", {kOk, "fast q"}},
          {"waiting",
           "GET /slow-show HTTP/1.1\r\nHost: h\r\nX-A: 1\r\n\r\n",
           {kOk, "GET /slow-show\nhost=h\nx-a=1\npeer=127.0.0.1"}},
          {"HEAD",
           "HEAD /fast?q HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"content-length: 6\r\n", "\r\n\r\nHTTP/1.1 200", "fast 2"}},
          {"HEAD of a file",
           "HEAD /file HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"content-length: 240000\r\n", "\r\n\r\nHTTP/1.1 200", "fast 2"}},
          {"204 has no length",
           "GET /empty HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"HTTP/1.1 204 No Content\r\ndate: ", "\r\n\r\nHTTP/1.1 200 OK"}},
          {"304 has no body",
           "GET /same HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"HTTP/1.1 304 Not Modified\r\n", "\r\n\r\nHTTP/1.1 200 OK", "fast 2"}},
          {"body by length", "PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello", {kOk, "\r\n\r\nhello"}},
          {"body in chunks",
           "PUT /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\nX-T: "
           "1\r\n\r\n",
           {kOk, "\r\n\r\nhello"}},
          {"empty chunked body",
           "PUT /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
           {kOk, "content-length: 0\r\n"}},
          {"pipelining keeps the order",
           "GET /slow-show?1 HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n"
           "PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nthird"
           "GET /fast?4 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"/slow-show?1", "fast 2", "third", "fast 4"}},
          {"a small body nobody wanted is skipped",
           "PUT /reject HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"HTTP/1.1 413 Content Too Large\r\n", "too large", kOk, "fast 2"}},
          {"a body read in part is skipped",
           "PUT /sip HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
           "GET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n",
           {"sipped", kOk, "fast 2"}},
          {"Connection: close",
           "GET /fast?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
           {"connection: close\r\n", "fast q"},
           After::closes},
          {"HTTP/1.0", "GET /fast?q HTTP/1.0\r\n\r\n", {kOk, "connection: close\r\n", "fast q"}, After::closes},
          {"HTTP/1.0 with keep-alive",
           "GET /fast?q HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
           {kOk, "connection: keep-alive\r\n", "fast q"}},
          {"absolute form", "GET http://h:80/fast?q HTTP/1.1\r\nHost: h\r\n\r\n", {kOk, "fast q"}},
          {"unknown method", "PURGE /nowhere HTTP/1.1\r\nHost: h\r\n\r\n", {"HTTP/1.1 404 Not Found\r\n"}},
          {"exception in the hot path",
           "GET /throw HTTP/1.1\r\nHost: h\r\n\r\n",
           {"HTTP/1.1 500 Internal Server Error\r\ncontent-type: application/json\r\n",
            "x-request-id: ", "connection: close\r\n", "{\"errors\":[{\"detail\":\""},
           After::closes},
          {"exception while waiting",
           "GET /slow-throw HTTP/1.1\r\nHost: h\r\n\r\n",
           {"HTTP/1.1 500 Internal Server Error\r\n", "{\"errors\":[{\"detail\":\""},
           After::closes},
          {"malformed chunk",
           "PUT /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
           {"HTTP/1.1 400 Bad Request\r\n", "connection: close\r\n"},
           After::closes},
      });
}

TEST(Http1Exchange, WhatCouldBeReadInTwoWaysIsRefused) {
  const auto bad = [](std::string name, std::string input, std::string status = "400 Bad Request") {
    return Row{std::move(name),
               std::move(input),
               {"HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\n",
                "x-request-id: ", "connection: close\r\n", "{\"errors\":[{\"detail\":\""},
               After::closes};
  };
  const std::string head = "POST /echo HTTP/1.1\r\nHost: h\r\n";
  TestServer server;
  expect_exchanges(
      server,
      {
          bad("length and chunks", head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          bad("chunks and length", head + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
          bad("two lengths", head + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
          bad("the same length twice", head + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
          bad("a list of lengths", head + "Content-Length: 5, 5\r\n\r\nhello"),
          bad("a length with a sign", head + "Content-Length: +5\r\n\r\nhello"),
          bad("a negative length", head + "Content-Length: -5\r\n\r\nhello"),
          bad("a hexadecimal length", head + "Content-Length: 0x5\r\n\r\nhello"),
          bad("an empty length", head + "Content-Length:\r\n\r\nhello"),
          bad("an endless length", head + "Content-Length: 99999999999999999999\r\n\r\nhello"),
          bad("chunked twice", head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          bad("chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          bad("folded line", head + "X-A: 1\r\n 2\r\n\r\n"),
          bad("folded transfer encoding", head + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
          bad("space before the colon", head + "Content-Length : 5\r\n\r\nhello"),
          bad("no colon", head + "Content-Length\r\n\r\n"),
          bad("empty name", head + ": 1\r\n\r\n"),
          bad("NUL in a value", head + std::string("X-A: 1\0002\r\n\r\n", 13)),
          bad("bare CR in a value", head + "X-A: 1\r2\r\n\r\n"),
          bad("bare LF after the request line", "GET /fast HTTP/1.1\nHost: h\r\n\r\n"),
          bad("bare LF after a field", "GET /fast HTTP/1.1\r\nHost: h\nX: 1\r\n\r\n"),
          bad("bare LF at the end", "GET /fast HTTP/1.1\r\nHost: h\r\n\n"),
          bad("no Host", "GET /fast HTTP/1.1\r\n\r\n"),
          bad("two Hosts", "GET /fast HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
          bad("a Host that is none", "GET /fast HTTP/1.1\r\nHost: a/b\r\n\r\n"),
          bad("two spaces in the request line", "GET  /fast HTTP/1.1\r\nHost: h\r\n\r\n"),
          bad("a space in the target", "GET /fa st HTTP/1.1\r\nHost: h\r\n\r\n", "400 Bad Request"),
          bad("a fragment in the target", "GET /fast#x HTTP/1.1\r\nHost: h\r\n\r\n"),
          bad("raw bytes in the target", "GET /f\xc3\xa4st HTTP/1.1\r\nHost: h\r\n\r\n"),
          bad("authority form", "CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n"),
          bad("asterisk with GET", "GET * HTTP/1.1\r\nHost: h\r\n\r\n"),
          bad("relative target", "GET fast HTTP/1.1\r\nHost: h\r\n\r\n"),
          bad("HTTP/1.2", "GET /fast HTTP/1.2\r\nHost: h\r\n\r\n", "505 HTTP Version Not Supported"),
          bad("HTTP/2.0 without its preface", "GET /fast HTTP/2.0\r\nHost: h\r\n\r\n",
              "505 HTTP Version Not Supported"),
          bad("another encoding", head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "501 Not Implemented"),
          bad("another expectation", head + "Expect: 200-ok\r\nContent-Length: 1\r\n\r\n1", "417 Expectation Failed"),
      });
  EXPECT_GT(server.server->numbers().protocol_errors, 100u);
}

TEST(Http1Exchange, ASmuggledRequestBehindARefusedOneIsNotAnswered) {
  TestServer server;
  Client client(server.port());
  client.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
      "GET /fast?smuggled HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string answer = client.receive_to_end();
  EXPECT_THAT(answer, testing::StartsWith("HTTP/1.1 400"));
  EXPECT_THAT(answer, testing::Not(testing::HasSubstr("smuggled")));
}

TEST(Http1Exchange, HeadsOverTheirLimitsGet431) {
  http::Limits limits;
  limits.max_header_bytes = 2000;
  limits.max_header_fields = 10;
  TestServer server(limits);
  const std::string start = "GET /fast HTTP/1.1\r\nHost: h\r\n";
  std::string many = start;
  for (int i = 0; i < 12; ++i) many += "X-A: 1\r\n";
  const std::string refused = "HTTP/1.1 431 Request Header Fields Too Large\r\n";
  expect_exchanges(server,
                   {
                       {"long", start + "X-A: " + std::string(3000, 'a') + "\r\n\r\n", {refused}, After::closes},
                       {"endless", start + "X-A: " + std::string(9000, 'a'), {refused}, After::closes},
                       {"many", many + "\r\n", {refused}, After::closes},
                       {"just short enough", start + "X-A: " + std::string(1900, 'a') + "\r\n\r\n", {kOk}},
                   });
}

}  // namespace
}  // namespace entrepot::protocol_test
