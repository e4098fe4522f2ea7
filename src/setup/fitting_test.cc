#include "setup/fitting.h"

#include <gtest/gtest.h>

#include <string>

#include "setup/answer.h"

namespace entrepot::setup {
namespace {

Question question(bool is_public) {
  return {.place = {.public_url = "https://crates.example.org",
                    .namespace_slug = "acme",
                    .repository_slug = "tools",
                    .is_public = is_public}};
}

/// Every selection there is.
template <typename Visit>
void each_selection(const Visit& visit) {
  Selection one;
  const auto all = dimensions();
  for (std::size_t a = 0; a < all[0].words().size(); ++a) {
    for (std::size_t b = 0; b < all[1].words().size(); ++b) {
      for (std::size_t c = 0; c < all[2].words().size(); ++c) {
        for (std::size_t d = 0; d < all[3].words().size(); ++d) {
          all[0].set(one, a);
          all[1].set(one, b);
          all[2].set(one, c);
          all[3].set(one, d);
          visit(one);
        }
      }
    }
  }
}

Question with(Question question, const Selection& selection) {
  for (std::size_t at = 0; at < kDimensionCount; ++at) question.chosen[at] = dimensions()[at].get(selection);
  return question;
}

TEST(Fitting, SaysTheSameOfASelectionWhoeverAsks) {
  std::size_t fitting = 0;
  for (const bool is_public : {false, true}) {
    const Question asked = question(is_public);
    each_selection([&](const Selection& selection) {
      const std::string_view why = objection(asked.place, selection);
      const Result<Chosen> chosen = choose(with(asked, selection));
      ASSERT_EQ(chosen.has_value(), why.empty());
      if (!chosen) {
        EXPECT_EQ(chosen.error().message, why);
        return;
      }
      ++fitting;
      EXPECT_EQ(chosen->selection, selection);
      EXPECT_FALSE(chosen->tasks.empty());
    });
  }
  EXPECT_GT(fitting, 60U);
}

TEST(Fitting, LeavesNoValueOfAChoiceWithoutAUse) {
  for (const Dimension& dimension : dimensions()) {
    for (std::size_t at = 0; at < dimension.words().size(); ++at) {
      bool is_of_use = false;
      for (const bool is_public : {false, true}) {
        Question asked = question(is_public);
        asked.chosen[static_cast<std::size_t>(&dimension - dimensions().data())] = at;
        is_of_use = is_of_use || choose(asked).has_value();
      }
      EXPECT_TRUE(is_of_use) << dimension.name << " " << dimension.words()[at].value;
    }
  }
}

TEST(Fitting, MakesAPageOfEverythingThatFits) {
  for (const bool is_public : {false, true}) {
    each_selection([&](const Selection& selection) {
      const Question asked = with(question(is_public), selection);
      const Result<Page> page = answer(asked);
      if (!page) return;
      for (const Section& section : page->sections) {
        EXPECT_FALSE(section.steps.empty()) << section.id;
        EXPECT_FALSE(section.title.empty());
        for (const Step& step : section.steps) {
          EXPECT_FALSE(step.text.empty());
          EXPECT_TRUE(step.code.ends_with('\n')) << step.code;
          if (selection.credential == Credential::none) {
            EXPECT_TRUE(secrets_in(step.code).empty()) << step.code;
          }
        }
      }
      for (const Task task : page->tasks) {
        EXPECT_TRUE(objection(asked.place, asked.may_publish, selection, task).empty());
      }
    });
  }
}

/// A build gets no more than it needs: who only reads by a token in the URL, or a public repository, has no key there.
TEST(Fitting, GivesAReadingBuildNoKeyThatItDoesNotNeed) {
  for (const bool is_public : {false, true}) {
    each_selection([&](const Selection& selection) {
      if (!is_automatic(selection.store) || selection.credential != Credential::api_key) return;
      Question asked = with(question(is_public), selection);
      if (!is_public && !is_token_in_url(asked.place, selection)) return;
      asked.tasks = {Task::depend, Task::install};
      const Result<Page> page = answer(asked);
      if (!page) return;
      for (const Section& section : page->sections) {
        for (const Step& step : section.steps) {
          EXPECT_EQ(step.code.find("ENTREPOT_API_KEY"), std::string::npos) << step.code;
          EXPECT_EQ(step.code.find("{{api_key}}"), std::string::npos) << step.code;
        }
      }
    });
  }
}

}  // namespace
}  // namespace entrepot::setup
