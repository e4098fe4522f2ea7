#include "registry/package_changes.h"

#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/package_shapes.h"
#include "api/management/refuse_fields.h"
#include "base/try.h"
#include "registry/package_copy.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

std::string identifier_of(const Call& call) {
  return std::string(call.parameter("package"));
}

http::Response package_response(const Call& call, const registry::PackageInfo& package) {
  return json_response(200, to_json(package, *call.repository, call.public_url()));
}

}  // namespace

Answer delete_package(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal,
      [repository = call.repository, identifier = identifier_of(call)](registry::WriteContext& context) {
        return registry::delete_package(context, *repository, identifier);
      }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

namespace {

Answer to_destination(const Call& call, registry::CopyMode mode) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::CopyRequest request{.identifier = identifier_of(call),
                                .destination = input.text("destination", JsonInput::Need::required).value_or(""),
                                .mode = mode};
  if (mode == registry::CopyMode::copy) request.republish = input.flag("republish").value_or(false);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      const registry::CopiedPackage copied,
      co_await registry.writer().write(
          call.principal, [repository = call.repository, &blobs = registry.blobs(), url = registry.public_url(),
                           request = std::move(request)](registry::WriteContext& context) {
            return registry::copy_package(context, blobs, *repository, url, request);
          }));
  co_return json_response(200, to_json(copied.package, *copied.repository, call.public_url()));
}

}  // namespace

Answer copy_package(const Call& call) {
  return to_destination(call, registry::CopyMode::copy);
}

Answer move_package(const Call& call) {
  return to_destination(call, registry::CopyMode::move);
}

Answer quarantine_package(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  const bool releases = input.flag("release").value_or(false) || input.flag("restore").value_or(false);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  const registry::Quarantine what = releases ? registry::Quarantine::release : registry::Quarantine::add;
  CO_TRY_ASSIGN(const registry::PackageInfo package,
                co_await call.services.registry.writer().write(
                    call.principal, [repository = call.repository, identifier = identifier_of(call),
                                     what](registry::WriteContext& context) {
                      return registry::quarantine_package(context, *repository, identifier, what);
                    }));
  co_return package_response(call, package);
}

namespace {

constexpr std::array<std::string_view, 4> kTagActions{"Add", "Clear", "Replace", "Remove"};

registry::TagChange read_tag_change(JsonInput& input) {
  registry::TagChange change;
  const std::string action = input.word("action", kTagActions).value_or("Add");
  change.action = static_cast<registry::TagAction>(std::ranges::find(kTagActions, action) - kTagActions.begin());
  change.is_immutable = input.flag("is_immutable").value_or(false);
  for (const std::string& tag : input.texts("tags").value_or(std::vector<std::string>())) {
    auto checked = registry::check_tag(tag);
    if (checked) {
      change.tags.push_back(*std::move(checked));
    } else {
      input.refuse("tags", checked.error().message);
    }
  }
  return change;
}

}  // namespace

Answer tag_package(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::TagChange change = read_tag_change(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(const registry::PackageInfo package,
                co_await call.services.registry.writer().write(
                    call.principal, [repository = call.repository, identifier = identifier_of(call),
                                     change = std::move(change)](registry::WriteContext& context) {
                      return registry::tag_package(context, *repository, identifier, change);
                    }));
  co_return package_response(call, package);
}

Answer resync_package(const Call& call) {
  CO_TRY_ASSIGN(const registry::PackageInfo package,
                co_await call.services.registry.writer().write(
                    call.principal,
                    [repository = call.repository, identifier = identifier_of(call)](registry::WriteContext& context) {
                      return registry::resync_package(context, *repository, identifier);
                    }));
  co_return package_response(call, package);
}

}  // namespace entrepot::api::management
