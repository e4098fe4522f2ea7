#include "package_query/reference.h"

#include <gtest/gtest.h>

#include "base/file.h"
#include "package_query/query_fixture_test.h"

namespace entrepot::package_query {
namespace {

TEST(SearchReference, IsThePageInTheDocumentation) {
  const auto page = read_file("docs/search.md", 1024 * 1024);
  ASSERT_TRUE(page.has_value()) << "run from the top folder";
  EXPECT_EQ(*page, search_markdown()) << "make it again: entrepot search-language > docs/search.md";
}

TEST(SearchReference, ShowsQueriesThatAreAccepted) {
  const std::string page = search_markdown();
  std::size_t line = page.find("```\n") + 4;
  const std::size_t end = page.find("```", line);
  int examples = 0;
  while (line < end) {
    const std::size_t next = page.find('\n', line);
    EXPECT_EQ(refusal(page.substr(line, next - line)), "accepted");
    line = next + 1;
    ++examples;
  }
  EXPECT_EQ(examples, 4);
}

}  // namespace
}  // namespace entrepot::package_query
