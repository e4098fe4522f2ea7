#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/command_page.h"

namespace entrepot::cli {
namespace {

/// As roff reads it back: backslashes, hyphens that must stay hyphens, and no line that begins like a request.
std::string roff(std::string_view text) {
  std::string out;
  bool at_line_start = true;
  for (const char c : text) {
    if (at_line_start && (c == '.' || c == '\'')) out += "\\&";
    at_line_start = c == '\n';
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

/// UTF-8 that a terminal without it cannot show.
std::string plain(std::string_view text) {
  std::string out(text);
  for (std::size_t at = out.find("…"); at != std::string::npos; at = out.find("…")) out.replace(at, 3, "...");
  return out;
}

std::string as_is(std::string_view text) {
  return fmt::format(".PP\n.nf\n{}\n.fi\n", roff(plain(text)));
}

std::string names_of(const OptionPage& option) {
  std::string out;
  for (const std::string& name : option.names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

/// What every command has is told once, above them all.
bool is_common(const OptionPage& option) {
  return option.heading == kCommonHeading || option.names.back() == "--help";
}

bool talks_to_server(const CommandPage& page) {
  return std::ranges::any_of(page.options, [](const OptionPage& option) { return option.heading == kCommonHeading; });
}

constexpr std::string_view kCommonTitle = "Options of every command that talks to a server";

/// Those options, as the first such command has them.
std::vector<OptionPage> common_options(const CommandPage& program) {
  for (const CommandPage* page : all_pages(program)) {
    if (!talks_to_server(*page)) continue;
    std::vector<OptionPage> out;
    std::ranges::copy_if(page->options, std::back_inserter(out),
                         [](const OptionPage& option) { return option.heading == kCommonHeading; });
    return out;
  }
  return {};
}

std::string option_entry(const OptionPage& option) {
  const std::string value = option.value_name.empty() ? "" : fmt::format(" \\fI{}\\fR", roff(option.value_name));
  const std::string more = option.is_repeated && option.is_positional ? "..." : "";
  return fmt::format(".TP\n\\fB{}\\fR{}{}\n{}{}\n", roff(names_of(option)), value, more, roff(plain(option.help)),
                     option.is_required && !option.is_positional ? " (must be given)" : "");
}

std::string command_section(const CommandPage& page) {
  std::string out =
      fmt::format(".SS {}\n{}\n", roff(page.path.substr(page.path.find(' ') + 1)), roff(plain(page.help)));
  out += fmt::format(".PP\n.nf\n\\fB{}\\fR\n.fi\n", roff(page.synopsis()));
  for (const OptionPage& option : page.options) {
    if (!is_common(option)) out += option_entry(option);
  }
  if (!page.footer.empty()) out += as_is(page.footer);
  return out;
}

std::string markdown_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*') out += '\\';
    out += c;
  }
  return out;
}

std::string markdown_entry(const OptionPage& option) {
  const std::string value = option.value_name.empty() ? "" : " " + option.value_name;
  return fmt::format("- `{}{}`{}: {}\n", names_of(option), value,
                     option.is_required && !option.is_positional ? " (required)" : "", markdown_text(option.help));
}

std::string markdown_of(const CommandPage& page) {
  std::string out =
      fmt::format("\n### `{}`\n\n{}.\n\n```console\n$ {}\n```\n", page.path, markdown_text(page.help), page.synopsis());
  std::string options;
  for (const OptionPage& option : page.options) {
    if (!is_common(option)) options += markdown_entry(option);
  }
  if (talks_to_server(page)) options += "- and those of every command that talks to a server\n";
  if (!options.empty()) out += "\n" + options;
  if (!page.footer.empty()) out += fmt::format("\n```text\n{}\n```\n", page.footer);
  return out;
}

}  // namespace

std::string man_page(const CommandPage& program, const std::vector<Topic>& topics, std::string_view version) {
  std::string page = fmt::format(
      ".\\\" Made by `entrepot man` from the table of commands.\n.TH ENTREPOT 1 \"\" \"{}\" \"User Commands\"\n"
      ".nh\n.ad l\n.SH NAME\nentrepot \\- {}\n.SH SYNOPSIS\n.B entrepot\n\\fICOMMAND\\fR [\\fIOPTIONS\\fR] ...\n"
      ".SH DESCRIPTION\n{}\n",
      roff(version), roff(program.help), roff(plain(program.footer)));
  page += fmt::format(".SH {}\n", roff(kCommonTitle));
  for (const OptionPage& option : common_options(program)) page += option_entry(option);
  std::string heading;
  for (const CommandPage& top : program.commands) {
    for (const CommandPage* command : all_pages(top)) {
      if (!command->commands.empty()) continue;  // only a word before others
      if (top.heading != heading) {
        heading = top.heading;
        page += fmt::format(".SH {}\n", roff(heading));
      }
      page += command_section(*command);
    }
  }
  for (const Topic& topic : topics) page += fmt::format(".SH {}\n", roff(topic.title)) + as_is(topic.text);
  return page + ".SH SEE ALSO\n.BR cargo (1)\n";
}

std::string commands_markdown(const CommandPage& program, const std::vector<Topic>& topics) {
  std::string page =
      "# Commands\n\n"
      "Made from the table of commands by `entrepot man --markdown`; a test keeps it so. `entrepot man` prints the "
      "same "
      "as a man page,\n`entrepot COMMAND --help` one command, `entrepot completion bash|zsh|fish` what a shell needs "
      "to "
      "complete them.\n";
  for (const Topic& topic : topics) page += fmt::format("\n## {}\n\n```text\n{}```\n", topic.title, topic.text);
  page += fmt::format("\n## {}\n\n", kCommonTitle);
  for (const OptionPage& option : common_options(program)) page += markdown_entry(option);
  std::string heading;
  for (const CommandPage& top : program.commands) {
    for (const CommandPage* command : all_pages(top)) {
      if (!command->commands.empty()) continue;
      if (top.heading != heading) {
        heading = top.heading;
        page += fmt::format("\n## {}\n", heading);
      }
      page += markdown_of(*command);
    }
  }
  return page;
}

}  // namespace entrepot::cli
