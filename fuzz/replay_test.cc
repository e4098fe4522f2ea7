// Runs every fuzz target over its seeds, over each seed cut short, and over nothing: so that what a fuzzer once found
// stays found. A target reports by crashing, or by the sanitizer of the build.
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {

struct FuzzTarget {
  const char* name;
  int (*run)(const std::uint8_t*, std::size_t);
};

}  // namespace

#include "fuzz_targets.inc"

namespace {

void run(const FuzzTarget& target, const std::string& input) {
  target.run(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

class FuzzReplay : public ::testing::TestWithParam<FuzzTarget> {};

TEST_P(FuzzReplay, SurvivesItsCorpus) {
  const std::filesystem::path corpus = std::filesystem::path("fuzz/corpus") / GetParam().name;
  ASSERT_TRUE(std::filesystem::is_directory(corpus)) << corpus << ": run from the top folder; every target needs seeds";
  int seeds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input{std::istreambuf_iterator<char>(file), {}};
    ++seeds;
    run(GetParam(), input);
    constexpr std::size_t kCuts = 16;
    for (std::size_t cut = 0; cut < kCuts; ++cut) run(GetParam(), input.substr(0, input.size() * cut / kCuts));
  }
  EXPECT_GT(seeds, 0);
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzReplay, ::testing::ValuesIn(kFuzzTargets),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
