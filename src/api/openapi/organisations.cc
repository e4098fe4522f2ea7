#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr Schema kRole = kOneOf<"Owner", "Manager", "Member", "Collaborator">;

constexpr auto kOrganisationFields = std::to_array<Field>({
    {"name", kText},
    {"slug", kText, "Also the name of its namespace."},
    {"slug_perm", kText, "Stays the same for ever."},
    {"created_at", kTime},
    {"country", or_null(kText)},
    {"location", or_null(kText)},
    {"tagline", or_null(kText)},
});
constexpr Component kOrganisation{"Organization", "An organisation, which has a namespace and members.", Role::answer,
                                  kOrganisationFields, "v1_organisation_created.json"};

constexpr auto kNewOrganisationFields = std::to_array<Field>({
    {"slug", kText, "Also the name of its namespace.", Need::required},
    {"name", kText, "As it is shown; the slug when left out."},
});
constexpr Component kNewOrganisation{"OrganizationRequest", "An organisation to create.", Role::request,
                                     kNewOrganisationFields};

constexpr auto kMemberFields = std::to_array<Field>({
    {"user", kText, "The user's slug."},
    {"user_id", kText, "The user's slug_perm."},
    {"user_name", kText},
    {"user_url", kUrl},
    {"email", kText},
    {"role", kRole},
    {"is_active", kFlag, "False while the user is disabled."},
    {"joined_at", kTime},
    {"has_two_factor", kFlag},
    {"last_login_at", or_null(kTime)},
    {"last_login_method", kText},
    {"visibility", kOneOf<"Public", "Private">},
});
constexpr Component kMember{"OrganizationMembership", "A user's place in an organisation.", Role::answer, kMemberFields,
                            "v1_member_added.json"};

constexpr auto kNewMemberFields = std::to_array<Field>({
    {"user", kText, "The slug of a user.", Need::required},
    {"role", with(kRole, R"("default":"Member")")},
});
constexpr Component kNewMember{"OrganizationMembershipRequest", "A user to add.", Role::request, kNewMemberFields};

constexpr auto kRoleFields = std::to_array<Field>({{"role", kRole, {}, Need::required}});
constexpr Component kRoleChange{"OrganizationMembershipRequestPatch", "The role that a member shall have.",
                                Role::request, kRoleFields};

constexpr Parameter kAll{"all", kFlag,
                         "For a server administrator: false for only those that one is a member of. Without it, or "
                         "true: all of the server."};

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_organisations", .query = {&kAll, &kPage, &kPageSize}, .replies = {paged(kOrganisation)}},
    {.route = "create_organisation",
     .body = json_body(kNewOrganisation, R"({"slug":"acme","name":"ACME"})"),
     .replies = {created(kOrganisation)},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "list_members",
     .query = {&kPage, &kPageSize},
     .replies = {paged(kMember)},
     .errors = {ErrorCode::forbidden}},
    {.route = "add_member",
     .body = json_body(kNewMember, R"({"user":"anna","role":"Member"})"),
     .replies = {created(kMember)},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "update_member",
     .body = json_body(kRoleChange, R"({"role":"Manager"})"),
     .replies = {ok(kMember)},
     .errors = {ErrorCode::forbidden}},
    {.route = "remove_member", .replies = {kNoContent}, .errors = {ErrorCode::forbidden, ErrorCode::invalid}},
});

}  // namespace

constexpr Group kOrganisationsGroup{"Organisations", "Organisations and who belongs to them.", kDescriptions};

}  // namespace entrepot::api::openapi
