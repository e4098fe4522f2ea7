#include "git/git_index.h"

#include <memory>
#include <optional>
#include <utility>

#include "base/encoding.h"
#include "base/try.h"
#include "git/git_rows.h"
#include "git/object.h"
#include "git/place.h"
#include "registry/index_history.h"

namespace entrepot::git {
namespace {

using registry::Event;
using registry::EventKind;

/// Forgetting costs a look at all that are remembered; one in so many states pays for it.
constexpr std::int64_t kStatesBetweenClearings = 200;

Result<std::optional<ObjectId>> blob_of(store::Transaction& transaction, const Event& event,
                                        const std::string& index_key) {
  TRY_ASSIGN(const std::string body,
             registry::read_index_body_at(transaction, event.repository_id, index_key, event.sequence));
  if (body.empty()) return std::nullopt;
  return object_id(ObjectKind::blob, body);
}

}  // namespace

/// The folder in which that has changed, as it is now; nothing when it is empty, because git knows no such tree.
Result<std::optional<ObjectId>> GitIndex::changed_tree(store::Transaction& transaction, const Event& event,
                                                       const Place& changed, const std::optional<ObjectId>& object) {
  TRY_ASSIGN(const auto before, entry_now(transaction, event.repository_id, place_of_directory(changed.directory)));
  const auto known = before ? trees_.find(*before) : nullptr;
  std::string content;
  if (known) {
    content = replace_in_tree(*known, changed.name, kind_in(changed.directory), object);
  } else {
    TRY_ASSIGN(auto entries, entries_now(transaction, event.repository_id, changed.directory));
    content = encode_tree(std::move(entries));
  }
  if (content.empty()) return std::nullopt;
  const ObjectId tree = object_id(ObjectKind::tree, content);
  const std::size_t cost = content.size() + decltype(trees_)::kOverhead;
  trees_.insert(tree, std::make_shared<const std::string>(std::move(content)), cost);
  return tree;
}

/// The file, and every folder from there to below the root.
Result<void> GitIndex::change_file(store::Transaction& transaction, const Event& event) {
  const std::string index_key = to_lower(event.crate);
  Place place = place_of_crate(index_key);
  TRY_ASSIGN(std::optional<ObjectId> object, blob_of(transaction, event, index_key));
  while (true) {
    TRY_ASSIGN(const auto before, entry_now(transaction, event.repository_id, place));
    if (before == object) return {};
    TRY(replace_entry(transaction, event.repository_id, place, object, event.sequence));
    if (place.directory.empty()) return {};
    TRY_ASSIGN(object, changed_tree(transaction, event, place, object));
    place = place_of_directory(place.directory);
  }
}

Result<void> GitIndex::apply(store::Transaction& transaction, const Event& event) {
  switch (event.kind) {
    case EventKind::repository_created:
    case EventKind::published:
    case EventKind::yanked:
    case EventKind::unyanked:
    case EventKind::deleted:
    case EventKind::restored:
    case EventKind::quarantined:
    case EventKind::released:
      break;
    case EventKind::repository_deleted:
      return forget_repository(transaction, event.repository_id);
    default:
      return {};
  }
  TRY_ASSIGN(const auto newest, newest_state(transaction, event.repository_id));
  if (newest && newest->sequence >= event.sequence) return {};  // shown again
  if (event.kind != EventKind::repository_created) TRY(change_file(transaction, event));
  const std::int64_t number = newest ? newest->number + 1 : 1;
  TRY(insert_state(transaction, event.repository_id, event.sequence, number));
  if (number <= kRememberedStates || number % kStatesBetweenClearings != 0) return {};
  return forget_before(transaction, event.repository_id, number - kRememberedStates + 1);
}

Result<void> GitIndex::reset(store::Transaction& transaction) {
  return forget_everything(transaction);
}

}  // namespace entrepot::git
