// What HTTP/1.1 connections do in time: bodies, back-pressure, limits, drain.
#include <gmock/gmock.h>

#include <thread>

#include "protocol/test_server.h"

namespace entrepot::protocol_test {
namespace {

using std::chrono::milliseconds;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

std::string body_of(const std::string& answer) {
  return answer.substr(answer.find("\r\n\r\n") + 4);
}

/// Whether the body's sentence names the request as the answer's field does, because cargo does not show fields.
bool names_its_request(const std::string& answer) {
  const std::size_t start = answer.find("x-request-id: ") + 14;
  const std::string id = answer.substr(start, 16);
  return body_of(answer).find(" (request " + id + ")\"}],\"detail\":\"") != std::string::npos &&
         body_of(answer).find("\"request_id\":\"" + id + "\"}") != std::string::npos;
}

TEST(Http1Connection, AnswersThatTheSocketCannotTakeAreKeptInOrder) {
  TestServer server;
  Client client(server.port(), 4 * 1024);
  constexpr int kRequests = 30'000;  // more answers than any socket buffer holds
  std::thread sender([&client] {
    std::string requests;
    for (int i = 0; i < kRequests; ++i) {
      requests += "GET /fast?" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
      if (i % 100 != 99) continue;
      client.send(requests);
      requests.clear();
    }
    client.end_output();
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  const std::string answers = client.receive_to_end();
  sender.join();
  std::size_t place = 0;
  for (int i = 0; i < kRequests; ++i) {
    place = answers.find("fast " + std::to_string(i) + (i + 1 < kRequests ? "HTTP" : ""), place);
    ASSERT_NE(place, std::string::npos) << i;
  }
}

TEST(Http1Connection, WhoEndsItsSideRightAfterAskingIsAnswered) {
  TestServer server;
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    clients.back()->send("GET /fast?1 HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n");
    clients.back()->end_output();
  }
  for (const auto& client : clients) {
    const std::string answers = client->receive_to_end();
    EXPECT_THAT(answers, HasSubstr("fast 1"));
    EXPECT_THAT(answers, EndsWith("fast 2"));
  }
}

TEST(Http1Connection, ContinueIsSaidWhenTheHandlerReadsTheBody) {
  TestServer server;
  Client client(server.port());
  client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("hello");
  EXPECT_THAT(client.receive_until("hello"), StartsWith("HTTP/1.1 200 OK\r\n"));
}

TEST(Http1Connection, AFinalAnswerInsteadOfContinueCloses) {
  TestServer server;
  Client client(server.port());
  client.send("PUT /reject HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
  const std::string answer = client.receive_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(answer, HasSubstr("connection: close\r\n"));
  EXPECT_TRUE(client.closed());
}

TEST(Http1Connection, AnEarlyAnswerIsReadByAClientThatGoesOnSending) {
  TestServer server;
  Client client(server.port());
  client.send("PUT /reject HTTP/1.1\r\nHost: h\r\nContent-Length: 20000000\r\n\r\n");
  const std::string block(1024 * 1024, 'x');
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(client.send(block)) << "the server must take what comes, not reset";
  EXPECT_THAT(client.receive_to_end(), EndsWith("too large"));
}

TEST(Http1Connection, LargeBodiesGoBothWays) {
  TestServer server;
  Client client(server.port());
  std::thread sender([&] {
    client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + std::to_string(kLargeSize) + "\r\n\r\n" +
                *server.handler.large);
  });
  std::string answer = client.receive_until("\r\n\r\n");
  while (body_of(answer).size() < kLargeSize) {
    const std::string piece = client.receive();
    ASSERT_FALSE(piece.empty());
    answer += piece;
  }
  sender.join();
  EXPECT_TRUE(body_of(answer) == *server.handler.large);
}

TEST(Http1Connection, FilesAndLargeBodiesArriveWhole) {
  TestServer server;
  for (const std::string path : {"/file", "/large", "/slow-large"}) {
    Client client(server.port());
    client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const std::string body = body_of(client.receive_to_end());
    EXPECT_TRUE(body == (path == "/file" ? server.content : *server.handler.large)) << path;
  }
}

TEST(Http1Connection, ABodyOfManyPartsArrivesWholeAndWhatFollowsIt) {
  TestServer server;
  for (const std::string path : {"/chain", "/slow-chain"}) {
    for (const int receive_buffer : {0, 8 * 1024}) {
      Client client(server.port(), receive_buffer);
      for (int i = 0; i < 3; ++i) client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
      client.send("HEAD " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
      client.send("GET /fast?end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      wait_a_moment(20);
      const std::string answers = client.receive_to_end();
      std::string_view rest = answers;
      const std::string length = "content-length: " + std::to_string(server.chain().size());
      for (int i = 0; i < 3; ++i) {
        const std::size_t body = rest.find("\r\n\r\n") + 4;
        EXPECT_THAT(std::string(rest.substr(0, body)), HasSubstr(length));
        rest.remove_prefix(body);
        ASSERT_TRUE(rest.starts_with(server.chain())) << path << " " << i;
        rest.remove_prefix(server.chain().size());
      }
      EXPECT_THAT(std::string(rest), HasSubstr(length));
      EXPECT_TRUE(rest.ends_with("fast end"));
    }
  }
}

TEST(Http1Connection, ManyLargeAnswersArePipelined) {
  TestServer server;
  Client client(server.port());
  for (int i = 0; i < 20; ++i) client.send("GET /file HTTP/1.1\r\nHost: h\r\n\r\n");
  client.send("GET /fast?end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  const std::string answer = client.receive_to_end();
  EXPECT_THAT(answer.substr(answer.size() - 8), EndsWith("fast end"));
  EXPECT_GT(answer.size(), 20 * server.content.size());
}

TEST(Http1Connection, ThousandsOfPipelinedRequestsAreAnsweredInOrder) {
  TestServer server;
  for (const std::string request :
       {"GET /fast?%d HTTP/1.1\r\nHost: h\r\n\r\n", "GET /slow-404?%d HTTP/1.1\r\nHost: h\r\n\r\n",
        "PUT /reject HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n%d"}) {
    Client client(server.port());
    std::string all;
    for (int i = 0; i < 3000; ++i) all += std::string(request).replace(request.find("%d"), 2, "7");
    std::thread sender([&] { client.send(all + "GET /fast?end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"); });
    const std::string answers = client.receive_to_end();
    sender.join();
    std::size_t count = 0;
    for (std::size_t at = answers.find("HTTP/1.1 "); at != std::string::npos; at = answers.find("HTTP/1.1 ", at + 1))
      ++count;
    EXPECT_EQ(count, 3001u);
    EXPECT_THAT(answers.substr(answers.size() - 8), EndsWith("fast end"));
  }
}

TEST(Http1Connection, AFileShorterThanAnnouncedBreaksOffInsteadOfPadding) {
  TestServer server;
  Client client(server.port());
  client.send("GET /short-file HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(body_of(client.receive_to_end()).size(), server.content.size());
  EXPECT_TRUE(client.closed());
  Client other(server.port());
  other.send("GET /short-chain HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_EQ(body_of(other.receive_to_end()), "head" + server.content) << "nor does what stands behind it come";
  EXPECT_TRUE(other.closed());
}

TEST(Http1Connection, ClientsThatHangUpBeforeTheirFileComesHarmNobody) {
  TestServer server;
  for (int i = 0; i < 20; ++i) {
    Client client(server.port());
    client.send("GET /slow-file HTTP/1.1\r\nHost: h\r\n\r\n");
    ASSERT_TRUE(eventually([&] { return server.handler.handled == i + 1; }));
  }
  EXPECT_TRUE(eventually([&] { return server.server->numbers().connections_open == 0; }));
  Client client(server.port());
  client.send("GET /fast?1 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(client.receive_until("fast 1"), EndsWith("fast 1"));
}

TEST(Http1Connection, ASlowReaderGetsEverything) {
  TestServer server;
  Client client(server.port(), 8 * 1024);
  client.send("GET /large HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  wait_a_moment(100);
  EXPECT_TRUE(body_of(client.receive_to_end()) == *server.handler.large);
}

TEST(Http1Connection, AReaderThatStopsIsClosed) {
  http::Limits limits;
  limits.write_timeout = milliseconds(200);
  TestServer server(limits);
  Client client(server.port(), 8 * 1024);
  // More than the kernel's buffers hold.
  for (int i = 0; i < 20; ++i) client.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return server.server->numbers().connections_open == 1; }));
  EXPECT_TRUE(eventually([&] { return server.server->numbers().connections_open == 0; }));
}

TEST(Http1Connection, ASlowHeadGets408AndAnIdleConnectionIsClosedWithoutAWord) {
  http::Limits limits;
  limits.header_timeout = milliseconds(200);
  limits.keep_alive_timeout = milliseconds(300);
  TestServer server(limits);
  Client slow(server.port());
  slow.send("GET /fast HTTP/1.1\r\nHost:");
  EXPECT_THAT(slow.receive_to_end(), StartsWith("HTTP/1.1 408 Request Timeout\r\n"));
  Client dripping(server.port());
  dripping.send("GET /fast HTTP/1.1\r\nX: ");
  for (int i = 0; i < 40 && dripping.send("a"); ++i) wait_a_moment(10);
  EXPECT_THAT(dripping.receive_to_end(), StartsWith("HTTP/1.1 408")) << "more bytes must not set the clock back";
  Client idle(server.port());
  EXPECT_EQ(idle.receive_to_end(), "");
  EXPECT_TRUE(idle.closed());
}

TEST(Http1Connection, WhoNeverSaysAnythingGoesSoonerThanWhoIdles) {
  http::Limits limits;
  limits.header_timeout = milliseconds(200);
  TestServer server(limits);
  Client idle(server.port());
  idle.send("GET /fast?1 HTTP/1.1\r\nHost: h\r\n\r\n");
  idle.receive_until("fast 1");
  Client silent(server.port());
  EXPECT_EQ(silent.receive_to_end(), "");
  EXPECT_TRUE(silent.closed());
  idle.send("GET /fast?2 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(idle.receive_until("fast 2"), EndsWith("fast 2"));
}

TEST(Http1Connection, ASlowBodyIsATimeoutForTheHandler) {
  http::Limits limits;
  limits.body_timeout = milliseconds(200);
  TestServer server(limits);
  Client client(server.port());
  client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
  const std::string answer = client.receive_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 408"));
  EXPECT_THAT(answer, HasSubstr("connection: close"));
}

http::Limits pace_limits() {
  http::Limits limits;
  limits.pace_window = milliseconds(300);
  limits.least_rate = 100'000;
  return limits;
}

TEST(Http1Connection, ABodyThatDripsIsATimeoutForTheHandler) {
  TestServer server(pace_limits());
  Client client(server.port());
  client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100\r\n\r\n");
  int sent = 0;
  while (sent < 99 && server.handler.bodies_failed == 0 && client.send("a")) {
    ++sent;
    wait_a_moment(20);
  }
  EXPECT_LT(sent, 99) << "every byte was progress, but there were too few";
  EXPECT_THAT(client.receive_to_end(), StartsWith("HTTP/1.1 408"));
}

TEST(Http1Connection, ABodyThatNobodyReadsMayNotDripEither) {
  http::Limits limits;
  limits.body_timeout = milliseconds(200);
  TestServer server(limits);
  Client client(server.port());
  client.send("PUT /reject HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\n");
  EXPECT_THAT(client.receive_until("too large"), StartsWith("HTTP/1.1 413"));
  int sent = 0;
  while (sent < 100 && client.send("a")) {
    ++sent;
    wait_a_moment(20);
  }
  EXPECT_LT(sent, 100);
}

TEST(Http1Connection, AReaderThatSipsIsClosed) {
  http::Limits limits = pace_limits();
  limits.least_rate = 100'000'000;
  TestServer server(limits);
  Client client(server.port(), 8 * 1024);
  client.send("GET /huge HTTP/1.1\r\nHost: h\r\n\r\n");
  std::size_t received = 0;
  for (int i = 0; i < 400 && !client.closed(); ++i) {
    received += client.receive().size();
    wait_a_moment(5);
  }
  EXPECT_LT(received, kHugeSize);
  EXPECT_EQ(server.server->numbers().connections_open, 0u);
}

TEST(Http1Connection, ATornBodyIsAnErrorForTheHandler) {
  TestServer server;
  {
    Client client(server.port());
    client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
    ASSERT_TRUE(eventually([&] { return server.handler.handled == 1; }));
  }
  EXPECT_TRUE(eventually([&] { return server.handler.bodies_failed == 1; }));
}

TEST(Http1Connection, AConnectionOverTheLimitIsTold503) {
  http::Limits limits;
  limits.max_connections = 2;
  TestServer server(limits);
  Client first(server.port());
  Client second(server.port());
  ASSERT_TRUE(eventually([&] { return server.server->numbers().connections_open == 2; }));
  Client third(server.port());
  third.send("GET /fast HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string answer = third.receive_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 Service Unavailable\r\n"));
  EXPECT_THAT(answer, HasSubstr("retry-after: 1\r\n"));
  EXPECT_THAT(answer, HasSubstr("connection: close\r\n"));
  EXPECT_TRUE(names_its_request(answer)) << answer;
  EXPECT_EQ(server.server->numbers().connections_refused, 1u);
  EXPECT_EQ(server.server->numbers().requests_overloaded, 1u);
  first.send("GET /fast?1 HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(first.receive_until("fast 1"), EndsWith("fast 1"));
}

TEST(Http1Connection, FarMoreConnectionsThanAllowedWaitAndAreServedLater) {
  http::Limits limits;
  limits.max_connections = 2;
  TestServer server(limits);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 40; ++i) clients.push_back(std::make_unique<Client>(server.port()));
  ASSERT_TRUE(eventually([&] { return server.server->numbers().connections_open >= 18; }));
  Client late(server.port());
  clients.clear();
  late.send("GET /fast?late HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(late.receive_until("fast late"), EndsWith("fast late"));
}

TEST(Http1Connection, WhoWaitsForRoomWhenTheDrainBeginsIsTold503) {
  http::Limits limits;
  limits.max_connections = 2;
  TestServer server(limits);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 18; ++i) clients.push_back(std::make_unique<Client>(server.port()));
  ASSERT_TRUE(eventually([&] { return server.server->numbers().connections_open == 18; }));
  Client late(server.port());
  late.send("GET /fast HTTP/1.1\r\nHost: h\r\n\r\n");
  std::thread stopper([&] { server.server->stop(); });
  EXPECT_THAT(late.receive_to_end(), StartsWith("HTTP/1.1 503"));
  clients.clear();
  stopper.join();
}

TEST(Http1Connection, TooManyWaitingRequestsGet503) {
  http::Limits limits;
  limits.max_waiting_requests = 1;
  TestServer server(limits);
  Client waiting(server.port());
  waiting.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 1; }));
  Client other(server.port());
  other.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string busy = other.receive_until("\"}");
  EXPECT_THAT(busy, HasSubstr("retry-after: 1\r\n"));
  EXPECT_TRUE(names_its_request(busy)) << busy;
  EXPECT_EQ(server.server->numbers().requests_overloaded, 1u);
  other.send("GET /fast?ready HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(other.receive_until("ready"), EndsWith("fast ready"));
  server.handler.released = true;
  EXPECT_THAT(waiting.receive_until("waited"), EndsWith("waited"));
}

TEST(Http1Connection, ARequestThatIsRefusedByTheCodecIsNamedInTheAnswer) {
  TestServer server;
  for (const std::string_view input :
       {"GET /fa st HTTP/1.1\r\nHost: h\r\n\r\n", "GET /throw HTTP/1.1\r\nHost: h\r\n\r\n"}) {
    Client client(server.port());
    client.send(input);
    const std::string answer = client.receive_to_end();
    EXPECT_TRUE(names_its_request(answer)) << answer;
  }
  EXPECT_EQ(server.server->numbers().protocol_errors, 1u);
}

TEST(Http1Connection, DrainFinishesWhatRunsAndClosesWhatIdles) {
  TestServer server;
  Client idle(server.port());
  idle.send("GET /fast?1 HTTP/1.1\r\nHost: h\r\n\r\n");
  idle.receive_until("fast 1");
  Client waiting(server.port());
  waiting.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 1; }));
  std::thread stopper([&] { server.server->stop(); });
  EXPECT_EQ(idle.receive_to_end(), "");
  EXPECT_TRUE(idle.closed());
  EXPECT_TRUE(server.server->draining());
  EXPECT_FALSE(Client(server.port()).connected()) << "a draining server must refuse, not accept and drop";
  server.handler.released = true;
  const std::string answer = waiting.receive_to_end();
  EXPECT_THAT(answer, EndsWith("waited"));
  EXPECT_THAT(answer, HasSubstr("connection: close\r\n"));
  stopper.join();
}

TEST(Http1Connection, DrainEndsSoonAfterTheLastByteOfADownload) {
  TestServer server;
  Client silent(server.port());
  Client reader(server.port(), 8 * 1024);
  reader.send("GET /huge HTTP/1.1\r\nHost: h\r\n\r\n");
  EXPECT_THAT(reader.receive_until("\r\n\r\n"), testing::Not(HasSubstr("connection: close")));
  ASSERT_TRUE(eventually([&] { return server.server->numbers().connections_open == 2; }));
  std::thread stopper([&] { server.server->stop(); });
  ASSERT_TRUE(eventually([&] { return server.server->draining(); }));
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_GT(reader.receive_to_end().size(), kHugeSize - 100'000);
  EXPECT_TRUE(reader.closed());
  EXPECT_EQ(silent.receive_to_end(), "");
  EXPECT_TRUE(silent.closed());
  stopper.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4)) << "the keep-alive timeout is 75 s";
}

TEST(Http1Connection, TheDrainDeadlineEndsWhatHangs) {
  http::Limits limits;
  limits.drain_deadline = milliseconds(200);
  TestServer server(limits);
  Client client(server.port());
  client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhel");
  ASSERT_TRUE(eventually([&] { return server.handler.handled == 1; }));
  server.server->stop();
  EXPECT_EQ(server.server->numbers().connections_open, 0u);
  EXPECT_EQ(server.server->numbers().requests_waiting, 0u);
}

TEST(Http1Connection, SeveralLoopsServeManyClients) {
  TestServer server({}, 2);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 20; ++round) {
        Client client(server.port());
        client.send("GET /slow-show HTTP/1.1\r\nHost: h\r\n\r\nGET /fast?1 HTTP/1.1\r\nHost: h\r\n\r\n");
        if (client.receive_until("fast 1").ends_with("fast 1")) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 80);
}

}  // namespace
}  // namespace entrepot::protocol_test
