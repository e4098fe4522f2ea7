#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/principal.h"
#include "registry/event_kinds.h"
#include "registry/organisations.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// Whose events: of a repository, else of a namespace, else of the whole server.
struct AuditPlace {
  std::int64_t repository_id = 0;
  std::int64_t namespace_id = 0;
};

/// The kinds that somebody with this privilege on a repository sees of it.
std::vector<EventKind> visible_kinds(auth::Privilege on_repository);
/// All kinds: for who administers the namespace or the server.
std::vector<EventKind> all_kinds();

/// The namespace, for who may administer it. A member is told that this is too much, others that there is none.
Result<NamespaceRecord> find_administered_namespace(store::Transaction& transaction, const auth::Principal& actor,
                                                    std::string_view slug, Timestamp now);

struct AuditQuery {
  AuditPlace place{};
  std::vector<EventKind> kinds{};        ///< only these: what may be seen and is asked for
  std::string actor{};                   ///< a slug in any spelling, or "system"; empty for all
  std::string crate{};                   ///< a name in any spelling; empty for all
  std::optional<Timestamp> from{};       ///< from this moment on
  std::optional<Timestamp> to{};         ///< before this moment
  std::optional<std::int64_t> before{};  ///< only sequences below it
  std::optional<std::int64_t> after{};   ///< only sequences above it; without `before`, the page right above it
  std::size_t limit = 30;
};

struct AuditPage {
  std::vector<Event> events{};           ///< the newest first
  std::int64_t newest = 0;               ///< what to give as `after` to learn of what comes next
  std::optional<std::int64_t> oldest{};  ///< what to give as `before` for the page below; nothing when there is none
};

/// Reads little more of the log than it gives, whatever is asked for: every source is an index that has the sequence
/// behind what it finds. `from` and `to` are looked up by halving the log, which takes it to be in the order of time.
Result<AuditPage> read_audit_page(store::Transaction& transaction, const AuditQuery& query);

}  // namespace entrepot::registry
