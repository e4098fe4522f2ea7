#include "registry/event_teller.h"

#include <array>
#include <boost/json.hpp>
#include <string_view>

#include "base/try.h"
#include "registry/event_kinds.h"

namespace entrepot::registry {
namespace json = boost::json;
namespace {

struct Word {
  std::string_view name;
  std::string_view text;
};

/// Puts each word where the sentence has its name in braces.
template <std::size_t kCount>
std::string filled_in(std::string_view sentence, const std::array<Word, kCount>& words) {
  std::string text;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('{');
    const std::size_t close = sentence.find('}', open);
    text.append(sentence.substr(0, open));
    if (open == std::string_view::npos || close == std::string_view::npos) break;
    const std::string_view name = sentence.substr(open + 1, close - open - 1);
    for (const Word& word : words) {
      if (word.name == name) text.append(word.text);
    }
    sentence.remove_prefix(close + 1);
  }
  return text;
}

json::object data_of(const Event& event) {
  json::error_code error;
  const json::value data = json::parse(event.data, error);
  return !error && data.is_object() ? data.get_object() : json::object();
}

std::string_view text_of(const json::value* value) {
  return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

}  // namespace

Result<std::string> EventTeller::name_of(Name what, std::int64_t id) {
  static constexpr std::array<std::string_view, 4> kSql{
      "SELECT slug FROM namespaces WHERE id = :a", "SELECT slug FROM repositories WHERE id = :a",
      "SELECT name FROM api_keys WHERE id = :a", "SELECT name FROM entitlements WHERE id = :a"};
  if (id == 0) return std::string();
  if (const auto known = names_.find({what, id}); known != names_.end()) return known->second;
  TRY_ASSIGN(const auto row, transaction_.query_one(kSql.at(static_cast<std::size_t>(what)), {id}));
  return names_[{what, id}] = row ? row->text(0) : std::string();
}

Result<std::string> EventTeller::subject_of(const Event& event) {
  switch (event_kind_row(event.kind).subject) {
    case EventSubject::nothing:
      return std::string();
    case EventSubject::user:
      return name_of(Name::namespace_, event.subject_id);
    case EventSubject::api_key:
      return name_of(Name::api_key, event.subject_id);
    case EventSubject::entitlement:
      return name_of(Name::entitlement, event.subject_id);
  }
  return std::string();
}

Result<ToldEvent> EventTeller::tell(const Event& event) {
  const EventKindRow& row = event_kind_row(event.kind);
  ToldEvent told;
  TRY_ASSIGN(told.namespace_slug, name_of(Name::namespace_, event.namespace_id));
  TRY_ASSIGN(told.repository_slug, name_of(Name::repository, event.repository_id));
  TRY_ASSIGN(const std::string subject, subject_of(event));
  if (row.subject != EventSubject::nothing) told.details[event_subject_word(row.subject)] = subject;
  const json::object data = data_of(event);
  if (const json::value* shown = data.if_contains(row.shown); shown != nullptr && !row.shown.empty()) {
    told.details[row.shown] = *shown;
  }
  const bool is_other = !row.other_key.empty() && data.contains(row.other_key);
  const std::string repository = told.namespace_slug + "/" + told.repository_slug;
  const std::array<Word, 8> words{{{"actor", event.actor},
                                   {"crate", event.crate},
                                   {"version", event.version},
                                   {"subject", subject},
                                   {"namespace", told.namespace_slug},
                                   {"repository", repository},
                                   {"role", text_of(data.if_contains("role"))},
                                   {"privilege", text_of(data.if_contains("privilege"))}}};
  told.sentence = filled_in(is_other ? row.other_sentence : row.sentence, words);
  return told;
}

}  // namespace entrepot::registry
