#include "cli/commands.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "cli/command.h"

namespace entrepot::cli {
namespace {

/// What parsing a command line came to: the exit code if that was all, and what was printed.
struct Parsed {
  std::optional<int> code;
  std::string output;
  std::string errors;
  bool runs = false;
};

Parsed parse(std::vector<std::string> words) {
  CommandLine line("A program.", "1.0", "");
  Invocation invocation;
  Command root = line.root();
  add_client_commands(root, invocation);
  words.insert(words.begin(), "entrepot");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  Parsed parsed;
  parsed.code = line.parse(static_cast<int>(pointers.size()), pointers.data());
  parsed.output = ::testing::internal::GetCapturedStdout();
  parsed.errors = ::testing::internal::GetCapturedStderr();
  parsed.runs = static_cast<bool>(invocation.run);
  return parsed;
}

TEST(CommandLine, HelpAndTheWordsOfACommandAreItsHelp) {
  EXPECT_EQ(parse({"help"}).output, parse({"--help"}).output);
  const Parsed told = parse({"help", "orgs", "members", "add"});
  EXPECT_EQ(told.code, kOk);
  EXPECT_NE(told.output.find("--role"), std::string::npos) << told.output;
  EXPECT_EQ(parse({"help", "horses"}).code, kUsage);
}

TEST(CommandLine, AnUpdateOfNothingSaysWhatItTakes) {
  const Parsed nothing = parse({"repos", "update", "acme/tools", "--json"});
  EXPECT_EQ(nothing.code, kUsage);
  EXPECT_NE(nothing.errors.find("--description"), std::string::npos) << nothing.errors;
  EXPECT_EQ(parse({"repos", "update", "--help"}).code, kOk);
  for (const std::string change : {"--public", "--publish-rule=max_features=600"}) {
    const Parsed parsed = parse({"repos", "update", "acme/tools", change});
    EXPECT_EQ(parsed.code, std::nullopt) << parsed.errors;
    EXPECT_TRUE(parsed.runs);
  }
}

TEST(CommandLine, ListsOrganisations) {
  EXPECT_TRUE(parse({"orgs", "list"}).runs);
}

TEST(CommandLine, SaysJsonInOneWayAtATime) {
  EXPECT_EQ(parse({"repos", "list", "--format", "xml"}).code, kUsage);
  EXPECT_EQ(parse({"repos", "list", "--format", "json", "--json"}).code, kUsage);
  for (const std::string form : {"table", "json", "pretty_json"})
    EXPECT_TRUE(parse({"repos", "list", "-F", form}).runs);
}

TEST(CommandLine, NoSecretIsAnArgumentOfLogin) {
  EXPECT_EQ(parse({"login", "--api-key", "ent_x"}).code, kUsage);
  EXPECT_EQ(parse({"login", "--password", "x"}).code, kUsage);
  EXPECT_EQ(parse({"login", "--api-key-stdin", "--password-stdin"}).code, kUsage);
  EXPECT_EQ(parse({"login", "--api-key-stdin", "--user", "alice"}).code, kUsage);
  EXPECT_TRUE(parse({"login", "--api-key-stdin"}).runs);
  EXPECT_EQ(parse({"whoami", "--profile", "../x"}).code, kUsage);
}

}  // namespace
}  // namespace entrepot::cli
