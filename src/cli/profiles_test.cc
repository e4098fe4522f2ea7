#include "cli/profiles.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <thread>
#include <vector>

#include "base/file.h"
#include "cli/commands.h"
#include "cli/settings.h"

namespace entrepot::cli {
namespace {

/// A folder of its own as the place of settings, and none of the caller's variables.
class SettingsTest : public ::testing::Test {
 protected:
  SettingsTest() {
    std::string pattern = ::testing::TempDir() + "entrepot-cli-XXXXXX";
    folder_ = ::mkdtemp(pattern.data());
    ::setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
    for (const char* name : {"ENTREPOT_URL", "ENTREPOT_API_KEY", "ENTREPOT_API_KEY_FILE", "ENTREPOT_PROFILE"})
      ::unsetenv(name);
  }
  ~SettingsTest() override {
    std::filesystem::remove_all(folder_);
    for (const char* name : {"ENTREPOT_URL", "ENTREPOT_API_KEY", "ENTREPOT_PROFILE"}) ::unsetenv(name);
  }

  std::filesystem::path credentials() const { return config_folder() / "credentials.toml"; }
  void log_in(const std::string& profile, const std::string& url, const std::string& key) {
    const auto add = [&](Logins& logins) { logins[profile] = {.url = url, .user = "alice", .api_key = key}; };
    ASSERT_TRUE(change_logins(credentials(), add).has_value());
  }
  void configure(const std::string& text) {
    std::filesystem::create_directories(config_folder());
    ASSERT_TRUE(write_file_durably(config_folder() / "config.toml", text).has_value());
  }
  static mode_t mode(const std::filesystem::path& path) {
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 ? status.st_mode & 0777 : 0;
  }

  std::filesystem::path folder_;
};

TEST_F(SettingsTest, LoginsComeBackAsTheyWereStoredAndNobodyElseReadsThem) {
  const Logins logins{{"default", {"https://a.example", "alice", "ent_a", "k1"}},
                      {"odd.name", {"https://b.example/\"base\"", "bob\\", "ent_b\n\x7f", ""}}};
  ASSERT_TRUE(change_logins(credentials(), [&](Logins& all) { all = logins; }).has_value());
  EXPECT_EQ(mode(credentials()), 0600);
  EXPECT_EQ(mode(config_folder()), 0700);
  const auto loaded = load_logins(credentials());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  ASSERT_EQ(loaded->size(), 2);
  EXPECT_EQ(loaded->at("default").api_key, "ent_a");
  EXPECT_EQ(loaded->at("default").key_id, "k1");
  EXPECT_EQ(loaded->at("odd.name").user, "bob\\");
  EXPECT_EQ(loaded->at("odd.name").api_key, "ent_b\n\x7f");
}

TEST_F(SettingsTest, LoginsAtOnceAreAllKept) {
  constexpr int kMany = 16;
  {
    std::vector<std::jthread> threads;
    for (int n = 0; n < kMany; ++n)
      threads.emplace_back([&, n] { log_in(std::to_string(n), "https://a.example", "k"); });
  }
  const auto loaded = load_logins(credentials());
  ASSERT_TRUE(loaded.has_value()) << loaded.error().message;
  EXPECT_EQ(loaded->size(), kMany);
  EXPECT_EQ(mode(credentials().string() + ".lock"), 0600);
}

TEST_F(SettingsTest, KeysThatOthersCanReadAreRefusedWithTheCommandThatHelps) {
  log_in("default", "https://a.example", "ent_a");
  for (const mode_t mode : {0640, 0604, 0620, 0660}) {
    ::chmod(credentials().c_str(), mode);
    const auto loaded = load_logins(credentials());
    ASSERT_FALSE(loaded.has_value()) << mode;
    EXPECT_NE(loaded.error().message.find("chmod 600 " + credentials().string()), std::string::npos);
  }
}

TEST_F(SettingsTest, AFlagWinsOverAVariableAndAVariableOverTheProfile) {
  log_in("default", "https://stored.example", "ent_stored");
  Invocation invocation;
  EXPECT_EQ(find_settings(invocation)->url, "https://stored.example");
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_stored");
  ::setenv("ENTREPOT_URL", "https://variable.example/", 1);
  EXPECT_EQ(find_settings(invocation)->url, "https://variable.example");
  ::setenv("ENTREPOT_API_KEY", "ent_variable", 1);
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_variable");
  invocation.url = "https://flag.example";
  EXPECT_EQ(find_settings(invocation)->url, "https://flag.example");
  invocation.url.clear();
  log_in("work", "https://work.example", "ent_work");
  invocation.profile = "work";
  EXPECT_EQ(find_settings(invocation)->url, "https://work.example");
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_work");
}

TEST_F(SettingsTest, AStoredKeyIsNotSentToAnotherServer) {
  log_in("default", "https://stored.example", "ent_stored");
  Invocation invocation;
  invocation.url = "https://evil.example";
  const auto settings = find_settings(invocation);
  ASSERT_TRUE(settings.has_value());
  EXPECT_EQ(settings->api_key, "");
  EXPECT_NE(settings->hint.find("https://stored.example"), std::string::npos);
}

TEST_F(SettingsTest, AKeyOfAVariableIsNotSentToTheServerOfAnotherProfile) {
  configure("[profiles.other]\nurl = \"https://other.example\"\n");
  Invocation invocation;
  invocation.profile = "other";
  ::setenv("ENTREPOT_API_KEY", "ent_variable", 1);
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_variable");  // nobody says that it is for another
  ::setenv("ENTREPOT_URL", "https://other.example/", 1);
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_variable");

  ::setenv("ENTREPOT_URL", "https://variable.example", 1);
  auto settings = find_settings(invocation);
  EXPECT_EQ(settings->url, "https://other.example");
  EXPECT_EQ(settings->api_key, "");
  EXPECT_EQ(settings->hint, "The key of ENTREPOT_API_KEY is for https://variable.example and stays there.");
  ::setenv("ENTREPOT_URL", "https://user:ent_secret@other.example", 1);
  settings = find_settings(invocation);
  EXPECT_EQ(settings->api_key, "");
  EXPECT_EQ(settings->hint.find("ent_secret"), std::string::npos) << settings->hint;

  ::setenv("ENTREPOT_URL", "https://variable.example", 1);
  invocation.url = "https://variable.example/";
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_variable");
  log_in("other", "https://other.example", "ent_other");
  settings = find_settings(invocation);
  EXPECT_EQ(settings->api_key, "ent_variable");
  invocation.url.clear();
  EXPECT_EQ(find_settings(invocation)->api_key, "ent_other");
}

TEST_F(SettingsTest, ProfilesNameServersAndPlacesOfKeys) {
  const std::string elsewhere = (folder_ / "elsewhere.toml").string();
  configure("default-profile = \"work\"\n[profiles.work]\nurl = \"https://work.example/\"\ncredentials-file = \"" +
            elsewhere + "\"\n[profiles.home]\nurl = \"https://home.example\"\n");
  Invocation invocation;
  auto settings = find_settings(invocation);
  ASSERT_TRUE(settings.has_value()) << settings.error().message;
  EXPECT_EQ(settings->profile, "work");
  EXPECT_EQ(settings->url, "https://work.example");
  EXPECT_EQ(settings->credentials_file, elsewhere);
  ::setenv("ENTREPOT_PROFILE", "home", 1);
  EXPECT_EQ(find_settings(invocation)->url, "https://home.example");
  invocation.profile = "nowhere";
  settings = find_settings(invocation);
  ASSERT_FALSE(settings.has_value());
  EXPECT_NE(settings.error().message.find("entrepot login --profile nowhere"), std::string::npos);
}

TEST_F(SettingsTest, AWrongFileIsNamedWithoutItsSecrets) {
  for (const std::string text :
       {"api-key = \"ent_secret\"", "[profiles.a]\napi-kee = \"ent_secret\"", "[profiles.a]\napi-key = ent_secret",
        "profiles = \"ent_secret\"", "[profiles]\na = \"ent_secret\"", "[profiles.a]\nurl = 7"}) {
    configure(text);
    const auto settings = find_settings({});
    ASSERT_FALSE(settings.has_value()) << text;
    EXPECT_NE(settings.error().message.find("config.toml"), std::string::npos) << settings.error().message;
    EXPECT_EQ(settings.error().message.find("ent_secret"), std::string::npos) << settings.error().message;
  }
}

TEST(Url, IsHttpWithoutCredentials) {
  EXPECT_EQ(check_url("https://a.example/base//").value(), "https://a.example/base");
  for (const std::string bad : {"", "a.example", "ftp://a", "https://", "http://a b", "https://u:p@a.example",
                                "https://a.example?x=1", "https://a\"b"}) {
    EXPECT_FALSE(check_url(bad).has_value()) << bad;
  }
}

TEST(Url, IsExposedUnlessItIsHttpsOrCertainlyThisMachine) {
  for (const std::string safe : {"https://127.evil.example", "http://localhost", "http://LOCALHOST:80/a",
                                 "http://127.0.0.1:8088", "http://127.255.0.9/a:b", "http://[::1]", "http://[::1]:80/"})
    EXPECT_FALSE(is_exposed(safe)) << safe;
  for (const std::string exposed : {"http://127.evil.example", "http://localhost.evil.example", "http://localhosts",
                                    "http://127.0.0.1.evil.example", "http://[::1].evil.example/x", "http://[::12]",
                                    "http://[::1", "http://128.0.0.1", "http://10.127.0.0:127", "http://127",
                                    "http://evil.example/127.0.0.1", "http://evil.example:80/localhost"})
    EXPECT_TRUE(is_exposed(exposed)) << exposed;
}

}  // namespace
}  // namespace entrepot::cli
