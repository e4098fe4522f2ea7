#include "setup/first_crate.h"

#include <gtest/gtest.h>

#include "setup/answer.h"

namespace entrepot::setup {
namespace {

const NewServer kServer{
    .program = "/opt/my tools/entrepot", .public_url = "http://127.0.0.1:8088", .user = "admin", .api_key = "ent_k"};

std::string all_lines() {
  std::string text;
  for (const FirstStep& step : first_crate(kServer)) {
    for (const std::string& line : step.lines) text += line + "\n";
  }
  return text;
}

TEST(FirstCrate, ShowsTheKeyOnceAndQuotesWhatAShellWouldTakeApart) {
  const std::string text = all_lines();
  EXPECT_NE(text.find("export ENTREPOT_API_KEY=ent_k\n"), std::string::npos);
  EXPECT_EQ(text.find("ent_k"), text.rfind("ent_k"));
  EXPECT_NE(text.find("'/opt/my tools/entrepot' repos create admin/crates --private\n"), std::string::npos);
}

/// The first lines that somebody sees and the set-up page must not differ.
TEST(FirstCrate, TellsCargoWhatTheSetUpPageTells) {
  Question question{.place = {.public_url = kServer.public_url,
                              .namespace_slug = "admin",
                              .repository_slug = "crates",
                              .is_public = false}};
  question.chosen[3] = static_cast<std::size_t>(Store::environment);
  const Result<Page> page = answer(question);
  ASSERT_TRUE(page);
  EXPECT_NE(all_lines().find(page->sections.front().steps.front().code), std::string::npos) << all_lines();
}

}  // namespace
}  // namespace entrepot::setup
