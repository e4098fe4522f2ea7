#include "registry/users.h"

#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/refuse_fields.h"
#include "api/management/shapes.h"
#include "base/try.h"
#include "registry/passwords.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;

namespace {

std::optional<auth::Secret> read_new_password(JsonInput& input, JsonInput::Need need) {
  std::optional<std::string> text = input.text("password", need);
  if (!text) return std::nullopt;
  auth::Secret password(std::move(*text));
  if (auto good = auth::check_password(password); !good) input.refuse("password", good.error().message);
  return password;
}

}  // namespace

Answer create_user(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::NewUser user{.slug = input.text("slug", JsonInput::Need::required).value_or(""),
                         .name = input.text("name").value_or(""),
                         .email = input.text("email"),
                         .is_admin = input.flag("is_admin").value_or(false)};
  const std::optional<auth::Secret> password = read_new_password(input, JsonInput::Need::optional);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  if (password) {
    CO_TRY_ASSIGN(user.password_hash, co_await registry.authenticator().hash_new_password(*password));
  }
  CO_TRY_ASSIGN(
      const registry::UserRecord created,
      co_await registry.writer().write(call.principal, [user = std::move(user)](registry::WriteContext& context) {
        return registry::create_user(context, user);
      }));
  co_return json_response(201, to_json(created, call.public_url()));
}

Answer list_users(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const std::vector<registry::UserRecord> users,
                co_await registry.database().read(
                    [actor = call.principal, now = registry.clock().now()](store::Transaction& transaction) {
                      return registry::list_users(transaction, *actor, now);
                    }));
  const Page page = page_of(call.request);
  json::array list;
  for (const registry::UserRecord& user : slice(users, page)) list.push_back(to_json(user, call.public_url()));
  http::Response response = json_response(200, json::value(std::move(list)));
  add_pagination(response, call, page, users.size());
  co_return response;
}

Answer get_profile(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::UserRecord user,
                co_await registry.database().read([actor = call.principal, slug = std::string(call.parameter("user")),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::find_profile(transaction, *actor, slug, now);
                }));
  co_return json_response(200, profile_json(user, call.public_url()));
}

namespace {

using Change = Result<registry::UserRecord> (*)(registry::WriteContext&, std::string_view);

Answer change_user(const Call& call, Change change) {
  CO_TRY_ASSIGN(const registry::UserRecord user,
                co_await call.services.registry.writer().write(
                    call.principal, [change, slug = std::string(call.parameter("user"))](
                                        registry::WriteContext& context) { return change(context, slug); }));
  co_return json_response(200, to_json(user, call.public_url()));
}

}  // namespace

Answer disable_user(const Call& call) {
  return change_user(call, &registry::disable_user);
}

Answer enable_user(const Call& call) {
  return change_user(call, &registry::enable_user);
}

Answer set_password(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const std::optional<auth::Secret> password = read_new_password(input, JsonInput::Need::required);
  std::optional<std::string> current = input.text("current_password");
  if (!password || !input.errors().empty()) co_return refuse_fields(call, input);
  registry::PasswordChange change{.user = std::string(call.parameter("user")),
                                  .password = *password,
                                  .peer_address = std::string(call.request.peer)};
  if (current) change.current.emplace(std::move(*current));
  CO_TRY_ASSIGN(const registry::UserRecord user,
                co_await registry::change_password(call.services.registry, call.principal, std::move(change)));
  co_return json_response(200, to_json(user, call.public_url()));
}

}  // namespace entrepot::api::management
