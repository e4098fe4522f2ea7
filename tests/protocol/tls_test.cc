// TLS: ALPN, versions, certificates that change while the server runs.
#include <gmock/gmock.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <chrono>
#include <thread>

#include "protocol/h2_client.h"

namespace entrepot::protocol_test {
namespace {

using testing::EndsWith;
using testing::StartsWith;

template <typename T, void (*Free)(T*)>
using Owned = std::unique_ptr<T, decltype([](T* object) { Free(object); })>;

/// Writes a self-signed certificate for `name` and its key.
void write_certificate(const std::filesystem::path& certificate_file, const std::filesystem::path& key_file,
                       const std::string& name) {
  const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_EC_gen("P-256"));
  const Owned<X509, X509_free> certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1,
                             0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const Owned<BIO, BIO_free_all> certificate_out(BIO_new_file(certificate_file.c_str(), "w"));
  PEM_write_bio_X509(certificate_out.get(), certificate.get());
  const Owned<BIO, BIO_free_all> key_out(BIO_new_file(key_file.c_str(), "w"));
  PEM_write_bio_PrivateKey(key_out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
}

/// A TLS server and its changeable certificate.
struct SecureServer {
  explicit SecureServer(http::Limits limits = {}) {
    write_certificate(certificate(), key(), "first");
    server = std::make_unique<TestServer>(limits, 1, certificate().string(), key().string());
  }
  std::filesystem::path certificate() const { return folder / "certificate.pem"; }
  std::filesystem::path key() const { return folder / "key.pem"; }

  TemporaryFolder folder;
  std::unique_ptr<TestServer> server;
};

class TlsClient {
 public:
  TlsClient(TestServer& server, std::string_view protocols, int newest = TLS1_3_VERSION, int receive_buffer = 0)
      : socket_(server.port(), receive_buffer), context_(SSL_CTX_new(TLS_client_method())) {
    SSL_CTX_set_max_proto_version(context_.get(), newest);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_alpn_protos(ssl_.get(), reinterpret_cast<const unsigned char*>(protocols.data()),
                        static_cast<unsigned int>(protocols.size()));
    SSL_set_fd(ssl_.get(), socket_.socket());
    connected_ = SSL_connect(ssl_.get()) == 1;
    ERR_clear_error();
  }

  bool connected() const { return connected_; }
  std::string protocol() const {
    const unsigned char* name = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(ssl_.get(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
  }
  std::string version() const { return SSL_get_version(ssl_.get()); }
  std::string subject() const {
    const Owned<X509, X509_free> certificate(SSL_get1_peer_certificate(ssl_.get()));
    char name[64] = {};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name, sizeof name);
    return name;
  }
  bool send(std::string_view bytes) { return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) > 0; }
  std::string receive() {
    std::string buffer(64 * 1024, '\0');
    const int count = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
    buffer.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    ERR_clear_error();
    return buffer;
  }
  std::string receive_to_end() {
    std::string all;
    while (true) {
      const std::string piece = receive();
      if (piece.empty()) return all;
      all += piece;
    }
  }

 private:
  Client socket_;
  Owned<SSL_CTX, SSL_CTX_free> context_;
  Owned<SSL, SSL_free> ssl_;
  bool connected_ = false;
};

constexpr std::string_view kBoth{"\x02h2\x08http/1.1", 12};
constexpr std::string_view kHttp1{"\x08http/1.1", 9};

TEST(Tls, AlpnChoosesTheProtocol) {
  SecureServer secure;
  TlsClient both(*secure.server, kBoth);
  EXPECT_EQ(both.protocol(), "h2");
  H2Client h2([&](std::string_view bytes) { return both.send(bytes); }, [&] { return both.receive(); });
  EXPECT_EQ(h2.get("/fast?q").body, "fast q");
  EXPECT_TRUE(h2.get("/large").body == *secure.server->handler.large);
  EXPECT_TRUE(h2.get("/file").body == secure.server->content);
  EXPECT_TRUE(h2.get("/chain").body == secure.server->chain());

  for (const std::string_view protocols : {kHttp1, std::string_view{}}) {
    TlsClient one(*secure.server, protocols);
    EXPECT_EQ(one.protocol(), protocols.empty() ? "" : "http/1.1");
    one.send("GET /fast?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    EXPECT_THAT(one.receive_to_end(), EndsWith("fast q"));
  }
}

TEST(Tls, BodiesAndFilesArriveWholeOverHttp1) {
  SecureServer secure;
  const std::map<std::string, std::string> bodies{
      {"/large", *secure.server->handler.large}, {"/file", secure.server->content}, {"/chain", secure.server->chain()}};
  for (const auto& [path, body] : bodies) {
    TlsClient client(*secure.server, kHttp1);
    client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    const std::string answer = client.receive_to_end();
    EXPECT_TRUE(answer.substr(answer.find("\r\n\r\n") + 4) == body) << path;
  }
  TlsClient client(*secure.server, kHttp1);
  client.send("PUT /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n");
  client.send(std::string(100'000, 'u'));
  EXPECT_THAT(client.receive_to_end(), EndsWith("\r\n\r\n" + std::string(100'000, 'u')));
}

/// So little fits that the server has to keep sealed records.
constexpr int kSmallBuffer = 8 * 1024;

TEST(Tls, AReaderThatPausesGetsEverythingInOrderOverHttp1) {
  SecureServer secure;
  const std::map<std::string, std::string> bodies{
      {"/large", *secure.server->handler.large}, {"/file", secure.server->content}, {"/chain", secure.server->chain()}};
  for (const auto& [path, body] : bodies) {
    const std::size_t times = 8 * 1024 * 1024 / body.size();
    TlsClient client(*secure.server, kHttp1, TLS1_3_VERSION, kSmallBuffer);
    std::string requests;
    for (std::size_t i = 0; i < times; ++i) requests += "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n";
    client.send(requests + "GET /fast?end HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::string_view rest;
    const std::string answers = client.receive_to_end();
    rest = answers;
    for (std::size_t i = 0; i < times; ++i) {
      rest.remove_prefix(rest.find("\r\n\r\n") + 4);
      ASSERT_TRUE(rest.starts_with(body)) << path << " " << i;
      rest.remove_prefix(body.size());
    }
    EXPECT_TRUE(rest.ends_with("fast end"));
  }
}

TEST(Tls, AReaderThatPausesGetsEverythingOverHttp2) {
  SecureServer secure;
  TlsClient client(*secure.server, kBoth, TLS1_3_VERSION, kSmallBuffer);
  bool has_paused = false;
  const auto receive = [&] {
    if (!std::exchange(has_paused, true)) std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return client.receive();
  };
  H2Client h2([&](std::string_view bytes) { return client.send(bytes); }, receive);
  for (int i = 0; i < 3; ++i) {
    has_paused = false;
    EXPECT_TRUE(h2.get("/large").body == *secure.server->handler.large);
    EXPECT_TRUE(h2.get("/file").body == secure.server->content);
    has_paused = false;
    EXPECT_TRUE(h2.get("/chain").body == secure.server->chain());
  }
}

TEST(Tls, OldVersionsAndUnknownProtocolsAreRefused) {
  SecureServer secure;
  EXPECT_EQ(TlsClient(*secure.server, kBoth, TLS1_2_VERSION).version(), "TLSv1.2");
  EXPECT_FALSE(TlsClient(*secure.server, kBoth, TLS1_1_VERSION).connected());
  EXPECT_FALSE(TlsClient(*secure.server, std::string_view("\x03xyz", 4)).connected());
  EXPECT_TRUE(TlsClient(*secure.server, kBoth).connected());
}

TEST(Tls, CertificatesAreReplacedWhileConnectionsGoOn) {
  SecureServer secure;
  TlsClient before(*secure.server, kHttp1);
  EXPECT_EQ(before.subject(), "first");
  write_certificate(secure.certificate(), secure.key(), "second");
  ASSERT_TRUE(secure.server->server->reload_certificates().has_value());
  EXPECT_EQ(TlsClient(*secure.server, kHttp1).subject(), "second");
  before.send("GET /fast?q HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(before.receive_to_end(), EndsWith("fast q"));

  std::ofstream(secure.certificate()) << "not a certificate";
  EXPECT_FALSE(secure.server->server->reload_certificates().has_value());
  EXPECT_EQ(TlsClient(*secure.server, kHttp1).subject(), "second") << "a bad file must not take the good one's place";
}

TEST(Tls, AHandshakeThatStopsTimesOut) {
  http::Limits limits;
  limits.header_timeout = std::chrono::milliseconds(200);
  SecureServer secure(limits);
  Client client(secure.server->port());
  client.send("\x16\x03\x01");
  EXPECT_EQ(client.receive_to_end(), "");
  EXPECT_TRUE(client.closed());
}

TEST(Tls, AServerWithoutAUsableCertificateDoesNotStart) {
  TestHandler handler;
  net::EventLoops loops(1);
  http::ServerOptions options;
  options.listeners = {{"127.0.0.1", 0, true}};
  options.certificate_file = "/nonexistent/certificate.pem";
  options.key_file = "/nonexistent/key.pem";
  const auto server = http::Server::start(loops, options, handler);
  ASSERT_FALSE(server.has_value());
  EXPECT_THAT(server.error().message, testing::HasSubstr("/nonexistent/certificate.pem"));
}

}  // namespace
}  // namespace entrepot::protocol_test
