#include <array>
#include <string>
#include <variant>
#include <vector>

#include "api/management/settings.h"
#include "api/openapi/common.h"
#include "api/openapi/groups.h"
#include "cargo/publish_rules.h"

namespace entrepot::api::openapi {
namespace {

constexpr Schema kVisibility = kOneOf<"Public", "Private">;
constexpr Schema kPrivilege = kOneOf<"Admin", "Write", "Read", "None">;

/// The settings are those of management/settings.cc, in that order.
std::span<const Field> setting_fields() {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> fields;
    for (const management::Setting& setting : management::repository_settings()) {
      const std::string_view note = setting.is_heeded
                                        ? "A setting that this server heeds."
                                        : "This server has no such setting: always its default, which may be sent.";
      fields.push_back({setting.key, setting.words.empty() ? kFlag : one_of(setting.words), note});
    }
    return fields;
  }();
  return kFields;
}

/// The rules are those of cargo/publish_rules.cc.
std::span<const Field> rule_fields() {
  static const std::vector<std::string> kLimits = [] {
    std::vector<std::string> limits;
    for (const PublishRuleRow& row : publish_rule_rows()) {
      limits.push_back("\"minimum\":" + std::to_string(row.least) + ",\"maximum\":" + std::to_string(row.most));
    }
    return limits;
  }();
  static const std::vector<Field> kFields = [] {
    std::vector<Field> fields;
    for (const PublishRuleRow& row : publish_rule_rows()) {
      const bool is_flag = std::holds_alternative<bool PublishRules::*>(row.member);
      fields.push_back({row.key, is_flag ? kFlag : with(kInteger, kLimits[fields.size()]), row.help});
    }
    return fields;
  }();
  return kFields;
}

constexpr Component kRules{.name = "PublishRules",
                           .note = "What a repository demands of a publish.",
                           .role = Role::answer,
                           .fields = {},
                           .more = rule_fields};
constexpr Component kRulesRequest{.name = "PublishRulesRequest",
                                  .note = "Rules to change; those that are left out stay.",
                                  .role = Role::request,
                                  .fields = {},
                                  .more = rule_fields};

constexpr auto kRepositoryFields = std::to_array<Field>({
    {"name", kText},
    {"slug", kText, "Its name in URLs."},
    {"slug_perm", kText, "Stays the same for ever."},
    {"namespace", kText},
    {"namespace_url", kUrl},
    {"description", kText},
    {"repository_type", kInteger, "1 is public, 2 private."},
    {"repository_type_str", kVisibility},
    {"is_public", kFlag},
    {"is_private", kFlag},
    {"is_open_source", kFlag},
    {"default_privilege", kPrivilege, "What every member of the organisation may do here."},
    {"created_at", kTime},
    {"deleted_at", or_null(kTime)},
    {"package_count", kCount, "Versions of crates."},
    {"package_count_excl_subcomponents", kCount, "The same."},
    {"package_group_count", kCount, "Crates."},
    {"num_downloads", kCount},
    {"size", kCount, "Of all crate files, in bytes."},
    {"size_str", kText, "The same for people."},
    {"storage_region", kText},
    {"cdn_url", or_null(kUrl)},
    {"gpg_keys", list_of(kAnything)},
    {"ecdsa_keys", list_of(kAnything)},
    {"distributes", list_of(kAnything)},
    {"open_source_license", or_null(kText)},
    {"open_source_project_url", or_null(kUrl)},
    {"cargo_index_url", kText, "For the configuration of cargo."},
    {"self_url", kUrl},
    {"self_html_url", kUrl},
    {"self_webapp_url", kUrl},
    {"publish_rules", object_of(kRules)},
});
constexpr Component kRepository{"Repository",
                                "A repository with its settings and numbers.",
                                Role::answer,
                                kRepositoryFields,
                                "v1_repository_created.json",
                                setting_fields};

constexpr auto kActionFields = std::to_array<Field>({
    {"publish", kFlag},
    {"yank", kFlag},
    {"delete", kFlag},
    {"copy", kFlag},
    {"move", kFlag},
    {"tag", kFlag},
    {"quarantine", kFlag},
    {"resync", kFlag},
    {"manage_entitlements", kFlag},
    {"view_statistics", kFlag},
    {"administer", kFlag},
});
constexpr Component kActions{"RepositoryActions", "What one may do with packages and the repository.", Role::answer,
                             kActionFields};

/// All of a repository, and what it is to whoever asks.
std::span<const Field> shown_fields() {
  static const std::vector<Field> kFields = [] {
    std::vector<Field> fields(kRepositoryFields.begin(), kRepositoryFields.end());
    fields.push_back({"privilege", kPrivilege, "Of whoever asks; Read for everybody where it is public."});
    fields.push_back(
        {"actions", object_of(kActions),
         "What settings and privilege let one do, with one's own packages where that makes a difference."});
    fields.insert(fields.end(), setting_fields().begin(), setting_fields().end());
    return fields;
  }();
  return kFields;
}
constexpr Component kShownRepository{.name = "RepositoryWithPrivilege",
                                     .note = "A repository, and what one may do in it.",
                                     .role = Role::answer,
                                     .fields = {},
                                     .example = "v1_repository.json",
                                     .more = shown_fields};

constexpr Parameter kRepositoryQuery{
    "query", kText, "Only those with these letters, in any case, in slug, name or description.", "tools"};

constexpr Field kDescriptionField{"description", with(kText, R"("maxLength":1000)")};
constexpr Field kSlugField{"slug", with(kText, R"("maxLength":50)"), "Its name in URLs."};
constexpr Field kVisibilityField{"repository_type_str", kVisibility};
constexpr Field kPrivilegeField{"default_privilege", kPrivilege,
                                "What every member of the organisation shall be able to do here."};
constexpr Field kRulesField{"publish_rules", object_of(kRulesRequest)};

constexpr auto kNewRepositoryFields = std::to_array<Field>({
    {"name", with(kText, R"("maxLength":50)"), "As it is shown; the slug is made of it when left out.", Need::required},
    kSlugField,
    kDescriptionField,
    kVisibilityField,
    kPrivilegeField,
    kRulesField,
});
constexpr Component kNewRepository{.name = "RepositoryRequest",
                                   .note = "A repository to create.",
                                   .role = Role::request,
                                   .fields = kNewRepositoryFields,
                                   .more = setting_fields};
constexpr auto kChangeFields = std::to_array<Field>({
    {"name", with(kText, R"("maxLength":50)"), "As it is shown."},
    kSlugField,
    kDescriptionField,
    kVisibilityField,
    kPrivilegeField,
    kRulesField,
});
constexpr Component kRepositoryChange{.name = "RepositoryRequestPatch",
                                      .note = "What shall change.",
                                      .role = Role::request,
                                      .fields = kChangeFields,
                                      .more = setting_fields};

constexpr Schema kGiven = kOneOf<"Admin", "Write", "Read">;
constexpr auto kPrivilegeFields = std::to_array<Field>({{"privilege", kGiven}, {"user", kText}});
constexpr Component kUserPrivilege{"RepositoryPrivilege", "What a user was given.", Role::answer, kPrivilegeFields};
constexpr auto kPrivilegesFields = std::to_array<Field>({{"privileges", list_of(kUserPrivilege)}});
constexpr Component kPrivileges{"RepositoryPrivileges", "One page of what users were given.", Role::answer,
                                kPrivilegesFields, "v1_privileges.json"};
constexpr auto kNewPrivilegeFields = std::to_array<Field>({
    {"privilege", kGiven, {}, Need::required},
    {"user", kText, "A user's slug.", Need::required},
    {"team", or_null(kText), "There are no teams here: null."},
    {"service", or_null(kText), "There are no services here: null."},
});
constexpr Component kNewPrivilege{"RepositoryPrivilegeRequest", "What a user shall be given.", Role::request,
                                  kNewPrivilegeFields};
constexpr auto kReplacePrivilegesFields =
    std::to_array<Field>({{"privileges", list_of(kNewPrivilege), {}, Need::required}});
constexpr Component kReplacePrivileges{"RepositoryPrivilegesRequest", "All that users shall be given.", Role::request,
                                       kReplacePrivilegesFields};
constexpr auto kAddPrivilegesFields = std::to_array<Field>({{"privileges", list_of(kNewPrivilege)}});
constexpr Component kAddPrivileges{"RepositoryPrivilegesRequestPatch", "What some users shall be given.", Role::request,
                                   kAddPrivilegesFields};
constexpr std::string_view kPrivilegesExample = R"({"privileges":[{"privilege":"Write","user":"anna"}]})";

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "list_repositories", .query = {&kRepositoryQuery, &kPage, &kPageSize}, .replies = {paged(kRepository)}},
    {.route = "list_repositories_of",
     .query = {&kRepositoryQuery, &kPage, &kPageSize},
     .replies = {paged(kRepository)},
     .note = "A namespace of which one may see nothing is as if it did not exist."},
    {.route = "create_repository",
     .body = json_body(kNewRepository, R"({"name":"My crates","slug":"crates","repository_type_str":"Private"})"),
     .replies = {created(kRepository)},
     .errors = {ErrorCode::forbidden, ErrorCode::conflict}},
    {.route = "get_repository", .replies = {ok(kShownRepository, "The repository.")}},
    {.route = "update_repository",
     .body = json_body(kRepositoryChange, R"({"description":"Ours","publish_rules":{"require_license":false}})"),
     .replies = {ok(kRepository)},
     .errors = {ErrorCode::conflict}},
    {.route = "list_privileges", .query = {&kPage, &kPageSize}, .replies = {paged(object_of(kPrivileges))}},
    {.route = "replace_privileges", .body = json_body(kReplacePrivileges, kPrivilegesExample), .replies = {kNoContent}},
    {.route = "add_privileges", .body = json_body(kAddPrivileges, kPrivilegesExample), .replies = {kNoContent}},
    {.route = "delete_repository", .replies = {{.status = 200, .note = "Deleted."}}},
});

}  // namespace

constexpr Group kRepositoriesGroup{"Repositories", "Places for crates, public or private.", kDescriptions};

}  // namespace entrepot::api::openapi
