#include "registry/repositories.h"

#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "api/management/settings.h"
#include "api/management/shapes.h"
#include "api/query.h"
#include "base/try.h"
#include "registry/namespaces.h"
#include "registry/registry.h"
#include "registry/repository_actions.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 2> kVisibilities{"Public", "Private"};
constexpr std::array<std::string_view, 4> kPrivileges{"Admin", "Write", "Read", "None"};
constexpr std::size_t kLongestName = 50;
constexpr std::size_t kLongestDescription = 1000;

std::optional<std::string> limited_text(JsonInput& input, std::string_view field, std::size_t longest,
                                        JsonInput::Need need = JsonInput::Need::optional) {
  std::optional<std::string> text = input.text(field, need);
  if (text && text->size() > longest) {
    input.refuse(field, "Ensure this field has no more than " + std::to_string(longest) + " characters.");
  }
  return text;
}

std::string read_publish_rules(JsonInput& input) {
  const json::value* rules = input.find("publish_rules");
  if (rules == nullptr || rules->is_null()) return {};
  if (rules->is_object()) return json::serialize(*rules);
  input.refuse("publish_rules", "Must be an object.");
  return {};
}

/// The fields that creating and changing share.
registry::RepositoryChange read_change(JsonInput& input, JsonInput::Need name_need) {
  registry::RepositoryChange change;
  change.name = limited_text(input, "name", kLongestName, name_need);
  change.slug = limited_text(input, "slug", kLongestName);
  change.description = limited_text(input, "description", kLongestDescription);
  if (const auto word = input.word("repository_type_str", kVisibilities)) {
    change.visibility = *word == "Public" ? registry::Visibility::public_ : registry::Visibility::private_;
  }
  if (const auto word = input.word("default_privilege", kPrivileges))
    change.default_privilege = auth::parse_privilege(*word);
  if (const json::object settings = read_settings(input); !settings.empty())
    change.settings = json::serialize(settings);
  if (std::string rules = read_publish_rules(input); !rules.empty()) change.publish_rules = std::move(rules);
  return change;
}

registry::NewRepository to_new(registry::RepositoryChange change) {
  registry::NewRepository repository;
  repository.name = std::move(change.name).value_or("");
  repository.slug = std::move(change.slug).value_or("");
  repository.description = std::move(change.description).value_or("");
  repository.visibility = change.visibility.value_or(repository.visibility);
  repository.default_privilege = change.default_privilege.value_or(repository.default_privilege);
  if (change.settings) repository.settings = std::move(*change.settings);
  if (change.publish_rules) repository.publish_rules = std::move(*change.publish_rules);
  return repository;
}

/// A repository with its numbers, as one read sees them.
struct Shown {
  registry::RepositoryPointer repository;
  registry::RepositoryNumbers numbers;
};

Result<Shown> with_numbers(store::Transaction& transaction, registry::RepositoryPointer repository) {
  TRY_ASSIGN(const registry::RepositoryNumbers numbers, registry::repository_numbers(transaction, *repository));
  return Shown{std::move(repository), numbers};
}

json::object actions_json(const registry::RepositoryActions& actions) {
  return {{"publish", actions.publish},
          {"yank", actions.yank},
          {"delete", actions.remove},
          {"copy", actions.copy},
          {"move", actions.move},
          {"tag", actions.tag},
          {"quarantine", actions.quarantine},
          {"resync", actions.resync},
          {"manage_entitlements", actions.manage_entitlements},
          {"view_statistics", actions.view_statistics},
          {"administer", actions.administer}};
}

struct ShownList {
  std::vector<Shown> repositories;
  std::size_t total = 0;
};

Answer list(const Call& call, std::optional<std::string> namespace_slug) {
  registry::Registry& registry = call.services.registry;
  const Page page = page_of(call.request);
  CO_TRY_ASSIGN(
      const ShownList shown,
      co_await registry.database().read([page, actor = call.principal, now = registry.clock().now(), namespace_slug,
                                         query = query_text(call.request, "query").value_or("")](
                                            store::Transaction& transaction) -> Result<ShownList> {
        if (namespace_slug) TRY(registry::find_visible_namespace(transaction, *actor, *namespace_slug, now));
        TRY_ASSIGN(const std::vector<registry::RepositoryPointer> all,
                   registry::list_repositories(transaction, *actor, namespace_slug, now, query));
        ShownList some{.repositories = {}, .total = all.size()};
        for (const registry::RepositoryPointer& repository : slice(all, page)) {
          TRY_ASSIGN(Shown one, with_numbers(transaction, repository));
          some.repositories.push_back(std::move(one));
        }
        return some;
      }));
  json::array array;
  for (const Shown& one : shown.repositories) {
    array.push_back(to_json(*one.repository, one.numbers, call.public_url()));
  }
  http::Response response = json_response(200, json::value(std::move(array)));
  add_pagination(response, call, page, shown.total);
  co_return response;
}

}  // namespace

Answer list_repositories(const Call& call) {
  return list(call, std::nullopt);
}

Answer list_repositories_of(const Call& call) {
  return list(call, std::string(call.parameter("owner")));
}

Answer create_repository(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::NewRepository repository = to_new(read_change(input, JsonInput::Need::required));
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::RepositoryPointer created,
                co_await registry.writer().write(
                    call.principal, [repository = std::move(repository), &sealer = registry.sealer(),
                                     owner = std::string(call.parameter("owner"))](registry::WriteContext& context) {
                      return registry::create_repository(context, sealer, owner, repository);
                    }));
  co_return json_response(201, to_json(*created, registry::RepositoryNumbers{}, call.public_url()));
}

Answer get_repository(const Call& call) {
  CO_TRY_ASSIGN(
      const registry::RepositoryNumbers numbers,
      co_await call.services.registry.database().read([repository = call.repository](store::Transaction& transaction) {
        return registry::repository_numbers(transaction, *repository);
      }));
  json::object object = to_json(*call.repository, numbers, call.public_url());
  object["privilege"] = auth::privilege_word(call.privilege);
  object["actions"] =
      actions_json(registry::actions_in(*call.repository, *call.principal, call.services.registry.clock().now()));
  co_return json_response(200, object);
}

Answer update_repository(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::RepositoryChange change = read_change(input, JsonInput::Need::optional);
  if (change.name && change.name->empty()) input.refuse("name", "This field may not be blank.");
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(
      const Shown shown,
      co_await call.services.registry.writer().write(
          call.principal,
          [repository = call.repository, change = std::move(change)](registry::WriteContext& context) -> Result<Shown> {
            TRY_ASSIGN(registry::RepositoryPointer updated, registry::update_repository(context, *repository, change));
            return with_numbers(context.transaction, std::move(updated));
          }));
  co_return json_response(200, to_json(*shown.repository, shown.numbers, call.public_url()));
}

Answer delete_repository(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal, [repository = call.repository](registry::WriteContext& context) {
        return registry::delete_repository(context, *repository);
      }));
  co_return http::Response{.status = 200, .fields = {}, .body = {}};
}

}  // namespace entrepot::api::management
