#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "base/try.h"
#include "registry/registry.h"
#include "registry/repository_privileges.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

constexpr std::string_view kField = "privileges";
constexpr std::array<std::string_view, 3> kWords{"Admin", "Write", "Read"};

/// One entry of the list, in the words of its place: "privileges[2].user".
void read_entry(JsonInput& input, const json::object& entry, std::size_t place,
                std::vector<registry::RepositoryPrivilege>& out) {
  const std::string where = "privileges[" + std::to_string(place) + "].";
  const auto text = [&entry](std::string_view key) -> std::string_view {
    const json::value* value = entry.if_contains(key);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
  };
  for (const std::string_view other : {"team", "service"}) {
    const json::value* value = entry.if_contains(other);
    if (value == nullptr || value->is_null()) continue;
    input.refuse(where + std::string(other), "This server has neither teams nor services; name a user.");
    return;
  }
  const std::string_view word = text("privilege");
  if (text("user").empty()) input.refuse(where + "user", "Name a user.");
  if (std::ranges::find(kWords, word) == kWords.end()) {
    input.refuse(where + "privilege", "Choose one of: Admin, Write, Read.");
    return;
  }
  out.push_back({std::string(text("user")), *auth::parse_privilege(word)});
}

std::vector<registry::RepositoryPrivilege> read_privileges(JsonInput& input, JsonInput::Need need) {
  std::vector<registry::RepositoryPrivilege> out;
  const json::value* list = input.find(kField);
  if (list == nullptr || list->is_null()) {
    if (need == JsonInput::Need::required) input.refuse(kField, "This field is required.");
    return out;
  }
  if (!list->is_array() ||
      !std::ranges::all_of(list->get_array(), [](const json::value& v) { return v.is_object(); })) {
    input.refuse(kField, "Must be a list of objects.");
    return out;
  }
  if (list->get_array().size() > registry::kMostRepositoryPrivileges) {
    input.refuse(kField, "A repository has at most 1000 privileges of its own.");
    return out;
  }
  std::size_t place = 0;
  for (const json::value& entry : list->get_array()) read_entry(input, entry.get_object(), place++, out);
  return out;
}

Answer change(const Call& call, registry::PrivilegeChange how, JsonInput::Need need) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  std::vector<registry::RepositoryPrivilege> wanted = read_privileges(input, need);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal, [repository = call.repository, wanted = std::move(wanted), how](registry::WriteContext& context) {
        return registry::change_privileges(context, *repository, wanted, how);
      }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

}  // namespace

Answer list_privileges(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const std::vector<registry::RepositoryPrivilege> all,
                co_await registry.database().read([actor = call.principal, repository = call.repository,
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::list_privileges({transaction, *repository}, *actor, now);
                }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::RepositoryPrivilege& one : slice(all, page)) {
    list.push_back(json::object{{"privilege", auth::privilege_word(one.privilege)}, {"user", one.user}});
  }
  http::Response response = json_response(200, json::object{{kField, std::move(list)}});
  add_pagination(response, call, page, all.size());
  co_return response;
}

Answer replace_privileges(const Call& call) {
  return change(call, registry::PrivilegeChange::replace, JsonInput::Need::required);
}

Answer add_privileges(const Call& call) {
  return change(call, registry::PrivilegeChange::add, JsonInput::Need::optional);
}

}  // namespace entrepot::api::management
