#include <array>
#include <boost/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/crate_calls.h"
#include "api/management/crate_shapes.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/query.h"
#include "api/request_rate.h"
#include "base/log.h"
#include "base/try.h"
#include "registry/crate_viewer.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

registry::CrateListing listing_of(const Call& call, Page page) {
  return {.query = query_text(call.request, "query").value_or(""),
          .sort = query_text(call.request, "sort").value_or(""),
          .page = page.number,
          .page_size = page.size};
}

Result<registry::CrateRights> rights_of(const registry::RepositoryScope& scope, const auth::Principal& actor,
                                        const registry::CrateDetails& crate, Timestamp now) {
  std::set<std::int64_t> uploaders;
  for (const registry::CrateVersion& version : crate.versions) uploaders.insert(version.publisher_id);
  const std::vector<std::int64_t> list(uploaders.begin(), uploaders.end());
  return registry::crate_rights(scope, actor, crate.crate, list, now);
}

/// A crate as JSON, with what depends on who asks. A crate of thousands of versions takes a while, so this is for a
/// thread that reads, down to the last byte of the text: an event loop has others to serve.
Result<std::string> crate_text(const registry::RepositoryScope& scope, const registry::DependentsQuestion& question,
                               Timestamp now) {
  TRY_ASSIGN(const registry::CrateDetails crate, registry::read_crate(scope, question.crate));
  TRY_ASSIGN(const registry::CrateRights rights, rights_of(scope, question.actor, crate, now));
  TRY_ASSIGN(const std::size_t dependents, registry::count_dependents(scope, question, now));
  json::array versions;
  versions.reserve(crate.versions.size());
  for (const registry::CrateVersion& version : crate.versions) {
    TRY_ASSIGN(json::object one, short_json(version));
    versions.push_back(std::move(one));
  }
  return json::serialize(json::object{{"name", crate.crate.name},
                                      {"description", crate.description},
                                      {"newest_version", crate.newest_version},
                                      {"downloads", crate.downloads},
                                      {"created_at", to_rfc3339(crate.created_at)},
                                      {"updated_at", to_rfc3339(crate.crate.updated_at)},
                                      {"owners", to_json(crate.owners)},
                                      {"dependents", dependents},
                                      {"versions", std::move(versions)},
                                      {"may", to_json(rights)}});
}

/// A version with the crates of its repository that it needs.
struct SeenVersion {
  FoundVersion found;
  IndexLine line;
  std::set<std::string> here;  ///< names as the dependencies spell them
  registry::CrateRights rights;
};

Result<std::set<std::string>> needed_here(const registry::RepositoryScope& scope, const IndexLine& line) {
  std::set<std::string> out;
  for (const Dependency& dependency : line.dependencies) {
    if (dependency.registry || out.contains(dependency.name)) continue;
    const auto crate = registry::get_crate(scope, dependency.name);
    if (crate) {
      out.insert(dependency.name);
    } else if (crate.error().code != ErrorCode::not_found) {
      return std::unexpected(crate.error());
    }
  }
  return out;
}

Result<SeenVersion> see_version(const registry::RepositoryScope& scope, const auth::Principal& actor,
                                const VersionName& name, Timestamp now) {
  TRY_ASSIGN(FoundVersion found, find_version(scope, name));
  TRY_ASSIGN(IndexLine line, parse_index_line(found.version.index_line));
  TRY_ASSIGN(std::set<std::string> here, needed_here(scope, line));
  const std::array<std::int64_t, 1> uploader{found.version.publisher_id};
  TRY_ASSIGN(const registry::CrateRights rights, registry::crate_rights(scope, actor, found.crate, uploader, now));
  return SeenVersion{std::move(found), std::move(line), std::move(here), rights};
}

/// A version is shown whether or not one can look into its crate just now: all that is needed to use it is in the
/// database.
net::Task<Result<VersionInside>> look_inside(const Call& call, const FoundVersion& found) {
  registry::CrateViewer& viewer = call.services.registry.crate_viewer();
  CO_TRY_ASSIGN(const registry::CrateFile file, crate_file(call, found));
  VersionInside inside{.access = Inside::shown, .introduction = {}, .contents = viewer.known_contents(file)};
  auto introduction = co_await viewer.introduction(file, rate_caller(call));
  if (introduction) {
    inside.introduction = *std::move(introduction);
    co_return inside;
  }
  inside.access = Inside::unavailable;
  const Error& error = introduction.error();
  if (error.code != ErrorCode::rate_limited) {
    log_warning("A crate could not be looked into", {{"crate", found.crate.name},
                                                     {"version", found.version.version},
                                                     {"error", error.message},
                                                     {"detail", error.detail}});
  }
  co_return inside;
}

}  // namespace

Answer list_crates(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const Page page = page_of(call.request);
  registry::CrateListing listing = listing_of(call, page);
  std::optional<registry::Gate::Pass> pass;
  if (listing.is_walk()) {
    CO_TRY_ASSIGN(registry::Gate::Pass entered, co_await registry.search_gate().enter(rate_caller(call)));
    pass.emplace(std::move(entered));
  }
  CO_TRY_ASSIGN(const registry::CratePage found,
                co_await registry.database().read([repository = call.repository, listing = std::move(listing),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::list_crates({transaction, *repository}, listing, now);
                }));
  json::array list;
  for (const registry::CrateSummary& crate : found.crates) list.push_back(to_json(crate));
  http::Response response = json_response(200, json::object{{"results", std::move(list)}});
  add_pagination(response, call, page, found.total);
  co_return response;
}

Answer get_crate(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      std::string body,
      co_await registry.database().read([repository = call.repository, principal = call.principal,
                                         crate = std::string(call.parameter("crate")), url = registry.public_url(),
                                         now = registry.clock().now()](store::Transaction& transaction) {
        return crate_text({transaction, *repository}, {.crate = crate, .actor = *principal, .public_url = url}, now);
      }));
  co_return json_text_response(200, std::move(body));
}

Answer get_crate_version(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const SeenVersion seen,
                co_await registry.database().read([repository = call.repository, principal = call.principal,
                                                   name = version_name(call),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return see_version({transaction, *repository}, *principal, name, now);
                }));
  VersionInside inside;
  if (!seen.found.version.is_quarantined) {
    CO_TRY_ASSIGN(inside, co_await look_inside(call, seen.found));
  }
  json::object body = full_json(seen.found.crate, seen.found.version, seen.line, inside);
  json::array dependencies;
  for (const Dependency& dependency : seen.line.dependencies) {
    dependencies.push_back(to_json(dependency, !dependency.registry && seen.here.contains(dependency.name)));
  }
  body["dependencies"] = std::move(dependencies);
  body["features"] = features_json(seen.line.features);
  body["may"] = to_json(seen.rights);
  co_return json_response(200, body);
}

Answer list_dependents(const Call& call) {
  registry::Registry& registry = call.services.registry;
  const Page page = page_of(call.request);
  CO_TRY_ASSIGN(
      const registry::DependentsPage found,
      co_await registry.database().read(
          [repository = call.repository, principal = call.principal, page, crate = std::string(call.parameter("crate")),
           url = registry.public_url(),
           now = registry.clock().now()](store::Transaction& transaction) -> Result<registry::DependentsPage> {
            const registry::RepositoryScope scope(transaction, *repository);
            TRY(registry::get_crate(scope, crate));
            return registry::list_dependents(scope, {.crate = crate, .actor = *principal, .public_url = url},
                                             page.number, page.size, now);
          }));
  json::array list;
  for (const registry::CrateDependent& dependent : found.dependents) list.push_back(to_json(dependent));
  http::Response response = json_response(200, json::object{{"results", std::move(list)}});
  add_pagination(response, call, page, found.total);
  co_return response;
}

}  // namespace entrepot::api::management
