#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

#include "support/golden.h"
#include "support/test_server.h"

namespace entrepot::testing {
namespace {

namespace json = boost::json;

/// An organisation with a public and a private repository.
class Setup : public ::testing::Test {
 protected:
  Setup() {
    server_.make_organisation(owner_, "acme");
    server_.make_repository(owner_, "acme/tools", "Private");
    server_.make_repository(owner_, "acme/open", "Public");
  }
  net::HttpAnswer ask(std::string_view repository, std::string_view query, const Caller& caller) const {
    return server_.get("/v1/repos/" + std::string(repository) + "/setup/?" + std::string(query), caller);
  }
  json::value page(std::string_view repository, std::string_view query, const Caller& caller) const {
    const net::HttpAnswer answer = ask(repository, query, caller);
    EXPECT_EQ(answer.status, 200) << query << ": " << answer.body;
    return json_of(answer);
  }
  json::value page(std::string_view query) const { return page("acme/tools", query, owner_); }

  static std::string chosen(const json::value& page) {
    const json::object& chosen = page.at("chosen").as_object();
    std::string text;
    for (const std::string_view key : {"protocol", "cargo", "credential", "store"}) {
      text.append(text.empty() ? "" : " ").append(chosen.at(key).as_string());
    }
    return text;
  }
  static std::string tasks(const json::value& page) {
    std::string text;
    for (const json::value& task : page.at("chosen").at("task").as_array()) {
      text.append(text.empty() ? "" : " ").append(task.as_string());
    }
    return text;
  }
  static const json::object& choice(const json::value& page, std::string_view of, std::string_view value) {
    for (const json::value& one : page.at("choices").at(of).as_array()) {
      if (one.at("value") == json::value(value)) return one.as_object();
    }
    ADD_FAILURE() << of << " has no " << value;
    return page.as_object();
  }
  /// Everything that is to be pasted.
  static std::string code(const json::value& page) {
    std::string text;
    for (const json::value& section : page.at("sections").as_array()) {
      for (const json::value& step : section.at("steps").as_array()) text += text_at(step, "code");
    }
    return text;
  }

  TestServer server_;
  TestUser owner_ = server_.make_user("owner");
};

TEST_F(Setup, LooksAsItIsDescribed) {
  server_.must_publish(owner_, "acme/tools", CrateBuilder("serde", "1.0.2"));
  expect_golden("v1_setup.json", without_chance(page("task=depend"), server_.url()));
}

TEST_F(Setup, ChoosesWhatFitsBestForARepository) {
  EXPECT_EQ(chosen(page("")), "sparse 1.74 api-key config");
  EXPECT_EQ(tasks(page("")), "depend install publish mirror upload");
  EXPECT_EQ(chosen(page("acme/open", "", owner_)), "sparse 1.74 none config");
  EXPECT_EQ(tasks(page("acme/open", "", owner_)), "depend install mirror");
  EXPECT_EQ(chosen(page("acme/open", "task=publish", owner_)), "sparse 1.74 api-key config");
  EXPECT_EQ(chosen(page("cargo=1.68")), "sparse-token 1.68 entitlement config");
  EXPECT_EQ(chosen(page("cargo=1.68&task=publish")), "sparse-token 1.68 api-key config");
  EXPECT_EQ(chosen(page("cargo=older")), "git older entitlement config");
  EXPECT_EQ(chosen(page("cargo=&store=docker")), "sparse 1.74 api-key docker");
}

TEST_F(Setup, TellsWhoMayNotPublish) {
  const TestUser reader = server_.make_user("reader");
  server_.add_member(owner_, "acme", reader, "Member");
  EXPECT_EQ(tasks(page("acme/tools", "", reader)), "depend install mirror");
  EXPECT_NE(text_at(choice(page("acme/tools", "", reader), "task", "publish"), "why_not").find("Write"),
            std::string::npos);
  EXPECT_EQ(ask("acme/tools", "task=publish", reader).status, 422);
  EXPECT_EQ(ask("acme/open", "task=publish&credential=api-key", kNobody).status, 200);
  const Caller read_key = server_.make_key(owner_, {{"scope", "read"}});
  EXPECT_EQ(ask("acme/tools", "task=publish", read_key).status, 422);
}

TEST_F(Setup, RefusesWhatDoesNotGoTogetherInASentence) {
  for (const std::string_view query :
       {"cargo=older&protocol=sparse", "credential=none", "cargo=1.68&protocol=sparse", "store=helper&credential=none",
        "protocol=sparse-token&credential=password", "store=github&credential=password",
        "task=publish&credential=entitlement", "task=upload&store=docker",
        "store=helper&credential=entitlement&protocol=sparse-token", "task=mirror&cargo=older&store=gitlab"}) {
    const net::HttpAnswer answer = ask("acme/tools", query, owner_);
    EXPECT_EQ(answer.status, 422) << query;
    EXPECT_TRUE(text_at(json_of(answer), "detail").ends_with(".")) << answer.body;
  }
  for (const std::string_view query :
       {"credential=entitlement", "protocol=sparse-token", "task=publish&credential=none"}) {
    EXPECT_EQ(ask("acme/open", query, owner_).status, 422) << query;
  }
}

TEST_F(Setup, RefusesWordsAndNamesThatItDoesNotKnow) {
  for (const std::string_view query :
       {"protocol=svn", "cargo=1.70", "credential=hope", "store=pocket", "task=depend,sing", "registry=2fast",
        "registry=a.b", "registry=crates-io", "registry=a%20b", "crate=%24%28id%29", "crate=a%27b", "version=1.0;ls",
        "user=a%27b", "version=newest", "user=a%0Ab", "registry=a%22%0Aid", "crate=a%0Ab"}) {
    const net::HttpAnswer answer = ask("acme/tools", query, owner_);
    EXPECT_EQ(answer.status, 422) << query << answer.body;
  }
}

TEST_F(Setup, OffersOnlySelectionsThatWork) {
  for (const std::string_view repository : {"acme/tools", "acme/open"}) {
    for (const std::string_view query : {"", "cargo=older", "credential=password&protocol=git", "store=jenkins"}) {
      const net::HttpAnswer first = ask(repository, query, owner_);
      if (first.status != 200) continue;
      const json::value shown = json_of(first);
      for (const auto& choices : shown.at("choices").as_object()) {
        for (const json::value& one : choices.value().as_array()) {
          EXPECT_EQ(one.at("is_fitting").as_bool(), one.at("why_not").is_null());
          if (one.at("selection").is_null()) {
            EXPECT_FALSE(one.at("is_fitting").as_bool());
            continue;
          }
          std::string next;
          for (const auto& part : one.at("selection").as_object()) {
            next.append(part.key()).append("=").append(part.value().as_string()).append("&");
          }
          if (choices.key() == "task") next.append("task=").append(text_at(one, "value"));
          EXPECT_EQ(ask(repository, next, owner_).status, 200) << next;
        }
      }
    }
  }
}

TEST_F(Setup, UsesTheNewestCrateUnlessAnotherIsNamed) {
  EXPECT_EQ(text_at(page("").at("chosen"), "crate"), "my-crate");
  server_.must_publish(owner_, "acme/tools", CrateBuilder("serde_json", "1.0.2"));
  server_.clock().advance(std::chrono::seconds(5));
  server_.must_publish(owner_, "acme/tools", CrateBuilder("anyhow", "2.0.0"));
  server_.must_publish(owner_, "acme/tools", CrateBuilder("anyhow", "1.5.0+build"));
  const json::value newest = page("").at("chosen");
  EXPECT_EQ(text_at(newest, "crate") + text_at(newest, "version"), "anyhow2.0.0");
  EXPECT_EQ(text_at(page("version=latest").at("chosen"), "version"), "2.0.0");
  const json::value named = page("crate=Serde-Json").at("chosen");
  EXPECT_EQ(text_at(named, "crate") + text_at(named, "version"), "serde_json1.0.2");
  EXPECT_NE(code(page("crate=anyhow&version=1.5.0%2Bbuild")).find("anyhow@1.5.0 "), std::string::npos);
  EXPECT_NE(code(page("crate=to-come")).find("cargo add to-come@0.1.0 "), std::string::npos);
}

TEST_F(Setup, NamesTheRegistryAsCargoNeedsIt) {
  EXPECT_EQ(text_at(page(""), "registry"), "acme-tools");
  const std::string named = code(page("registry=Our_own-crates&store=environment"));
  EXPECT_NE(named.find("export CARGO_REGISTRIES_OUR_OWN_CRATES_INDEX="), std::string::npos) << named;
  const TestUser digits = server_.make_user("3M");
  server_.make_repository(digits, "3M/Big_Things", "Public");
  EXPECT_EQ(text_at(page("3M/Big_Things", "", digits), "registry"), "r-3m-big_things");
  EXPECT_NE(text_at(page("3M/Big_Things", "", digits), "index").find("/public/3M/Big_Things/cargo/"),
            std::string::npos);
}

TEST_F(Setup, TakesSeveralTasks) {
  EXPECT_EQ(tasks(page("task=publish,depend")), "depend publish");
  EXPECT_EQ(tasks(page("task=publish&task=mirror,publish")), "publish mirror");
}

TEST_F(Setup, PutsTheNameOfWhoeverAsksIntoTheLines) {
  EXPECT_NE(code(page("credential=password")).find("'owner:{{password}}'"), std::string::npos);
  EXPECT_NE(code(page("credential=password&user=someone")).find("'someone:{{password}}'"), std::string::npos);
  const json::value anybody = page("acme/open", "credential=password&task=publish", kNobody);
  EXPECT_NE(code(anybody).find("'{{user}}:{{password}}'"), std::string::npos) << code(anybody);
}

/// The server knows keys by their hash only, and tokens sealed; neither may come out here.
TEST_F(Setup, HoldsNoSecret) {
  const std::string token = server_.make_entitlement(owner_, "acme/tools", "ci");
  for (const std::string_view store : {"config", "environment", "helper", "github", "gitlab", "jenkins", "docker"}) {
    for (const std::string_view credential : {"api-key", "entitlement", "password"}) {
      const net::HttpAnswer answer =
          ask("acme/tools", "store=" + std::string(store) + "&credential=" + std::string(credential), owner_);
      if (answer.status != 200) continue;
      EXPECT_EQ(answer.body.find(token), std::string::npos);
      EXPECT_EQ(answer.body.find(owner_.key), std::string::npos);
      const std::string name = credential == "api-key"       ? "{{api_key}}"
                               : credential == "entitlement" ? "{{entitlement_token}}"
                                                             : "{{password}}";
      EXPECT_NE(code(json_of(answer)).find(name), std::string::npos) << store << credential;
    }
  }
}

/// Placeholders stand within single quotes, so that a value with a quote in it can be escaped by one rule.
TEST_F(Setup, QuotesPlaceholdersInShellCode) {
  for (const std::string_view query : {"store=environment", "store=environment&credential=password",
                                       "credential=password", "protocol=git&credential=password", "store=docker",
                                       "protocol=sparse-token&credential=api-key&store=environment"}) {
    for (const json::value& section : page(query).at("sections").as_array()) {
      for (const json::value& step : section.at("steps").as_array()) {
        if (text_at(step, "language") != "shell") continue;
        bool is_quoted = false;
        const std::string text = text_at(step, "code");
        for (std::size_t at = 0; at < text.size(); ++at) {
          if (text[at] == '\'') is_quoted = !is_quoted;
          EXPECT_TRUE(is_quoted || text.substr(at, 2) != "{{") << text;
        }
      }
    }
  }
}

TEST_F(Setup, KnowsTheBasePath) {
  TestServer based(TestServerOptions{.base_path = "/rust"});
  based.make_repository(based.admin(), "admin/tools", "Private");
  const json::value shown = json_of(based.get("/v1/repos/admin/tools/setup/?protocol=git", based.admin()));
  EXPECT_EQ(text_at(shown, "index"), based.url() + "/basic/admin/tools/cargo/index.git");
  const std::string origin = based.url().substr(0, based.url().rfind('/'));
  EXPECT_NE(code(shown).find("git config --global credential." + origin + ".helper"), std::string::npos);
}

}  // namespace
}  // namespace entrepot::testing
