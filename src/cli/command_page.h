#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace entrepot::cli {

/// One option, flag or positional of a command, as a page about it needs it.
struct OptionPage {
  std::vector<std::string> names{};  ///< "-q", "--query"; a positional has one, without dashes
  std::string value_name{};          ///< "QUERY", or the words it may be: "table|json"; empty for a flag
  std::string help{};
  std::string heading{};  ///< under which --help has it
  bool is_positional = false;
  bool is_required = false;
  bool is_repeated = false;

  /// The words of "table|json"; empty when it may be anything.
  std::vector<std::string> words() const;
  bool is_file() const { return value_name == "FILE" || (is_positional && names[0] == "FILE"); }
  bool is_folder() const { return value_name == "DIR"; }
};

/// One command with those below it: the table of commands, read back from the command line itself. Shell completion,
/// the man page and docs/cli.md are made of it.
struct CommandPage {
  std::string name{};
  std::string path{};     ///< "entrepot list packages"
  std::string heading{};  ///< the group in which --help lists it
  std::string help{};
  std::string footer{};
  std::vector<OptionPage> options{};
  std::vector<CommandPage> commands{};

  /// "entrepot push cargo [OPTIONS] NAMESPACE/REPO FILE..."
  std::string synopsis() const;
};

/// Text that `entrepot help NAME` prints, beside the help of commands.
struct Topic {
  std::string name{};
  std::string title{};
  std::string text{};
};

/// Of the options that every command that talks to a server has.
inline constexpr std::string_view kCommonHeading = "Server and output";

/// What `entrepot COMMAND --help` prints.
std::string help_text(const CommandPage& page);

/// A script that makes the shell complete `entrepot`. Each is sourced by its shell, or put where it looks for them.
std::string bash_completion(const CommandPage& program, const std::vector<Topic>& topics);
std::string zsh_completion(const CommandPage& program, const std::vector<Topic>& topics);
std::string fish_completion(const CommandPage& program, const std::vector<Topic>& topics);

/// entrepot(1), for man.
std::string man_page(const CommandPage& program, const std::vector<Topic>& topics, std::string_view version);
/// The same as docs/cli.md.
std::string commands_markdown(const CommandPage& program, const std::vector<Topic>& topics);

/// The page itself and all below it, depth first, in their order.
std::vector<const CommandPage*> all_pages(const CommandPage& program);

}  // namespace entrepot::cli
