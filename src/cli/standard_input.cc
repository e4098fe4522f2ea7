#include "cli/standard_input.h"

#include <termios.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

namespace entrepot::cli {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

/// While it lives, a terminal on standard input does not show what is typed.
class SilentTerminal {
 public:
  explicit SilentTerminal(std::string_view what) : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    std::cerr << "The " << what << ": " << std::flush;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &silent);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (!is_terminal_) return;
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
    std::cerr << "\n";
  }

 private:
  termios before_{};
  bool is_terminal_;
};

}  // namespace

Result<std::string> read_secret_line(std::string_view what) {
  const SilentTerminal silent(what);
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
    if (line.size() == kLongestLine) return invalid("The line on standard input is too long.");
    line += static_cast<char>(c);
  }
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) return invalid("Standard input holds no " + std::string(what) + ": write it as the first line.");
  return line;
}

Result<bool> confirm(std::string_view question) {
  if (::isatty(STDIN_FILENO) == 0) {
    return invalid("Nobody can be asked, because standard input is no terminal. Say --yes to go on without asking.");
  }
  std::cerr << question << " [y/N] " << std::flush;
  std::string line;
  std::getline(std::cin, line);
  return line == "y" || line == "yes" || line == "Y";
}

}  // namespace entrepot::cli
