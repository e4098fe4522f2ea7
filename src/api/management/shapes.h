#pragma once

#include <boost/json/fwd.hpp>
#include <string>
#include <string_view>

#include "registry/api_keys.h"
#include "registry/entitlements.h"
#include "registry/organisations.h"
#include "registry/repositories.h"
#include "registry/repository.h"
#include "registry/users.h"

/// How the domain's records look on the wire. Pure. Keys and kinds of values are Cloudsmith's, so that its clients
/// work; what stands for something that Entrepot does not have is left out, or is the value that says so.
namespace entrepot::api::management {

boost::json::object to_json(const registry::RepositoryRecord& repository, const registry::RepositoryNumbers& numbers,
                            std::string_view public_url);
boost::json::object to_json(const registry::EntitlementRecord& entitlement,
                            const registry::RepositoryRecord& repository, std::string_view public_url, Timestamp now);
boost::json::object to_json(const registry::UserRecord& user, std::string_view public_url);
boost::json::object to_json(const registry::NamespaceRecord& organisation);
boost::json::object to_json(const registry::MemberRecord& member, std::string_view public_url);
boost::json::object to_json(const registry::ApiKeyRecord& key);

/// UserProfile: what others may know of a user.
boost::json::object profile_json(const registry::UserRecord& user, std::string_view public_url);
/// UserBrief: who a request is.
boost::json::object brief_json(const registry::UserRecord& user, std::string_view public_url);

/// "1.5 MB": 1000-based, as Cloudsmith shows sizes.
std::string size_text(std::int64_t bytes);

}  // namespace entrepot::api::management
