#include "registry/audit_log.h"

#include <algorithm>
#include <boost/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/page.h"
#include "api/management/parameters.h"
#include "api/query.h"
#include "base/try.h"
#include "registry/event_teller.h"
#include "registry/registry.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

using registry::EventKind;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

/// Those of `visible` that the request names, with commas between; all when it names none.
std::vector<EventKind> read_kinds(const http::Request& request, const std::vector<EventKind>& visible,
                                  std::vector<FieldError>& errors) {
  std::vector<EventKind> kinds;
  for (const std::string& word : words_parameter(request, "kind")) {
    const std::optional<EventKind> kind = registry::parse_event_kind(word);
    if (!kind || std::ranges::find(visible, *kind) == visible.end()) {
      errors.push_back({"kind", "There is no kind of event '" + word + "' here; see 'kinds'."});
    } else if (std::ranges::find(kinds, *kind) == kinds.end()) {
      kinds.push_back(*kind);
    }
  }
  return kinds.empty() ? visible : kinds;
}

registry::AuditQuery read_query(const Call& call, const std::vector<EventKind>& visible,
                                std::vector<FieldError>& errors) {
  const http::Request& request = call.request;
  return {.place = {},
          .kinds = read_kinds(request, visible, errors),
          .actor = query_text(request, "actor").value_or(""),
          .crate = query_text(request, "crate").value_or(""),
          .from = time_parameter(request, "from", errors),
          .to = time_parameter(request, "to", errors),
          .before = sequence_parameter(request, "before", errors),
          .after = sequence_parameter(request, "after", errors),
          .limit = page_of(request).size};
}

json::object event_json(const registry::Event& event, registry::ToldEvent told) {
  return {{"sequence", event.sequence},
          {"event", registry::event_kind_word(event.kind)},
          {"at", to_rfc3339(event.at)},
          {"actor", event.actor},
          {"namespace", text_or_null(told.namespace_slug)},
          {"repository", text_or_null(told.repository_slug)},
          {"crate", text_or_null(event.crate)},
          {"version", text_or_null(event.version)},
          {"sentence", std::move(told.sentence)},
          {"details", std::move(told.details)}};
}

Result<json::object> read_log(store::Transaction& transaction, const registry::AuditQuery& query,
                              const std::vector<EventKind>& visible) {
  TRY_ASSIGN(const registry::AuditPage page, registry::read_audit_page(transaction, query));
  registry::EventTeller teller(transaction);
  json::array events;
  for (const registry::Event& event : page.events) {
    TRY_ASSIGN(registry::ToldEvent told, teller.tell(event));
    events.push_back(event_json(event, std::move(told)));
  }
  json::array kinds;
  for (const EventKind kind : visible) kinds.emplace_back(registry::event_kind_word(kind));
  return json::object{{"events", std::move(events)},
                      {"newest", page.newest},
                      {"oldest", page.oldest ? json::value(*page.oldest) : json::value(nullptr)},
                      {"kinds", std::move(kinds)}};
}

/// `owner` is empty where the place is known.
Answer answer(const Call& call, registry::AuditPlace place, std::string owner, std::vector<EventKind> visible) {
  std::vector<FieldError> errors;
  registry::AuditQuery query = read_query(call, visible, errors);
  if (!errors.empty()) co_return field_errors_response(errors, call.request.id);
  query.place = place;
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(
      const json::object log,
      co_await registry.database().read(
          [actor = call.principal, owner = std::move(owner), query = std::move(query), visible = std::move(visible),
           now = registry.clock().now()](store::Transaction& transaction) mutable -> Result<json::object> {
            if (!owner.empty()) {
              TRY_ASSIGN(const registry::NamespaceRecord found,
                         registry::find_administered_namespace(transaction, *actor, owner, now));
              query.place.namespace_id = found.id;
            }
            return read_log(transaction, query, visible);
          }));
  co_return json_response(200, log);
}

}  // namespace

Answer repository_audit_log(const Call& call) {
  return answer(call, {.repository_id = call.repository->id}, {}, registry::visible_kinds(call.privilege));
}

Answer namespace_audit_log(const Call& call) {
  return answer(call, {}, std::string(call.parameter("owner")), registry::all_kinds());
}

Answer audit_log(const Call& call) {
  return answer(call, {}, {}, registry::all_kinds());
}

}  // namespace entrepot::api::management
