#include "cli/standard_input.h"

#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>

#include "base/encoding.h"
#include "base/try.h"

namespace entrepot::cli {
namespace {

constexpr std::size_t kLongestLine = 64 * 1024;

volatile std::sig_atomic_t caught_signal = 0;

void on_signal(int number) {
  caught_signal = number;
}

/// While it lives, a terminal on standard input does not show what is typed, and signals that would end or stop the
/// program only interrupt the reading (as readpassphrase(3) of BSD has it): first the terminal is put back, then they
/// do what they do. They are let in only while it waits for a line, so that none is lost just before.
class SilentTerminal {
 public:
  explicit SilentTerminal(std::string_view what) : is_terminal_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!is_terminal_) return;
    struct sigaction interrupt{};
    interrupt.sa_handler = &on_signal;
    sigemptyset(&interrupt.sa_mask);
    caught_signal = 0;
    sigset_t blocked;
    sigemptyset(&blocked);
    for (const int number : kSignals) sigaddset(&blocked, number);
    ::pthread_sigmask(SIG_BLOCK, &blocked, &mask_);
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &interrupt, &handlers_[i]);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ECHONL);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    fmt::print(stderr, "{}{}: ", what.empty() ? "" : std::string(1, upper(what.front())),
               what.substr(what.empty() ? 0 : 1));
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;
  ~SilentTerminal() {
    if (!is_terminal_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    fmt::print(stderr, "\n");
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &handlers_[i], nullptr);
    ::pthread_sigmask(SIG_SETMASK, &mask_, nullptr);
  }

  /// Of the signals while it waits for a line; null when this is no terminal.
  const sigset_t* mask() const { return is_terminal_ ? &mask_ : nullptr; }

 private:
  static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
  static char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

  termios before_{};
  sigset_t mask_{};
  std::array<struct sigaction, kSignals.size()> handlers_{};
  bool is_terminal_;
};

/// A line without its end, byte by byte, so that nothing of the next is taken. Nothing when a signal came.
Result<std::string> read_line(const sigset_t* mask = nullptr) {
  std::string line;
  while (true) {
    char c = 0;
    if (mask != nullptr) {
      pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
      const int ready = ::ppoll(&input, 1, nullptr, mask);
      if (ready < 0 && errno == EINTR && caught_signal != 0) return std::string();
      if (ready < 0 && errno == EINTR) continue;
    }
    const ssize_t count = ::read(STDIN_FILENO, &c, 1);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || c == '\n') break;
    if (line.size() == kLongestLine) return invalid("The line on standard input is too long.");
    line += c;
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

bool can_ask() {
  return ::isatty(STDIN_FILENO) != 0;
}

Result<std::string> read_secret_line(std::string_view what) {
  while (true) {
    caught_signal = 0;
    Result<std::string> line = [what] {
      const SilentTerminal silent(what);
      return read_line(silent.mask());
    }();
    if (const int number = caught_signal; number != 0) {
      ::raise(number);  // ends the program, or stops it; once it is continued, the question is asked again
      continue;
    }
    if (line && line->empty()) {
      return invalid("Standard input holds no " + std::string(what) + ": write it as the first line.");
    }
    return line;
  }
}

Result<std::string> ask(std::string_view question, std::string_view preset) {
  fmt::print(stderr, "{}{}: ", question, preset.empty() ? std::string() : fmt::format(" [{}]", preset));
  TRY_ASSIGN(const std::string line, read_line());
  const std::string_view answer = trimmed(line);
  return std::string(answer.empty() ? preset : answer);
}

Result<bool> confirm(std::string_view question) {
  if (!can_ask()) {
    return invalid("Nobody can be asked, because standard input is no terminal. Say --yes to go on without asking.");
  }
  fmt::print(stderr, "{} [y/N] ", question);
  TRY_ASSIGN(const std::string line, read_line());
  return line == "y" || line == "yes" || line == "Y";
}

}  // namespace entrepot::cli
