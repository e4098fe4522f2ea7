#include "registry/repository.h"

#include <atomic>
#include <boost/json.hpp>
#include <mutex>
#include <utility>

#include "base/encoding.h"
#include "base/lru_cache.h"
#include "base/try.h"
#include "cargo/publish_rules.h"
#include "net/single_flight.h"
#include "registry/repository_rows.h"

namespace entrepot::registry {

std::string repository_key(std::string_view namespace_slug, std::string_view repository_slug) {
  return to_lower(namespace_slug) + '/' + to_lower(repository_slug);
}

Result<RepositoryPointer> repository_from_row(const store::Row& row) {
  auto record = std::make_shared<RepositoryRecord>();
  record->id = row.integer(0);
  record->namespace_id = row.integer(1);
  record->namespace_slug = row.text(2);
  record->namespace_kind = row.text(3) == "organisation" ? NamespaceKind::organisation : NamespaceKind::user;
  record->slug = row.text(4);
  record->slug_perm = row.text(5);
  record->name = row.text(6);
  record->description = row.text(7);
  record->visibility = row.text(8) == "public" ? Visibility::public_ : Visibility::private_;
  const auto privilege = auth::parse_privilege(row.text(9));
  if (!privilege) return internal_error("a repository in the database has an unknown default privilege");
  record->default_privilege = *privilege;
  record->settings = row.text(10);
  boost::system::error_code error;
  const boost::json::value rules = boost::json::parse(row.text(11), error);
  if (error || !rules.is_object()) return internal_error("a repository's publish rules are not a JSON object");
  TRY_ASSIGN(PublishRules parsed, publish_rules_from_json(rules.get_object()));
  record->publish_rules = std::make_shared<const PublishRules>(parsed);
  record->created_at = from_unix(row.integer(12));
  record->updated_at = from_unix(row.integer(13));
  return record;
}

Result<RepositoryPointer> find_repository(store::Transaction& transaction, std::string_view namespace_slug,
                                          std::string_view repository_slug) {
  TRY_ASSIGN(const auto row,
             transaction.query_one(std::string(kSelectRepositories) + " AND n.slug_key = :a AND r.slug_key = :b",
                                   {to_lower(namespace_slug), to_lower(repository_slug)}));
  if (!row) return RepositoryPointer{};
  return repository_from_row(*row);
}

Result<RepositoryPointer> find_repository_by_id(store::Transaction& transaction, std::int64_t id) {
  TRY_ASSIGN(const auto row, transaction.query_one(std::string(kSelectRepositories) + " AND r.id = :a", {id}));
  if (!row) return RepositoryPointer{};
  return repository_from_row(*row);
}

namespace {

/// What is remembered of a name: its repository, or that it has none.
struct KnownName {
  RepositoryPointer repository;
};

/// Long enough for any pair of slugs, so that a find needs no allocation; longer names exist nowhere.
constexpr std::size_t kLongestKey = 101;

}  // namespace

struct RepositoryCache::State {
  store::Database& database;
  LruCache<std::string, KnownName> names;
  net::SingleFlight<std::string, RepositoryPointer> flights;
  std::mutex mutex;  // an insert is before an epoch's end, and then erased, or does not happen
  std::uint64_t epoch = 0;

  net::Task<Result<RepositoryPointer>> fly(std::string namespace_slug, std::string repository_slug) {
    const std::uint64_t taken_at = current_epoch();
    CO_TRY_ASSIGN(RepositoryPointer found,
                  co_await database.read([namespace_slug, repository_slug](store::Transaction& transaction) {
                    return find_repository(transaction, namespace_slug, repository_slug);
                  }));
    keep(repository_key(namespace_slug, repository_slug), found, taken_at);
    co_return found;
  }

  std::uint64_t current_epoch() {
    std::lock_guard lock(mutex);
    return epoch;
  }
  void keep(std::string key, RepositoryPointer found, std::uint64_t taken_at) {
    auto known = std::make_shared<const KnownName>(std::move(found));
    std::lock_guard lock(mutex);
    if (epoch == taken_at) names.insert(std::move(key), std::move(known), 1);
  }
};

RepositoryCache::RepositoryCache(store::Database& database, std::size_t entries)
    : state_(new State{.database = database, .names{entries}, .flights{}, .mutex{}}) {}

RepositoryCache::~RepositoryCache() = default;

std::optional<RepositoryPointer> RepositoryCache::find(std::string_view namespace_slug,
                                                       std::string_view repository_slug) const {
  std::array<char, kLongestKey> buffer{};
  const std::size_t length = namespace_slug.size() + 1 + repository_slug.size();
  if (length > buffer.size()) return RepositoryPointer{};
  auto end = buffer.begin();
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; };
  end = std::ranges::transform(namespace_slug, end, lower).out;
  *end++ = '/';
  std::ranges::transform(repository_slug, end, lower);
  const auto known = state_->names.find(std::string_view(buffer.data(), length));
  if (!known) return std::nullopt;
  return known->repository;
}

net::Task<Result<RepositoryPointer>> RepositoryCache::load(std::string namespace_slug, std::string repository_slug) {
  if (namespace_slug.size() + 1 + repository_slug.size() > kLongestKey) co_return RepositoryPointer{};
  State* state = state_.get();
  std::string key = repository_key(namespace_slug, repository_slug);
  co_return co_await state->flights.run(
      std::move(key), [state, namespace_slug, repository_slug] { return state->fly(namespace_slug, repository_slug); });
}

void RepositoryCache::forget(std::int64_t repository_id) {
  {
    std::lock_guard lock(state_->mutex);
    ++state_->epoch;
  }
  state_->names.erase_if([repository_id](const std::string&, const KnownName& known) {
    return !known.repository || known.repository->id == repository_id;
  });
  state_->flights.abandon_if([](const std::string&) { return true; });
}

void RepositoryCache::stop() {
  state_->flights.stop();
}

}  // namespace entrepot::registry
