#include <fmt/format.h>

#include <algorithm>

#include "cli/command_page.h"

namespace entrepot::cli {
namespace {

constexpr std::size_t kWidth = 100;
constexpr std::size_t kColumn = 30;  // where the explanations begin

/// Words that fit, line by line, each line after the first indented.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string out;
  std::size_t column = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (column > indent && column + 1 + word.size() > kWidth) {
      out.append("\n").append(indent, ' ');
      column = indent;
    } else if (column > indent) {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string entry(const std::string& left, const std::string& right) {
  std::string out = "  " + left;
  if (out.size() + 2 > kColumn) {
    out.append("\n").append(kColumn, ' ');
  } else {
    out.resize(kColumn, ' ');
  }
  return out + wrapped(right, kColumn) + "\n";
}

/// "-q, --query QUERY"; a long name alone stands below the other long names.
std::string spelling(const OptionPage& option) {
  if (option.is_positional) return option.names[0] + (option.is_repeated ? "..." : "");
  std::string out = option.names[0].starts_with("--") ? "    " : "";
  for (const std::string& name : option.names) out += (&name == &option.names[0] ? "" : ", ") + name;
  return option.value_name.empty() ? out : out + " " + option.value_name;
}

std::string options_text(const CommandPage& page, std::string_view heading) {
  std::string out;
  for (const OptionPage& option : page.options) {
    if (option.heading != heading) continue;
    const bool must = option.is_required && !option.is_positional;
    out += entry(spelling(option), option.help + (must ? " (must be given)" : ""));
  }
  return out;
}

}  // namespace

std::string help_text(const CommandPage& page) {
  std::string out = fmt::format("{}\n\nUsage: {}\n", wrapped(page.help, 0), page.synopsis());
  std::vector<std::string> headings;
  for (const CommandPage& command : page.commands) {
    if (std::ranges::find(headings, command.heading) == headings.end()) headings.push_back(command.heading);
  }
  for (const std::string& heading : headings) {
    out += fmt::format("\n{}:\n", heading);
    for (const CommandPage& command : page.commands) {
      if (command.heading == heading) out += entry(command.name, command.help);
    }
  }
  headings.clear();
  for (const OptionPage& option : page.options) {
    const bool is_common = option.heading == kCommonHeading;
    if (!is_common && std::ranges::find(headings, option.heading) == headings.end()) headings.push_back(option.heading);
  }
  headings.emplace_back(kCommonHeading);  // last, because every command has them
  for (const std::string& heading : headings) {
    const std::string options = options_text(page, heading);
    if (!options.empty()) out += fmt::format("\n{}:\n{}", heading, options);
  }
  if (!page.footer.empty()) out += "\n" + page.footer + (page.footer.ends_with('\n') ? "" : "\n");
  return out;
}

}  // namespace entrepot::cli
