#include "auth/principal.h"

#include <algorithm>
#include <array>

#include "base/encoding.h"

namespace entrepot::auth {
namespace {

constexpr std::array<std::string_view, 4> kPrivilegeWords{"None", "Read", "Write", "Admin"};
constexpr std::array<std::string_view, 3> kScopeWords{"read", "publish", "admin"};
constexpr std::array<std::string_view, 4> kRoleWords{"Owner", "Manager", "Member", "Collaborator"};
constexpr std::array<std::string_view, 4> kKindWords{"anonymous", "user", "api_key", "entitlement"};

template <typename T, std::size_t N>
std::optional<T> parse_word(const std::array<std::string_view, N>& words, std::string_view word) {
  const auto found = std::ranges::find(words, word);
  if (found == words.end()) return std::nullopt;
  return static_cast<T>(found - words.begin());
}

template <typename T, std::size_t N>
std::string_view word_of(const std::array<std::string_view, N>& words, T value) {
  return words.at(static_cast<std::size_t>(value));
}

bool contains(const std::vector<std::int64_t>& sorted, std::int64_t id) {
  return std::ranges::binary_search(sorted, id);
}

Privilege granted_by_role(const Principal& principal, const RepositoryFacts& repository) {
  const auto grant = principal.grants.find(repository.namespace_id);
  if (grant == principal.grants.end()) return Privilege::none;
  switch (grant->second) {
    case Role::owner:
    case Role::manager:
      return Privilege::admin;
    case Role::member:
      return repository.default_privilege;
    case Role::collaborator:
      return Privilege::none;
  }
  return Privilege::none;
}

Privilege granted(const Principal& principal, const RepositoryFacts& repository) {
  if (principal.is_admin || principal.user_id == repository.namespace_id) return Privilege::admin;
  const auto own = principal.privileges.find(repository.id);
  const Privilege given = own == principal.privileges.end() ? Privilege::none : own->second;
  return std::max(given, granted_by_role(principal, repository));
}

bool is_unrestricted_admin_key(const Principal& principal) {
  return principal.scope == Scope::admin && !principal.repositories && !principal.crate_patterns;
}

std::string canonical(std::string_view name) {
  std::string text = to_lower(name);
  std::ranges::replace(text, '-', '_');
  return text;
}

}  // namespace

std::string_view privilege_word(Privilege privilege) {
  return word_of(kPrivilegeWords, privilege);
}
std::optional<Privilege> parse_privilege(std::string_view word) {
  return parse_word<Privilege>(kPrivilegeWords, word);
}
std::string_view scope_word(Scope scope) {
  return word_of(kScopeWords, scope);
}
std::optional<Scope> parse_scope(std::string_view word) {
  return parse_word<Scope>(kScopeWords, word);
}
std::string_view role_word(Role role) {
  return word_of(kRoleWords, role);
}
std::optional<Role> parse_role(std::string_view word) {
  return parse_word<Role>(kRoleWords, word);
}
std::string_view principal_kind_word(PrincipalKind kind) {
  return word_of(kKindWords, kind);
}

const LimitedEntitlement* limits_in(const Principal& principal, std::int64_t repository_id) {
  for (const LimitedEntitlement& limited : principal.limited_entitlements) {
    if (limited.repository_id == repository_id) return &limited;
  }
  return nullptr;
}

const std::shared_ptr<const Principal>& anonymous() {
  static const auto nobody = std::make_shared<const Principal>();
  return nobody;
}

bool is_expired(const Principal& principal, Timestamp now) {
  return principal.expires_at && *principal.expires_at <= now;
}

Privilege key_limit(const Principal& principal) {
  switch (principal.scope) {
    case Scope::read:
      return Privilege::read;
    case Scope::publish:
      return Privilege::write;
    case Scope::admin:
      // A key for some crates only must not reach the others by way of the repository's settings.
      return principal.crate_patterns ? Privilege::write : Privilege::admin;
  }
  return Privilege::none;
}

Privilege privilege_on(const Principal& principal, const RepositoryFacts& repository, Timestamp now) {
  const Privilege everybody = repository.is_public ? Privilege::read : Privilege::none;
  if (principal.kind == PrincipalKind::anonymous || is_expired(principal, now)) return everybody;
  if (principal.kind == PrincipalKind::entitlement) {
    return contains(principal.entitled_repositories, repository.id) ? Privilege::read : everybody;
  }
  if (principal.repositories && !contains(*principal.repositories, repository.id)) return everybody;
  return std::max(everybody, std::min(granted(principal, repository), key_limit(principal)));
}

bool matches_crate_pattern(std::string_view pattern, std::string_view crate_name) {
  const std::string name = canonical(crate_name);
  if (pattern.ends_with('*')) return name.starts_with(canonical(pattern.substr(0, pattern.size() - 1)));
  return name == canonical(pattern);
}

bool may_publish_crate(const Principal& principal, std::string_view crate_name) {
  if (!principal.is_user() || principal.scope == Scope::read) return false;
  if (!principal.crate_patterns) return true;
  return std::ranges::any_of(*principal.crate_patterns, [crate_name](const std::string& pattern) {
    return matches_crate_pattern(pattern, crate_name);
  });
}

bool may_administer_namespace(const Principal& principal, std::int64_t namespace_id, Timestamp now) {
  if (!principal.is_user() || !is_unrestricted_admin_key(principal) || is_expired(principal, now)) return false;
  const RepositoryFacts any{.namespace_id = namespace_id, .default_privilege = Privilege::none};
  return granted(principal, any) == Privilege::admin;
}

Principal without_key_limits(Principal principal) {
  principal.scope = Scope::admin;
  principal.repositories.reset();
  principal.crate_patterns.reset();
  return principal;
}

bool may_administer_server(const Principal& principal, Timestamp now) {
  return principal.is_user() && principal.is_admin && is_unrestricted_admin_key(principal) &&
         !is_expired(principal, now);
}

}  // namespace entrepot::auth
