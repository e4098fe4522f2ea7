#include "base/log_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <string>

namespace entrepot {
namespace {

std::string tell(std::uint64_t lines) {
  return std::to_string(lines) + " dropped\n";
}

/// A pipe as a container runtime gives it to a program.
class Pipe {
 public:
  Pipe() { EXPECT_EQ(::pipe2(ends_.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  int input() const { return ends_[1]; }

  /// What is in it now.
  std::string read_all() const {
    ::fcntl(ends_[0], F_SETFL, O_NONBLOCK);
    std::string text;
    std::array<char, 64 * 1024> buffer{};
    for (ssize_t count = 0; (count = ::read(ends_[0], buffer.data(), buffer.size())) > 0;) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return text;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(LogOutput, WritesALineAtOnce) {
  const Pipe pipe;
  LogOutput output(pipe.input(), tell);
  output.write("one\n");
  output.write("two\n");
  EXPECT_EQ(pipe.read_all(), "one\ntwo\n");
  EXPECT_EQ(output.dropped(), 0u);
}

TEST(LogOutput, DoesNotWaitForAReaderThatStandsStill) {
  const Pipe pipe;
  LogOutput output(pipe.input(), tell);
  const std::string line = std::string(999, 'x') + '\n';
  const auto begin = std::chrono::steady_clock::now();
  for (int count = 0; count < 5000; ++count) output.write(line);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
  const std::string kept = pipe.read_all();
  EXPECT_EQ(kept.size() / line.size() + output.dropped(), 5000u);
  EXPECT_GT(output.dropped(), 0u);
}

TEST(LogOutput, TellsHowManyLinesWereDroppedOnceThereIsRoomAgain) {
  const Pipe pipe;
  LogOutput output(pipe.input(), tell);
  while (output.dropped() < 3) output.write(std::string(999, 'x') + '\n');
  pipe.read_all();
  output.write("after\n");
  output.write("and on\n");
  EXPECT_EQ(pipe.read_all(), "3 dropped\nafter\nand on\n");
}

TEST(LogOutput, FinishesALineThatWasTornBeforeTheNextOne) {
  const Pipe pipe;
  LogOutput output(pipe.input(), tell);
  const std::string line = std::string(100'000, 'x') + '\n';  // longer than what a pipe takes in one piece
  while (output.dropped() == 0) output.write(line);
  std::string text = pipe.read_all();
  output.write("after\n");
  text += pipe.read_all();
  const std::size_t end = text.rfind("1 dropped\nafter\n");
  ASSERT_NE(end, std::string::npos);
  EXPECT_EQ(end % line.size(), 0u) << "a line is not whole";
}

TEST(LogOutput, SurvivesAReaderThatIsGone) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  ::signal(SIGPIPE, SIG_IGN);  // as the server does
  ::close(ends[0]);
  LogOutput output(ends[1], tell);
  output.write("nobody reads\n");
  EXPECT_EQ(output.dropped(), 1u);
  ::close(ends[1]);
}

}  // namespace
}  // namespace entrepot
