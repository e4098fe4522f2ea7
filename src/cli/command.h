#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_page.h"

namespace CLI {
class App;
}

namespace entrepot::cli {

enum class Need : std::uint8_t { optional, required };

/// Why a value is refused while the command line is read; empty when it is fine.
using Check = std::string (*)(const std::string& value);

/// One command and what it takes; the only door to CLI11, whose headers cost every file that sees them many seconds. A
/// view: the CommandLine owns everything, the targets are the caller's and must live until the command has run.
class Command {
 public:
  explicit Command(CLI::App& app) : app_(&app) {}

  /// A command below this one. Commands with the same heading stand together in --help.
  Command add(std::string name, std::string help, std::string heading = {});

  void positional(std::string name, std::string& target, std::string help, Need need = Need::required,
                  Check check = nullptr);
  /// One or more values to the end of the line.
  void positionals(std::string name, std::vector<std::string>& target, std::string help);
  void option(std::string flag, std::string value_name, std::string& target, std::string help,
              Need need = Need::optional, Check check = nullptr);
  /// May be given several times, one value each.
  void option(std::string flag, std::string value_name, std::vector<std::string>& target, std::string help,
              Check check = nullptr);
  /// Hands each value on as it is read.
  void option(std::string flag, std::string value_name, std::function<void(const std::string&)> take, std::string help);
  /// One of a few words.
  void word(std::string flag, std::string& target, std::vector<std::string> words, std::string help,
            Need need = Need::optional);
  void flag(std::string flag, bool& target, std::string help);

  /// Options added while it lives stand under this heading in --help.
  class Heading {
   public:
    Heading(Command& command, std::string text);
    Heading(const Heading&) = delete;
    Heading& operator=(const Heading&) = delete;
    ~Heading();

   private:
    Command& command_;
  };

  struct Flag {
    std::string name;
    bool& target;
    std::string help;
  };
  /// Flags of which at most one, or exactly one, may be given.
  void choice(std::string heading, std::initializer_list<Flag> flags, Need need);
  /// Two flags that may not stand together.
  void exclude(const std::string& one, const std::string& other);

  /// Options of which at least one must be given: without them there is nothing to do.
  void need_one_of(std::vector<std::string> options);

  /// Below the options in --help.
  void footer(std::string text);
  /// Whatever it does not know is kept for `CommandLine::unknown` instead of being an error.
  void keep_unknown();
  /// Called when the command line names this command.
  void when_named(std::function<void()> call);

 private:
  CLI::App* app_;
};

/// The program's command line. Owned by main's function; one thread.
class CommandLine {
 public:
  CommandLine(std::string description, std::string version, std::string footer);
  ~CommandLine();

  Command root();
  /// What `help NAME` prints.
  void add_topic(Topic topic) { topics_.push_back(std::move(topic)); }
  const std::vector<Topic>& topics() const { return topics_; }
  /// The whole table of commands, as far as they have been added.
  CommandPage page() const;
  /// `help COMMAND…` is `COMMAND… --help`. Reads the arguments and calls what `when_named` says. An exit code when that
  /// was all: help, version, or (2) a wrong command line, about which it has complained.
  std::optional<int> parse(int argc, char** argv);
  /// The first argument that a command with `keep_unknown` kept; empty when there is none.
  std::string unknown() const;

 private:
  bool complain_about_commands(int argc, char** argv) const;

  std::unique_ptr<CLI::App> app_;
  std::vector<Topic> topics_;
};

}  // namespace entrepot::cli
