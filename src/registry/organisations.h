#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "registry/event_log.h"
#include "registry/namespaces.h"

namespace entrepot::registry {

struct NewOrganisation {
  std::string slug;
  std::string name{};  ///< empty: the slug
};

struct MemberRecord {
  std::int64_t user_id = 0;
  std::string user;
  std::string user_slug_perm;
  std::string user_name;
  std::string email;  ///< empty when there is none, or the reader may not know it
  auth::Role role = auth::Role::member;
  bool is_active = true;
  Timestamp joined_at{};
};

/// Any user may; becomes its first Owner.
Result<NamespaceRecord> create_organisation(WriteContext& context, const NewOrganisation& organisation);
enum class OrganisationsOf : std::uint8_t { who_may_see_them, members };
/// The organisations of the actor; all for a server admin, unless only those are asked for where they are a member. By
/// slug.
Result<std::vector<NamespaceRecord>> list_organisations(store::Transaction& transaction, const auth::Principal& actor,
                                                        Timestamp now,
                                                        OrganisationsOf of = OrganisationsOf::who_may_see_them);

/// Members see who else is one, those who may change members their e-mail addresses too. A key that is restricted, or
/// not of scope admin, sees its own user.
Result<std::vector<MemberRecord>> list_members(store::Transaction& transaction, const auth::Principal& actor,
                                               std::string_view organisation, Timestamp now);
/// Owners, Managers (who cannot make or unmake Owners) and server admins. The last Owner stays.
Result<MemberRecord> add_member(WriteContext& context, std::string_view organisation, std::string_view user,
                                auth::Role role);
Result<MemberRecord> update_member(WriteContext& context, std::string_view organisation, std::string_view user,
                                   auth::Role role);
Result<void> remove_member(WriteContext& context, std::string_view organisation, std::string_view user);

}  // namespace entrepot::registry
