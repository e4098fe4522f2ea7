#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "base/error.h"
#include "registry/event.h"
#include "store/transaction.h"

namespace entrepot::registry {

/// An event as people are told it, with the names of what it is about.
struct ToldEvent {
  std::string namespace_slug{};   ///< empty where it has none
  std::string repository_slug{};  ///< the same; of a deleted repository, the last one
  std::string sentence{};         ///< "alice published serde 1.0.2"
  boost::json::object details{};  ///< the subject's name, and what the kind shows of the event's data; no secrets
};

/// Tells of events what event_kinds.h says. Remembers names, so that a page costs one look-up for each. Lives as long
/// as one piece of work.
class EventTeller {
 public:
  explicit EventTeller(store::Transaction& transaction) : transaction_(transaction) {}
  Result<ToldEvent> tell(const Event& event);

 private:
  enum class Name : std::uint8_t { namespace_, repository, api_key, entitlement };
  /// Empty for the number 0, and where there is none.
  Result<std::string> name_of(Name what, std::int64_t id);
  Result<std::string> subject_of(const Event& event);

  store::Transaction& transaction_;
  std::map<std::pair<Name, std::int64_t>, std::string> names_{};
};

}  // namespace entrepot::registry
