#include "registry/search.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include "base/try.h"
#include "registry/follower_runner.h"
#include "registry/registry.h"
#include "registry/search_index.h"

namespace entrepot::registry {
namespace {

constexpr std::size_t kLongestText = 200;
constexpr std::size_t kMostWords = 8;
constexpr std::size_t kMostPerPage = 100;
constexpr std::int64_t kMostOffset = 1'000'000;
/// A search may wait for the index when it is this little behind; a rebuild is not waited for.
constexpr std::int64_t kShortLag = 1'000;
constexpr Milliseconds kPatience{300};
/// Where counting ends: nobody turns so many pages.
constexpr std::int64_t kMostCounted = 10'000;

/// For LIKE … ESCAPE '!'.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(searchable(text));
  std::vector<std::string> words;
  for (std::string word; stream >> word && words.size() < kMostWords;) words.push_back(word);
  return words;
}

std::string join(const std::vector<std::string>& words, char between) {
  std::string joined;
  for (const std::string& word : words) {
    if (!joined.empty()) joined += between;
    joined += word;
  }
  return joined;
}

/// A statement with its values; parameters are named :a, :b, … in the order in which they are added.
struct Statement {
  std::string sql;
  std::vector<store::Value> values;

  std::string add(store::Value value) {
    values.push_back(std::move(value));
    return {':', static_cast<char>('a' + values.size() - 1)};
  }
};

/// How good a hit is: the row's place in the ranking of the whole text.
std::string rank(Statement& statement, const std::vector<std::string>& words) {
  const std::string name = join(words, '_');
  std::string spaced = name;
  std::ranges::replace(spaced, '_', ' ');
  const std::string exact = statement.add(name);
  const std::string prefix = statement.add(escaped(name) + '%');
  const std::string word = statement.add("% " + escaped(spaced) + " %");
  const std::string part = statement.add('%' + escaped(name) + '%');
  const std::string keyword = statement.add("% " + escaped(name) + " %");
  return "CASE WHEN d.name = " + exact + " THEN 0 WHEN d.name LIKE " + prefix +
         " ESCAPE '!' THEN 1 WHEN d.words LIKE " + word + " ESCAPE '!' THEN 2 WHEN d.name LIKE " + part +
         " ESCAPE '!' THEN 3 WHEN d.keywords LIKE " + keyword + " ESCAPE '!' THEN 4 ELSE 5 END";
}

std::string matches(Statement& statement, std::int64_t repository_id, const std::vector<std::string>& words) {
  std::string condition = "d.repository_id = " + statement.add(repository_id);
  for (const std::string& word : words) {
    condition += " AND d.content LIKE " + statement.add('%' + escaped(word) + '%') + " ESCAPE '!'";
  }
  return condition;
}

/// With no words these are all crates, whose number is known.
Result<std::uint32_t> count(const RepositoryScope& scope, const std::vector<std::string>& words) {
  Statement statement;
  if (words.empty()) {
    statement.sql = "SELECT crate_count FROM repositories WHERE id = " + statement.add(scope.id());
  } else {
    const std::string condition = matches(statement, scope.id(), words);
    statement.sql = "SELECT COUNT(*) FROM (SELECT d.crate_id FROM search_documents d WHERE " + condition + " LIMIT " +
                    statement.add(kMostCounted) + ") AS found";
  }
  TRY_ASSIGN(const auto row, scope.transaction().query_one(statement.sql, statement.values));
  return static_cast<std::uint32_t>(row ? row->integer(0) : 0);
}

/// With no words an index gives the order; else every document is looked at.
Statement page_of(std::int64_t repository_id, const std::vector<std::string>& words, std::int64_t per_page,
                  std::int64_t offset) {
  Statement statement;
  std::string rest;
  if (words.empty()) {
    rest = "crates c WHERE c.repository_id = " + statement.add(repository_id) +
           " AND c.max_version <> '' ORDER BY c.downloads DESC, c.canonical";
  } else {
    const std::string condition = matches(statement, repository_id, words);
    rest = "search_documents d JOIN crates c ON c.id = d.crate_id WHERE " + condition + " ORDER BY " +
           rank(statement, words) + ", c.downloads DESC, d.name";
  }
  rest += " LIMIT " + statement.add(per_page);
  rest += " OFFSET " + statement.add(offset);
  statement.sql = "SELECT c.name, c.max_version, c.description, c.downloads FROM " + rest;
  return statement;
}

}  // namespace

Result<SearchAnswer> search_in(const RepositoryScope& scope, const SearchRequest& request) {
  const std::vector<std::string> words = words_of(request.text.substr(0, kLongestText));
  const auto per_page = static_cast<std::int64_t>(std::clamp<std::size_t>(request.per_page, 1, kMostPerPage));
  const auto page = static_cast<std::int64_t>(std::clamp<std::size_t>(request.page, 1, kMostOffset));
  const std::int64_t offset = std::min((page - 1) * per_page, kMostOffset);
  const Statement statement = page_of(scope.id(), words, per_page, offset);
  TRY_ASSIGN(const auto rows, scope.transaction().query(statement.sql, statement.values));

  SearchAnswer answer;
  for (const auto& row : rows) answer.hits.push_back({row.text(0), row.text(1), row.text(2), row.integer(3)});
  // A first page that is not full is all there is; else a count of its own is cheaper than carrying every hit through
  // the sort.
  answer.total = static_cast<std::uint32_t>(rows.size());
  if (offset > 0 || answer.total == per_page) {
    TRY_ASSIGN(answer.total, count(scope, words));
  }
  return answer;
}

namespace {

struct Lag {
  std::int64_t head = 0;
  std::int64_t events = 0;
};

Result<Lag> read_lag(store::Transaction& transaction) {
  TRY_ASSIGN(const std::int64_t head, last_sequence(transaction));
  TRY_ASSIGN(const std::int64_t cursor, follower_cursor(transaction, SearchIndex::kName));
  return Lag{.head = head, .events = head - cursor};
}

}  // namespace

net::Task<Result<SearchAnswer>> search(Registry& registry, RepositoryPointer repository, SearchRequest request,
                                       std::string caller) {
  // Whoever has just published wants to find it: the follower gets a moment for a little lag, and then the answer is as
  // old as it is.
  CO_TRY_ASSIGN(const Lag lag, co_await registry.database().read(read_lag));
  if (lag.events > 0 && lag.events <= kShortLag) {
    co_await registry.followers().wait_until_applied(SearchIndex::kName, lag.head, net::Deadline::after(kPatience));
  }
  CO_TRY_ASSIGN(const Gate::Pass pass, co_await registry.search_gate().enter(std::move(caller)));
  co_return co_await registry.database().read([repository, request](store::Transaction& transaction) {
    return search_in(RepositoryScope(transaction, *repository), request);
  });
}

}  // namespace entrepot::registry
