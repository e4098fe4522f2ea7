#include "app/options.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "app/address.h"
#include "app/options_file.h"
#include "base/file.h"

namespace entrepot::app {
namespace {

using namespace std::chrono_literals;
using Variables = std::map<std::string, std::string>;

class OptionsTest : public testing::Test {
 protected:
  OptionsTest() : folder_(std::filesystem::temp_directory_path() / ("entrepot-options-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~OptionsTest() override { std::filesystem::remove_all(folder_); }

  std::string file(std::string_view text) const {
    const std::filesystem::path path = folder_ / "entrepot.toml";
    std::ofstream(path) << text;
    return path.string();
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(OptionsTest, EveryDefaultIsAValueItsOwnRowAccepts) {
  std::set<std::string_view> keys;
  Options options;
  for (const OptionRow& row : option_table()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key << " stands twice in the table";
    EXPECT_FALSE(row.help.empty()) << row.key;
    EXPECT_TRUE(set_option(options, row, row.default_value, "default").has_value()) << row.key;
  }
  EXPECT_EQ(options.index_cache_bytes, 64u * 1024 * 1024);
  EXPECT_EQ(options.header_timeout, 15s);
  EXPECT_EQ(options.access_log, "changes");
}

TEST_F(OptionsTest, AFlagWinsOverAVariableAndAVariableOverTheFile) {
  const std::string path = file("open-files = 1\nmax-connections = 2\nmax-header-fields = 30\n");
  const Variables variables{
      {"ENTREPOT_CONFIG", path}, {"ENTREPOT_OPEN_FILES", "10"}, {"ENTREPOT_MAX_CONNECTIONS", "20"}};
  const auto options = load_options({{"open-files", "100"}}, variables);
  ASSERT_TRUE(options.has_value()) << options.error().message;
  EXPECT_EQ(options->open_files, 100u);
  EXPECT_EQ(options->max_connections, 20u);
  EXPECT_EQ(options->max_header_fields, 30u);
  EXPECT_EQ(options->max_waiting_requests, 4096u);
}

TEST_F(OptionsTest, AnUnknownKeyAnywhereIsAnErrorThatNamesTheNearest) {
  const auto in_file = load_options({{"config", file("\nindex-cache-byte = 5\n")}}, {});
  ASSERT_FALSE(in_file.has_value());
  EXPECT_NE(in_file.error().message.find("line 2"), std::string::npos) << in_file.error().message;
  EXPECT_NE(in_file.error().message.find("Did you mean `index-cache-bytes`?"), std::string::npos);

  const auto in_environment = load_options({}, {{"ENTREPOT_LISTN", "127.0.0.1:1"}});
  ASSERT_FALSE(in_environment.has_value());
  EXPECT_EQ(in_environment.error().message, "There is no option `ENTREPOT_LISTN`. Did you mean `ENTREPOT_LISTEN`?");

  const auto in_flags = load_options({{"datta", "x"}}, {});
  ASSERT_FALSE(in_flags.has_value());
  EXPECT_EQ(in_flags.error().message, "There is no option `datta` (--datta). Did you mean `data`?");
}

TEST_F(OptionsTest, TheClientsOwnVariablesAreNoOptions) {
  EXPECT_TRUE(load_options({}, {{"ENTREPOT_URL", "u"}, {"ENTREPOT_API_KEY", "k"}, {"HOME", "/"}}).has_value());
}

TEST_F(OptionsTest, WhatKubernetesMakesForAServiceIsNoOption) {
  const auto options = load_options({}, {{"ENTREPOT_SERVICE_HOST", "10.96.0.7"},
                                         {"ENTREPOT_SERVICE_PORT", "80"},
                                         {"ENTREPOT_SERVICE_PORT_HTTP", "80"},
                                         {"ENTREPOT_PORT", "tcp://10.96.0.7:80"},
                                         {"ENTREPOT_PORT_80_TCP", "tcp://10.96.0.7:80"},
                                         {"ENTREPOT_PORT_80_TCP_PROTO", "tcp"},
                                         {"ENTREPOT_PORT_80_TCP_PORT", "80"},
                                         {"ENTREPOT_PORT_80_TCP_ADDR", "10.96.0.7"},
                                         {"ENTREPOT_CACHE_SERVICE_HOST", "10.96.0.8"},
                                         {"ENTREPOT_CACHE_PORT_53_UDP", "udp://10.96.0.8:53"}});
  EXPECT_TRUE(options.has_value()) << options.error().message;
  for (const std::string name : {"ENTREPOT_PORT", "ENTREPOT_LISTEN_PORT", "ENTREPOT_SERVICE", "ENTREPOT_PORT_NUMBER"}) {
    EXPECT_FALSE(load_options({}, {{name, "8088"}}).has_value()) << name;
  }
}

TEST_F(OptionsTest, ABadValueNamesKeySourceAndRange) {
  struct Case {
    std::string_view key, value, range;
  };
  for (const Case& c :
       {Case{"max-header-bytes", "12", "1 KiB to 1 MiB"}, Case{"max-header-bytes", "many", "1 KiB to 1 MiB"},
        Case{"header-timeout", "15", "100ms to 1h"}, Case{"header-timeout", "2h", "100ms to 1h"},
        Case{"log-level", "loud", "debug, info, warning or error"}, Case{"open-files", "-1", "1 to 1000000"},
        Case{"event-loops", "257", "0 to 256"}, Case{"access-log", "", "changes, all or none"}}) {
    const auto options = load_options({{std::string(c.key), std::string(c.value)}}, {});
    ASSERT_FALSE(options.has_value()) << c.key << "=" << c.value;
    for (const std::string& part : {"`" + std::string(c.key) + "`", "--" + std::string(c.key), std::string(c.range)}) {
      EXPECT_NE(options.error().message.find(part), std::string::npos) << part << " in: " << options.error().message;
    }
  }
}

TEST_F(OptionsTest, AFileThatIsMissingTornOrNamesAnotherIsAnError) {
  EXPECT_FALSE(load_options({{"config", "/nonexistent/entrepot.toml"}}, {}).has_value());
  EXPECT_FALSE(load_options({{"config", file("data = ")}}, {}).has_value());
  EXPECT_FALSE(load_options({{"config", file("config = \"other.toml\"")}}, {}).has_value());
  EXPECT_FALSE(load_options({{"config", file("[limits]\nopen-files = 3")}}, {}).has_value());
  EXPECT_FALSE(load_options({{"config", file("open-files = 3.5")}}, {}).has_value());
}

TEST(Address, ReadsAddressesOfBothFamilies) {
  EXPECT_EQ(parse_addresses("127.0.0.1:8088,[::1]:0", "listen").value(),
            (std::vector<Address>{{"127.0.0.1", 8088}, {"::1", 0}}));
  EXPECT_EQ(parse_addresses("localhost:80", "listen").value(), (std::vector<Address>{{"127.0.0.1", 80}}));
  EXPECT_TRUE(parse_addresses("none", "listen").value().empty());
  for (const std::string_view bad :
       {"8088", ":8088", "127.0.0.1", "127.0.0.1:65536", "::1:80", "example.org:80", "127.0.0.1:80,"}) {
    EXPECT_FALSE(parse_addresses(bad, "listen").has_value()) << bad;
  }
}

TEST(Address, APublicUrlIsAnOriginAndABasePath) {
  EXPECT_EQ(parse_public_url("HTTPS://Crates.Example.org/").value(), "https://crates.example.org");
  EXPECT_EQ(parse_public_url("http://[::1]:80/base/path").value(), "http://[::1]:80/base/path");
  for (const std::string_view bad : {"", "crates.example.org", "ftp://a", "http://", "https:///x", "http://a?b",
                                     "http://u@a", "http://a:port", "http://a b"}) {
    EXPECT_FALSE(parse_public_url(bad).has_value()) << bad;
  }
}

TEST(OptionsPage, IsCurrent) {
  const auto page = read_file("docs/options.md", 1024 * 1024);
  ASSERT_TRUE(page.has_value()) << "run this test in the project's folder";
  EXPECT_EQ(*page, options_markdown()) << "make it again: entrepot options --markdown > docs/options.md";
}

}  // namespace
}  // namespace entrepot::app
