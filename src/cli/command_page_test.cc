#include "cli/command_page.h"

#include <gtest/gtest.h>

#include <set>

#include "cli/command.h"
#include "cli/commands.h"

namespace entrepot::cli {
namespace {

struct Table {
  CommandLine line{"A program.", "1.0", "The end."};
  Invocation invocation;
  CommandPage page;

  Table() {
    Command root = line.root();
    add_client_commands(root, invocation);
    for (Topic& topic : topics()) line.add_topic(std::move(topic));
    page = line.page();
  }
};

/// The commands that do something: those without others below.
std::vector<const CommandPage*> doers(const CommandPage& program) {
  std::vector<const CommandPage*> out;
  for (const CommandPage* page : all_pages(program)) {
    if (page->commands.empty()) out.push_back(page);
  }
  return out;
}

const OptionPage* find_option(const CommandPage& page, const std::string& name) {
  for (const OptionPage& option : page.options) {
    for (const std::string& one : option.names) {
      if (one == name) return &option;
    }
  }
  return nullptr;
}

TEST(CommandPage, IsReadBackFromTheCommandLine) {
  const Table table;
  for (const CommandPage* page : all_pages(table.page)) {
    if (page->path != "entrepot push cargo") continue;
    EXPECT_EQ(page->synopsis(), "entrepot push cargo [OPTIONS] NAMESPACE/REPO FILE...");
    ASSERT_NE(find_option(*page, "--tags"), nullptr);
    EXPECT_EQ(find_option(*page, "--tags")->value_name, "A,B");
    ASSERT_NE(find_option(*page, "-e"), nullptr);
    EXPECT_EQ(find_option(*page, "-e")->names.back(), "--skip-existing");
    EXPECT_EQ(find_option(*page, "--republish")->value_name, "");
    EXPECT_TRUE(find_option(*page, "FILE")->is_file());
    EXPECT_EQ(find_option(*page, "--format")->words(), (std::vector<std::string>{"table", "json", "pretty_json"}));
    return;
  }
  FAIL() << "there is no push";
}

TEST(CommandTable, EveryClientCommandTakesTheSameFlags) {
  const Table table;
  for (const CommandPage* page : doers(table.page)) {
    for (const char* flag : {"--format", "-F", "--json", "--profile", "-P", "--url", "--api-key-file", "--help"})
      EXPECT_NE(find_option(*page, flag), nullptr) << page->path << " " << flag;
    std::set<std::string> names;
    for (const OptionPage& option : page->options) {
      EXPECT_FALSE(option.help.empty()) << page->path << " " << option.names[0];
      for (const std::string& name : option.names) EXPECT_TRUE(names.insert(name).second) << page->path << " " << name;
    }
  }
}

TEST(ManPage, HasEveryCommandAndEveryOption) {
  const Table table;
  const std::string man = man_page(table.page, table.line.topics(), "entrepot 1.0");
  const std::string markdown = commands_markdown(table.page, table.line.topics());
  const auto escaped = [](std::string_view text) {
    std::string out;
    for (const char c : text) out += c == '-' ? std::string("\\-") : std::string(1, c);
    return out;
  };
  for (const CommandPage* page : doers(table.page)) {
    const std::string heading = ".SS " + escaped(page->path.substr(9)) + "\n";
    const std::size_t begin = man.find(heading);
    ASSERT_NE(begin, std::string::npos) << heading;
    const std::string section = man.substr(begin, man.find("\n.S", begin + heading.size()) - begin);
    EXPECT_NE(markdown.find("### `" + page->path + "`"), std::string::npos);
    for (const OptionPage& option : page->options) {
      const bool is_told_once = option.heading == kCommonHeading;
      if (option.names.back() == "--help") continue;
      for (const std::string& name : option.names) {
        if (is_told_once) {
          EXPECT_LT(man.find(escaped(name)), begin) << name;
          continue;
        }
        EXPECT_NE(section.find(escaped(name)), std::string::npos) << page->path << " " << name;
        EXPECT_NE(markdown.find(name), std::string::npos) << name;
      }
    }
  }
  for (const ExitCode& code : exit_codes()) EXPECT_NE(man.find(escaped(code.meaning)), std::string::npos);
}

TEST(ManPage, LetsNoTextBecomeARequest) {
  const CommandPage program{.name = "p", .path = "p", .help = ".so /etc/passwd\n'x \\n - y", .footer = ".bad\n"};
  const std::string man = man_page(program, {}, "v");
  EXPECT_EQ(man.find("\n.so"), std::string::npos);
  EXPECT_EQ(man.find("\n.bad"), std::string::npos);
  EXPECT_EQ(man.find("\n'x"), std::string::npos);
  EXPECT_NE(man.find("\\en"), std::string::npos);
}

TEST(Completion, KnowsEveryCommandAndEveryFlagInEachShell) {
  const Table table;
  for (const auto script : {&bash_completion, &zsh_completion, &fish_completion}) {
    const std::string text = script(table.page, table.line.topics());
    for (const CommandPage* page : all_pages(table.page)) {
      EXPECT_NE(text.find("'" + page->path + "'"), std::string::npos) << page->path;
      for (const OptionPage& option : page->options) {
        if (option.is_positional) continue;
        const std::string name = option.names.back();
        const std::string bare = name.substr(name.find_first_not_of('-'));
        EXPECT_NE(text.find(bare), std::string::npos) << page->path << " " << name;
      }
    }
  }
}

TEST(ExitCodes, StandInATableOnceEachAndEveryFailureHasOne) {
  std::set<int> codes;
  for (const ExitCode& row : exit_codes()) EXPECT_TRUE(codes.insert(row.code).second) << row.code;
  for (int i = 0; i < kErrorCodeCount; ++i) {
    const int code = exit_code_of(static_cast<ErrorCode>(i));
    EXPECT_TRUE(codes.contains(code)) << i;
    EXPECT_NE(code, kOk);
    EXPECT_NE(code, kUsage) << "that one is for what was not even tried";
  }
  EXPECT_EQ(exit_code_of(ErrorCode::not_found), 3);
  EXPECT_EQ(exit_code_of(ErrorCode::unauthenticated), 4);
  EXPECT_EQ(exit_code_of(ErrorCode::forbidden), 4);
  EXPECT_EQ(exit_code_of(ErrorCode::conflict), 5);
  EXPECT_EQ(exit_code_of(ErrorCode::unavailable), 6);
  EXPECT_EQ(exit_code_of(ErrorCode::invalid), 1);
}

}  // namespace
}  // namespace entrepot::cli
