#include "cli/command_page.h"

namespace entrepot::cli {

std::vector<std::string> OptionPage::words() const {
  std::vector<std::string> out;
  std::string_view rest = value_name;
  if (rest.find('|') == std::string_view::npos) return out;
  while (true) {
    const std::size_t end = rest.find('|');
    out.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

std::string CommandPage::synopsis() const {
  std::string text = path;
  if (!commands.empty()) return text + " COMMAND";
  if (!options.empty()) text += " [OPTIONS]";
  for (const OptionPage& option : options) {
    if (!option.is_positional) continue;
    const std::string word = option.names[0] + (option.is_repeated ? "..." : "");
    text += option.is_required ? " " + word : " [" + word + "]";
  }
  return text;
}

std::vector<const CommandPage*> all_pages(const CommandPage& program) {
  std::vector<const CommandPage*> out{&program};
  for (const CommandPage& command : program.commands) {
    const std::vector<const CommandPage*> below = all_pages(command);
    out.insert(out.end(), below.begin(), below.end());
  }
  return out;
}

}  // namespace entrepot::cli
