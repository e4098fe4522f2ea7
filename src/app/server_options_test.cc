#include "app/server_options.h"

#include <gtest/gtest.h>

namespace entrepot::app {
namespace {

Options defaults() {
  return load_options({}, {}).value();
}

TEST(PublicUrlDoubt, IsTheirsWhoseLinksOthersCannotFollow) {
  const http::Listener here{"127.0.0.1", 8088, false};
  const http::Listener anywhere{"0.0.0.0", 8088, false};
  const http::Listener anywhere6{"::", 8088, false};
  const http::Listener tls{"127.0.0.1", 8443, true};
  Options options = defaults();
  EXPECT_EQ(public_url_doubt(options, {here}), "");
  EXPECT_EQ(public_url_doubt(options, {tls}), "");
  for (const auto& listeners : {std::vector{anywhere}, std::vector{here, anywhere6}, std::vector{here, tls}}) {
    EXPECT_NE(public_url_doubt(options, listeners).find("public-url"), std::string_view::npos);
  }
  options.public_url = "https://crates.example.org";
  EXPECT_EQ(public_url_doubt(options, {anywhere, tls}), "");
}

TEST(TrustedProxies, AreBlocksOfAddressesOrASentence) {
  Options options = defaults();
  EXPECT_TRUE(to_server_options(options)->trusted_proxies.empty());
  options.trusted_proxies = "127.0.0.1,10.0.0.0/8,fd00::/8";
  const auto server = to_server_options(options);
  ASSERT_TRUE(server.has_value()) << server.error().message;
  ASSERT_EQ(server->trusted_proxies.size(), 3u);
  EXPECT_TRUE(server->trusted_proxies[1].contains("10.1.2.3"));
  for (const std::string_view wrong : {"localhost", "10.0.0.0/33", "127.0.0.1,,::1", "10.0.0.0-10.0.0.9"}) {
    options.trusted_proxies = wrong;
    const auto refused = to_server_options(options);
    ASSERT_FALSE(refused.has_value()) << wrong;
    EXPECT_NE(refused.error().message.find("trusted-proxies"), std::string::npos) << refused.error().message;
  }
}

}  // namespace
}  // namespace entrepot::app
