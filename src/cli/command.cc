#include "cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/nearest.h"
#include "cli/commands.h"

namespace entrepot::cli {
namespace {

void finish(CLI::Option& option, Need need, Check check) {
  option.required(need == Need::required);
  if (check != nullptr) option.check(CLI::Validator([check](const std::string& value) { return check(value); }, ""));
}

/// The commands below a command, by name (option groups have none).
std::vector<std::string> command_names(CLI::App& parent) {
  std::vector<std::string> names;
  for (const CLI::App* command : parent.get_subcommands([](CLI::App* app) { return !app->get_name().empty(); })) {
    names.push_back(command->get_name());
  }
  return names;
}

OptionPage page_of(const CLI::Option& option, const CLI::App& app) {
  const bool is_group = app.get_name().empty();
  OptionPage page{.help = option.get_description(),
                  .heading = option.get_positional() ? "Arguments"
                             : is_group              ? app.get_group()
                                                     : option.get_group(),
                  .is_positional = option.get_positional(),
                  .is_required = option.get_required(),
                  .is_repeated = option.get_items_expected_max() > 1};
  if (page.is_positional) {
    page.names = {option.get_name()};
    return page;
  }
  for (const std::string& name : option.get_snames()) page.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) page.names.push_back("--" + name);
  if (option.get_items_expected_max() > 0) page.value_name = option.get_type_name();
  return page;
}

/// Positionals first, as they are written. Options may stand in groups of their own, which are nameless commands.
void collect_options(const CLI::App& app, CommandPage& page) {
  for (const bool is_positional : {true, false}) {
    for (const CLI::Option* option : app.get_options()) {
      if (option->get_positional() == is_positional) page.options.push_back(page_of(*option, app));
    }
  }
  for (const CLI::App* group : app.get_subcommands({})) {
    if (group->get_name().empty()) collect_options(*group, page);
  }
}

/// "entrepot push" of `cargo` below it.
std::string parents_of(const CLI::App& app) {
  const CLI::App* parent = app.get_parent();
  if (parent == nullptr) return {};
  const std::string above = parents_of(*parent);
  return (above.empty() ? "" : above + " ") + parent->get_name();
}

CommandPage page_of(const CLI::App& app, const std::string& parent) {
  CommandPage page{.name = app.get_name(),
                   .path = (parent.empty() ? "" : parent + " ") + app.get_name(),
                   .heading = app.get_group(),
                   .help = app.get_description(),
                   .footer = app.get_footer()};
  collect_options(app, page);
  for (const CLI::App* command : app.get_subcommands({})) {
    if (!command->get_name().empty()) page.commands.push_back(page_of(*command, page.path));
  }
  return page;
}

}  // namespace

Command Command::add(std::string name, std::string help, std::string heading) {
  app_->require_subcommand(1);
  CLI::App* command = app_->add_subcommand(std::move(name), std::move(help));
  command->group(heading.empty() ? "Commands" : std::move(heading));
  command->footer("");  // else that of the command above
  return Command(*command);
}

void Command::positional(std::string name, std::string& target, std::string help, Need need, Check check) {
  CLI::Option* option = app_->add_option(std::move(name), target, std::move(help))->type_name("");
  finish(*option, need, check);
}

void Command::positionals(std::string name, std::vector<std::string>& target, std::string help) {
  app_->add_option(std::move(name), target, std::move(help))->type_name("")->required()->expected(1, -1);
}

void Command::option(std::string flag, std::string value_name, std::string& target, std::string help, Need need,
                     Check check) {
  CLI::Option* option = app_->add_option(std::move(flag), target, std::move(help))->type_name(std::move(value_name));
  finish(*option, need, check);
}

void Command::option(std::string flag, std::string value_name, std::vector<std::string>& target, std::string help,
                     Check check) {
  CLI::Option* option = app_->add_option(std::move(flag), target, std::move(help))->type_name(std::move(value_name));
  option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
  finish(*option, Need::optional, check);
}

void Command::option(std::string flag, std::string value_name, std::function<void(const std::string&)> take,
                     std::string help) {
  app_->add_option_function<std::string>(std::move(flag), std::move(take), std::move(help))
      ->type_name(std::move(value_name));
}

void Command::word(std::string flag, std::string& target, std::vector<std::string> words, std::string help, Need need) {
  std::string value_name;
  for (const std::string& one : words) value_name += (value_name.empty() ? "" : "|") + one;
  CLI::Option* option = app_->add_option(std::move(flag), target, std::move(help))->type_name(std::move(value_name));
  option->check(CLI::IsMember(std::move(words)).description(""));
  option->required(need == Need::required);
}

Command::Heading::Heading(Command& command, std::string text) : command_(command) {
  command_.app_->option_defaults()->group(std::move(text));
}

Command::Heading::~Heading() {
  command_.app_->option_defaults()->group("Options");  // what CLI11 begins with
}

void Command::flag(std::string flag, bool& target, std::string help) {
  app_->add_flag(std::move(flag), target, std::move(help));
}

void Command::choice(std::string heading, std::initializer_list<Flag> flags, Need need) {
  CLI::Option_group* group = app_->add_option_group(std::move(heading));
  group->set_help_flag();  // the command has one
  for (const Flag& one : flags) group->add_flag(one.name, one.target, one.help);
  group->require_option(need == Need::required ? 1 : 0, 1);
}

void Command::exclude(const std::string& one, const std::string& other) {
  app_->get_option(one)->excludes(app_->get_option(other));
}

void Command::need_one_of(std::vector<std::string> options) {
  app_->parse_complete_callback([app = app_, options = std::move(options)] {
    std::string choice;
    for (const std::string& option : options) {
      if (app->get_option(option)->count() > 0) return;
      choice.append(choice.empty() ? "" : ", ").append(option);
    }
    throw CLI::ParseError("Nothing to change: give at least one of " + choice, kUsage);
  });
}

void Command::footer(std::string text) {
  app_->footer(std::move(text));
}

void Command::keep_unknown() {
  app_->allow_extras();
}

void Command::when_named(std::function<void()> call) {
  app_->callback(std::move(call));
}

CommandLine::CommandLine(std::string description, std::string version, std::string footer)
    : app_(std::make_unique<CLI::App>(std::move(description), "entrepot")) {
  app_->formatter_fn([](const CLI::App* app, std::string /*name*/, CLI::AppFormatMode /*mode*/) {
    return help_text(page_of(*app, parents_of(*app)));
  });
  app_->set_help_flag("-h,--help", "Explain this and do nothing");
  app_->set_version_flag("--version", std::move(version), "Say which version this is");
  app_->footer(std::move(footer));
}

CommandLine::~CommandLine() = default;

Command CommandLine::root() {
  return Command(*app_);
}

CommandPage CommandLine::page() const {
  return page_of(*app_, {});
}

std::optional<int> CommandLine::parse(int argc, char** argv) {
  std::vector<char*> words(argv, argv + argc);
  if (words.size() == 3 && std::string_view(words[1]) == "help") {
    if (const auto topic = std::ranges::find(topics_, words[2], &Topic::name); topic != topics_.end()) {
      fmt::print("{}", topic->text);
      return kOk;
    }
  }
  std::string help = "--help";
  if (words.size() > 1 && std::string_view(words[1]) == "help") {
    words.erase(words.begin() + 1);
    words.push_back(help.data());
  }
  const auto count = static_cast<int>(words.size());
  if (complain_about_commands(count, words.data())) return kUsage;
  try {
    app_->parse(count, words.data());
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0 ? kOk : kUsage;
  }
  return std::nullopt;
}

std::string CommandLine::unknown() const {
  for (const CLI::App* command : app_->get_subcommands()) {
    if (const std::vector<std::string> kept = command->remaining(); !kept.empty()) return kept.front();
  }
  return {};
}

/// A mistyped command is answered with the nearest; CLI11 says only that one is required.
bool CommandLine::complain_about_commands(int argc, char** argv) const {
  CLI::App* parent = app_.get();
  for (int i = 1; i < argc; ++i) {
    const std::string word(argv[i]);
    const std::vector<std::string> names = command_names(*parent);
    if (names.empty() || word.starts_with('-')) return false;
    if (std::ranges::find(names, word) == names.end()) {
      const std::vector<std::string_view> candidates(names.begin(), names.end());
      fmt::print(stderr, "entrepot: There is no command `{}`.{} See --help.\n", word, did_you_mean(word, candidates));
      return true;
    }
    parent = parent->get_subcommand(word);
  }
  return false;
}

}  // namespace entrepot::cli
