#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <functional>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/package_shapes.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "api/query.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/access.h"
#include "registry/package_changes.h"
#include "registry/package_copy.h"
#include "registry/registry.h"
#include "registry/repositories.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::size_t kMostIdentifiers = 1'000;

/// What is done to one package, in a transaction of its own: the failure of one leaves the others alone.
using PackageWork = std::function<Result<void>(registry::WriteContext&, const registry::RepositoryRecord&,
                                               const std::string& identifier)>;

struct Bulk {
  std::string action{};
  std::vector<std::string> identifiers{};
  std::string repository{};  ///< "" for any of the namespace
};

Bulk read_bulk(JsonInput& input, std::span<const std::string_view> actions) {
  Bulk bulk{.action = input.word("action", actions, JsonInput::Need::required).value_or(""),
            .identifiers = input.texts("identifiers").value_or(std::vector<std::string>()),
            .repository = input.text("repository").value_or("")};
  if (bulk.identifiers.empty()) input.refuse("identifiers", "Name at least one package.");
  if (bulk.identifiers.size() > kMostIdentifiers) input.refuse("identifiers", "Name at most 1000 packages at once.");
  return bulk;
}

/// Packages that share a transaction, each in a part of its own; other writers get their turn in between.
constexpr std::size_t kPackagesPerTransaction = 32;

Result<void> do_one(registry::WriteContext& context, const std::string& owner, const std::string& only,
                    const std::string& identifier, const PackageWork& work) {
  TRY_ASSIGN(const registry::RepositoryPointer repository,
             registry::repository_of_package(context.transaction, owner, identifier));
  const bool may_see =
      repository && registry::require_privilege(context.actor, *repository, auth::Privilege::read, context.now);
  if (!may_see || (!only.empty() && !equals_ignoring_case(only, repository->slug))) {
    return fail(ErrorCode::not_found, "There is no package with this identifier.");
  }
  return work(context, *repository, identifier);
}

/// What became of each, in order. A failure that is the server's ends it all.
using Outcomes = std::vector<Result<void>>;

Result<Outcomes> do_some(registry::WriteContext& context, const std::string& owner, const std::string& only,
                         std::span<const std::string> identifiers, const PackageWork& work) {
  Outcomes outcomes;
  for (const std::string& identifier : identifiers) {
    outcomes.push_back(registry::attempt(context, [&] { return do_one(context, owner, only, identifier, work); }));
    const Result<void>& last = outcomes.back();
    if (!last && (last.error().code == ErrorCode::internal || last.error().code == ErrorCode::unavailable)) {
      return std::unexpected(last.error());
    }
  }
  return outcomes;
}

Answer do_all(const Call& call, Bulk bulk, PackageWork work) {
  json::array done;
  json::object failed;
  for (std::size_t first = 0; first < bulk.identifiers.size(); first += kPackagesPerTransaction) {
    const auto rest = std::span(bulk.identifiers).subspan(first);
    const auto some = rest.first(std::min(kPackagesPerTransaction, rest.size()));
    CO_TRY_ASSIGN(const Outcomes outcomes,
                  co_await call.services.registry.writer().write(
                      call.principal, [owner = std::string(call.parameter("owner")), only = bulk.repository,
                                       identifiers = std::vector<std::string>(some.begin(), some.end()),
                                       work](registry::WriteContext& context) {
                        return do_some(context, owner, only, identifiers, work);
                      }));
    for (std::size_t n = 0; n < some.size(); ++n) {
      if (outcomes[n]) {
        done.emplace_back(some[n]);
      } else {
        failed[some[n]] = outcomes[n].error().message;
      }
    }
  }
  co_return json_response(200, json::object{{"action", bulk.action},
                                            {"packages_actioned", std::move(done)},
                                            {"packages_failed_to_action", std::move(failed)}});
}

constexpr std::array<std::string_view, 7> kActions{"Delete", "Resync", "Quarantine", "Unquarantine",
                                                   "Move",   "Copy",   "Rescan"};

PackageWork quarantining(registry::Quarantine what) {
  return [what](registry::WriteContext& context, const registry::RepositoryRecord& repository,
                const std::string& identifier) -> Result<void> {
    TRY(registry::quarantine_package(context, repository, identifier, what));
    return {};
  };
}

/// Nothing for an action that this server does not have.
PackageWork work_of(const Call& call, const std::string& action, const std::string& destination) {
  if (action == "Delete") return registry::delete_package;
  if (action == "Quarantine") return quarantining(registry::Quarantine::add);
  if (action == "Unquarantine") return quarantining(registry::Quarantine::release);
  if (action == "Resync") {
    return [](registry::WriteContext& context, const registry::RepositoryRecord& repository,
              const std::string& identifier) -> Result<void> {
      TRY(registry::resync_package(context, repository, identifier));
      return {};
    };
  }
  if (action != "Copy" && action != "Move") return {};
  const registry::CopyMode mode = action == "Copy" ? registry::CopyMode::copy : registry::CopyMode::move;
  registry::Registry& registry = call.services.registry;
  return [&blobs = registry.blobs(), url = registry.public_url(), destination, mode](
             registry::WriteContext& context, const registry::RepositoryRecord& repository,
             const std::string& identifier) -> Result<void> {
    TRY(registry::copy_package(context, blobs, repository, url,
                               {.identifier = identifier, .destination = destination, .mode = mode}));
    return {};
  };
}

}  // namespace

Answer bulk_action(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  Bulk bulk = read_bulk(input, kActions);
  const std::string destination = input.text("target_repository").value_or("");
  if ((bulk.action == "Copy" || bulk.action == "Move") && destination.empty()) {
    input.refuse("target_repository", "Name the repository to which the packages go.");
  }
  PackageWork work = work_of(call, bulk.action, destination);
  if (bulk.action == "Rescan") input.refuse("action", "This server does not scan packages.");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  co_return co_await do_all(call, std::move(bulk), std::move(work));
}

namespace {

constexpr std::array<std::string_view, 2> kBinActions{"hard_delete", "restore"};

/// A deleted package with the repository in which it was.
struct Binned {
  registry::PackageInfo package;
  registry::RepositoryPointer repository;
};

/// In the repositories of the namespace to which the actor may write.
Result<std::vector<Binned>> read_bin(store::Transaction& transaction, const auth::Principal& actor,
                                     const std::string& owner, const std::string& only, Timestamp now) {
  TRY_ASSIGN(const auto repositories, registry::list_repositories(transaction, actor, owner, now));
  std::vector<Binned> out;
  for (const registry::RepositoryPointer& repository : repositories) {
    if (!only.empty() && !equals_ignoring_case(only, repository->slug)) continue;
    if (auth::privilege_on(actor, repository->facts(), now) < auth::Privilege::write) continue;
    TRY_ASSIGN(const auto packages, registry::list_deleted_packages({transaction, *repository}, now));
    for (const registry::PackageInfo& package : packages) out.push_back({package, repository});
  }
  return out;
}

}  // namespace

Answer list_recycle_bin(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const Page page = page_of(call.request);
  CO_TRY_ASSIGN(const std::vector<Binned> bin,
                co_await registry.database().read([actor = call.principal, owner = std::string(call.parameter("owner")),
                                                   only = query_text(call.request, "repository").value_or(""),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return read_bin(transaction, *actor, owner, only, now);
                }));
  json::array list;
  for (const Binned& one : slice(bin, page)) list.push_back(deleted_json(one.package, *one.repository));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, bin.size());
  co_return response;
}

Answer change_recycle_bin(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  Bulk bulk = read_bulk(input, kBinActions);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  const registry::BinAction action =
      bulk.action == "restore" ? registry::BinAction::restore : registry::BinAction::hard_delete;
  co_return co_await do_all(call, std::move(bulk),
                            [action](registry::WriteContext& context, const registry::RepositoryRecord& repository,
                                     const std::string& identifier) {
                              return registry::change_deleted_package(context, repository, identifier, action);
                            });
}

}  // namespace entrepot::api::management
