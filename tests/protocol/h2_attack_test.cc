// HTTP/2 clients that mean no good, and the end of connections.
#include <gmock/gmock.h>

#include "protocol/h2_client.h"

namespace entrepot::protocol_test {
namespace {

using std::chrono::milliseconds;

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

std::string frame(std::uint8_t type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  std::string bytes;
  for (const int shift : {16, 8, 0}) bytes.push_back(static_cast<char>(payload.size() >> shift));
  bytes.push_back(static_cast<char>(type));
  bytes.push_back(static_cast<char>(flags));
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<char>(stream >> shift));
  return bytes.append(payload);
}

const std::string kSettings = frame(NGHTTP2_SETTINGS, 0, 0, "");
/// GET / on https for nobody, from HPACK's static table.
constexpr std::string_view kGet = "\x82\x87\x84";

/// Sends until the server has had enough, and returns what it said.
std::string attack(TestServer& server, const std::string& wave, int waves) {
  Client client(server.port());
  client.send(std::string(kPreface) + kSettings);
  std::thread reader;
  std::string said;
  reader = std::thread([&] { said = client.receive_to_end(); });
  for (int i = 0; i < waves && client.send(wave); ++i) {
  }
  client.end_output();
  reader.join();
  return said;
}

/// The error code of the last GOAWAY in a stream of frames; -1 without one.
int goaway_in(std::string_view frames) {
  int code = -1;
  while (frames.size() >= 9) {
    const auto byte = [&](std::size_t at) { return static_cast<std::uint8_t>(frames[at]); };
    const std::size_t size = static_cast<std::size_t>(byte(0) << 16 | byte(1) << 8 | byte(2)) + 9;
    if (frames.size() < size) break;
    if (byte(3) == NGHTTP2_GOAWAY) code = byte(9 + 7);
    frames.remove_prefix(size);
  }
  return code;
}

TEST(H2Attack, RapidResetIsCalmedDown) {
  http::Limits limits;
  limits.max_concurrent_streams = 10;
  TestServer server(limits);
  CleartextH2 client(server);
  client.h2.get("/fast");
  int rounds = 0;
  while (client.h2.goaways.empty() && rounds < 100) {
    ++rounds;
    for (int i = 0; i < 8; ++i) {
      const std::int32_t id = client.h2.request("GET", "/wait");
      client.h2.flush();
      nghttp2_submit_rst_stream(client.h2.session, 0, id, NGHTTP2_CANCEL);
    }
    const std::int32_t probe = client.h2.request("GET", "/fast");
    if (!client.h2.run_until([&] { return client.h2.answers[probe].closed || !client.h2.goaways.empty(); })) break;
  }
  EXPECT_THAT(client.h2.goaways, testing::Contains(NGHTTP2_ENHANCE_YOUR_CALM));
  EXPECT_LT(rounds, 20);
  EXPECT_LE(server.handler.handled, 20) << "reset requests must not pile up in handlers";
}

TEST(H2Attack, FloodsOfControlFramesEndInGoaway) {
  std::string settings;
  std::string pings;
  std::string priorities;
  std::string empties = frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, kGet);
  for (int i = 0; i < 1000; ++i) {
    settings += kSettings;
    pings += frame(NGHTTP2_PING, 0, 0, "12345678");
    priorities += frame(NGHTTP2_PRIORITY, 0, 3, std::string_view("\0\0\0\0\1", 5));
    empties += frame(NGHTTP2_DATA, 0, 1, "");
  }
  TestServer server;
  EXPECT_THAT(goaway_in(attack(server, settings, 40)),
              testing::AnyOf(NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_PROTOCOL_ERROR));
  EXPECT_THAT(goaway_in(attack(server, pings, 40)), testing::AnyOf(NGHTTP2_ENHANCE_YOUR_CALM, NGHTTP2_PROTOCOL_ERROR));
  EXPECT_EQ(goaway_in(attack(server, priorities, 40)), NGHTTP2_ENHANCE_YOUR_CALM);
  EXPECT_GE(server.server->numbers().protocol_errors, 3u);
  CleartextH2 honest(server);
  EXPECT_EQ(honest.h2.get("/fast").status, 200);
}

TEST(H2Attack, FloodsOfIgnoredFramesEndInGoaway) {
  std::string updates;
  std::string unknown;
  for (int i = 0; i < 1000; ++i) {
    updates += frame(NGHTTP2_WINDOW_UPDATE, 0, 0, std::string_view("\0\0\0\1", 4));
    unknown += frame(0x42, 0, 0, "?");
  }
  TestServer server;
  EXPECT_EQ(goaway_in(attack(server, updates, 40)), NGHTTP2_ENHANCE_YOUR_CALM);
  EXPECT_EQ(goaway_in(attack(server, unknown, 40)), NGHTTP2_ENHANCE_YOUR_CALM);
}

TEST(H2Attack, ResetsThatTheServerIsMadeToSendAreCountedToo) {
  const std::string too_much("\x7f\xff\xff\xff");  // a window cannot be that wide: an error of its stream alone
  TestServer server;
  Client client(server.port());
  client.send(std::string(kPreface) + kSettings);
  std::string said;
  std::thread reader([&] { said = client.receive_to_end(); });
  int sent = 0;
  for (std::uint32_t id = 1; sent < 6000; ++sent, id += 2) {
    // In small pieces: many of them in one are a flood that nghttp2 notices by itself.
    if (sent % 50 == 0) wait_a_moment(2);
    if (!client.send(frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, id, std::string(kGet) + "\x01\x01h") +
                     frame(NGHTTP2_WINDOW_UPDATE, 0, id, too_much)))
      break;
  }
  client.end_output();
  reader.join();
  EXPECT_EQ(goaway_in(said), NGHTTP2_ENHANCE_YOUR_CALM);
  EXPECT_GT(server.handler.handled, 0);
  EXPECT_LT(server.handler.handled, 2000);
}

TEST(H2Attack, AnEndlessHeaderBlockIsCutOff) {
  TestServer server;
  const std::string start = frame(NGHTTP2_HEADERS, 0, 1, kGet);
  // Literal fields without indexing, never ending.
  std::string field = std::string("\0\3x-a\x7f\x81\x01", 9);
  field = std::string("\0", 1) + "\x03" + "x-a" + "\x7f" + std::string("\x81\x01", 2) + std::string(256, 'a');
  std::string fields;
  for (int i = 0; i < 50; ++i) fields += field;
  const std::string more = frame(NGHTTP2_CONTINUATION, 0, 1, fields);
  Client client(server.port());
  client.send(std::string(kPreface) + kSettings + start);
  int sent = 0;
  while (sent < 2000 && client.send(more)) ++sent;
  EXPECT_TRUE(eventually([&] { return server.server->numbers().protocol_errors > 0; }));
  client.end_output();
  EXPECT_GE(goaway_in(client.receive_to_end()), 1);
  EXPECT_EQ(server.handler.handled, 0);
}

TEST(H2Attack, AHeaderBlockThatNeverEndsTimesOut) {
  http::Limits limits;
  limits.header_timeout = milliseconds(200);
  TestServer server(limits);
  Client client(server.port());
  client.send(std::string(kPreface) + kSettings + frame(NGHTTP2_HEADERS, 0, 1, kGet));
  EXPECT_EQ(goaway_in(client.receive_to_end()), NGHTTP2_ENHANCE_YOUR_CALM);
}

TEST(H2Attack, ARefusedHeaderBlockDoesNotEndItsConnection) {
  http::Limits limits;
  limits.header_timeout = milliseconds(200);
  TestServer server(limits);
  CleartextH2 client(server);
  const std::int32_t download = client.h2.request("GET", "/wait");
  nghttp2_nv pathless[] = {{reinterpret_cast<std::uint8_t*>(const_cast<char*>(":method")),
                            reinterpret_cast<std::uint8_t*>(const_cast<char*>("GET")), 7, 3, NGHTTP2_NV_FLAG_NONE}};
  const std::int32_t refused = nghttp2_submit_request(client.h2.session, nullptr, pathless, 1, nullptr, nullptr);
  ASSERT_TRUE(client.h2.run_until([&] { return client.h2.answers[refused].closed; }));
  EXPECT_EQ(client.h2.answers[refused].error, std::uint32_t{NGHTTP2_PROTOCOL_ERROR});
  wait_a_moment(600);
  server.handler.released = true;
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[download].closed; }));
  EXPECT_EQ(client.h2.answers[download].body, "waited");
  EXPECT_TRUE(client.h2.goaways.empty());
}

TEST(H2Attack, ABodyThatDripsIsATimeoutForTheHandler) {
  http::Limits limits;
  limits.pace_window = milliseconds(300);
  limits.least_rate = 100'000;
  TestServer server(limits);
  Client client(server.port());
  client.send(std::string(kPreface) + kSettings +
              frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, 1, "\x83\x87\x04\x05/echo\x01\x01h"));
  int sent = 0;
  while (sent < 100 && server.handler.bodies_failed == 0 && client.send(frame(NGHTTP2_DATA, 0, 1, "a"))) {
    ++sent;
    wait_a_moment(20);
  }
  EXPECT_LT(sent, 100);
  EXPECT_EQ(server.handler.bodies_failed, 1);
}

TEST(H2Attack, AReaderWhoseWindowDripsIsToldGoodbye) {
  http::Limits limits;
  limits.write_timeout = milliseconds(800);  // looked at every 100 ms
  limits.pace_window = milliseconds(300);
  limits.least_rate = 1'000'000;
  TestServer server(limits);
  CleartextH2 client(server, H2Client::Begin::prior_knowledge, H2Client::Window::manual);
  const std::int32_t id = client.h2.request("GET", "/large");
  ASSERT_TRUE(client.h2.run_until([&] { return client.h2.answers[id].body.size() >= 65'535; }));
  for (int i = 0; i < 100 && client.h2.goaways.empty(); ++i) {
    for (const std::int32_t window : {0, id}) nghttp2_submit_window_update(client.h2.session, 0, window, 1);
    client.h2.flush();
    wait_a_moment(20);
    client.h2.feed(client.socket.receive());
  }
  EXPECT_THAT(client.h2.goaways, testing::Contains(NGHTTP2_ENHANCE_YOUR_CALM));
}

TEST(H2Attack, AnIdleConnectionIsToldGoodbye) {
  http::Limits limits;
  limits.keep_alive_timeout = milliseconds(200);
  TestServer server(limits);
  CleartextH2 client(server);
  EXPECT_EQ(client.h2.get("/fast").status, 200);
  client.h2.run_until([&] { return !client.h2.goaways.empty(); });
  EXPECT_THAT(client.h2.goaways, testing::ElementsAre(NGHTTP2_NO_ERROR));
}

TEST(H2Attack, APrefaceThatStopsIsClosed) {
  http::Limits limits;
  limits.header_timeout = milliseconds(200);
  TestServer server(limits);
  Client client(server.port());
  client.send(kPreface.substr(0, 12));
  EXPECT_EQ(client.receive_to_end(), "");
  EXPECT_TRUE(client.closed());
}

TEST(H2Drain, AReaderThatStallsIsNotCutOff) {
  http::Limits limits;
  limits.header_timeout = milliseconds(400);  // a tick of 50 ms
  TestServer server(limits);
  Client socket(server.port(), 8 * 1024);
  H2Client client([&](std::string_view bytes) { return socket.send(bytes); }, [&] { return socket.receive(); });
  const nghttp2_settings_entry wide{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, NGHTTP2_MAX_WINDOW_SIZE};
  nghttp2_submit_settings(client.session, 0, &wide, 1);
  nghttp2_session_set_local_window_size(client.session, 0, 0, NGHTTP2_MAX_WINDOW_SIZE);
  // Different sizes, so that some write ends in the middle.
  const std::int32_t first = client.request("GET", "/large");
  const std::int32_t second = client.request("GET", "/huge");
  ASSERT_TRUE(client.run_until([&] { return client.answers[second].body.size() > 1; }));
  std::thread stopper([&] { server.server->stop(); });
  wait_a_moment(700);
  client.run_until([&] { return client.answers[first].closed && client.answers[second].closed; });
  EXPECT_EQ(client.answers[first].body.size(), kLargeSize);
  EXPECT_EQ(client.answers[second].body.size(), kHugeSize);
  socket.receive_to_end();
  EXPECT_TRUE(socket.closed());
  socket.end_output();
  stopper.join();
}

TEST(H2Drain, RunningStreamsEndAndNewOnesAreToldToGoElsewhere) {
  TestServer server;
  CleartextH2 client(server);
  const std::int32_t waiting = client.h2.request("GET", "/wait");
  client.h2.flush();
  ASSERT_TRUE(eventually([&] { return server.server->numbers().requests_waiting == 1; }));
  std::thread stopper([&] { server.server->stop(); });
  // First the notice with the highest stream number, then the GOAWAY that counts.
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.goaways.size() == 2; }));
  server.handler.released = true;
  EXPECT_TRUE(client.h2.run_until([&] { return client.h2.answers[waiting].closed; }));
  EXPECT_EQ(client.h2.answers[waiting].body, "waited");
  client.socket.receive_to_end();
  EXPECT_TRUE(client.socket.closed());
  client.socket.end_output();
  stopper.join();
}

}  // namespace
}  // namespace entrepot::protocol_test
