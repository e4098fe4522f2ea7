#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "base/encoding.h"
#include "base/try.h"
#include "cli/arguments.h"
#include "cli/fill_secrets.h"
#include "setup/words.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct SetupArguments {
  std::string repository;
  std::array<std::string, setup::kDimensionCount> chosen;
  std::vector<std::string> tasks;
  std::string crate;
  std::string registry;
  std::string user;
  bool show_secret = false;
};

std::vector<std::string> values(std::span<const setup::Word> words) {
  std::vector<std::string> all;
  for (const setup::Word& word : words) all.emplace_back(word.value);
  return all;
}

std::string query_of(const SetupArguments& arguments) {
  std::string query;
  const auto add = [&query](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    query.append(query.empty() ? "?" : "&").append(name).append("=").append(encode_percent(value));
  };
  for (std::size_t at = 0; at < setup::kDimensionCount; ++at) add(setup::dimensions()[at].name, arguments.chosen[at]);
  for (const std::string& task : arguments.tasks) add("task", task);
  const std::size_t version = std::min(arguments.crate.find('@'), arguments.crate.size());
  add("crate", arguments.crate.substr(0, version));
  add("version", arguments.crate.substr(std::min(version + 1, arguments.crate.size())));
  add("registry", arguments.registry);
  add("user", arguments.user);
  return query;
}

const json::array& items(const json::object& object, std::string_view key) {
  static const json::array kNone;
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_array() ? value->get_array() : kNone;
}

const json::object& fields(const json::value& value) {
  static const json::object kNone;
  return value.is_object() ? value.get_object() : kNone;
}

std::string text_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

/// What a terminal would obey is taken out; lines stay lines.
std::string printable(std::string_view text) {
  std::string clean;
  for (const char c : text) clean += c == '\n' || (c >= ' ' && c != '\x7f') || c < 0 ? c : ' ';
  return clean;
}

std::string fence(std::string_view language, std::string_view code) {
  return fmt::format("```{}\n{}```\n\n", language, printable(code));
}

std::string describe_step(const json::object& step) {
  std::string text = text_of(step, "text") + "\n";
  if (const std::string file = text_of(step, "file"); !file.empty()) text += fmt::format("File: {}\n", file);
  return printable(text) + "\n" + fence(text_of(step, "language"), text_of(step, "code"));
}

std::string describe_choice(const json::object& chosen) {
  std::string text;
  for (const setup::Dimension& dimension : setup::dimensions()) {
    text += fmt::format("{}--{} {}", text.empty() ? "" : " ", dimension.name, text_of(chosen, dimension.name));
  }
  return text;
}

/// As Markdown: headings for people, code that can be pasted as it stands.
std::string describe(const std::string& repository, const json::object& page) {
  const json::value* chosen = page.if_contains("chosen");
  std::string text = fmt::format("# {}\n\nRegistry {}, with {}\n\n", repository, text_of(page, "registry"),
                                 describe_choice(fields(chosen != nullptr ? *chosen : json::value())));
  for (const json::value& section : items(page, "sections")) {
    text +=
        printable(fmt::format("## {}\n\n{}\n\n", text_of(fields(section), "title"), text_of(fields(section), "intro")));
    for (const json::value& step : items(fields(section), "steps")) text += describe_step(fields(step));
  }
  if (!items(page, "notes").empty()) text += "## To know\n\n";
  for (const json::value& note : items(page, "notes")) text += fmt::format("- {}\n", cell(note));
  if (!items(page, "troubleshooting").empty()) text += "\n## If it does not work\n";
  for (const json::value& row : items(page, "troubleshooting")) {
    const json::object& trouble = fields(row);
    text += printable(
        fmt::format("\n{}\n  {} {}\n", text_of(trouble, "error"), text_of(trouble, "cause"), text_of(trouble, "fix")));
    if (const std::string code = text_of(trouble, "code"); !code.empty()) text += "\n" + fence("shell", code);
  }
  return text;
}

Result<void> show_setup(Session& session, const SetupArguments& arguments) {
  if (arguments.show_secret && session.settings.api_key.empty()) {
    return invalid("There is no API key to show: log in, or set ENTREPOT_API_KEY.");
  }
  const RepositoryName name = split_repository(arguments.repository);
  TRY_ASSIGN(json::value page, session.client.call(Verb::get, path({"repos", name.owner, name.repository, "setup"}) +
                                                                  query_of(arguments)));
  if (arguments.show_secret) fill_code(page, {.api_key = session.settings.api_key});
  json::value shown = page;
  fill_code(shown, kStandIns);
  session.output.answer(page, describe(arguments.repository, fields(shown)));
  return {};
}

std::string check_crate(const std::string& text) {
  return text.empty() || text.front() == '@' ? "`" + text + "` is not CRATE or CRATE@VERSION" : std::string();
}

}  // namespace

void add_setup(Command& program, Invocation& invocation) {
  const auto arguments = std::make_shared<SetupArguments>();
  Command command =
      add_command(program, invocation, "setup", "Print the lines that make cargo use a repository, ready to paste",
                  &show_setup, arguments, kClientHeading);
  add_repository(command, arguments->repository);
  constexpr std::array<const char*, setup::kDimensionCount> kFlags{"--protocol", "--cargo", "--credential", "--store"};
  for (std::size_t at = 0; at < kFlags.size(); ++at) {
    const setup::Dimension& dimension = setup::dimensions()[at];
    command.word(kFlags[at], arguments->chosen[at], values(dimension.words()),
                 std::string(dimension.question) + " [what fits best]");
  }
  command.option("--task", "TASK", arguments->tasks,
                 "What for: depend, install, publish, mirror or upload; may be repeated [all that fit]");
  command.option("--crate", "CRATE[@VERSION]", arguments->crate, "Which crate the lines use [the newest]",
                 Need::optional, &check_crate);
  command.option("--registry", "NAME", arguments->registry, "What cargo shall call it [NAMESPACE-REPOSITORY]");
  command.option("--user", "NAME", arguments->user, "Whose name stands in the lines [yours]");
  command.flag("--show-secret", arguments->show_secret, "Fill in your API key, which is left out otherwise");
  command.footer(
      "Without --show-secret, YOUR_API_KEY and the like stand where a secret belongs.\n"
      "Examples:\n"
      "  entrepot setup acme/tools --task publish\n"
      "  entrepot setup acme/tools --credential entitlement --store gitlab --task depend --crate serde");
}

}  // namespace entrepot::cli
