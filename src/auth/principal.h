#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"

namespace entrepot::auth {

enum class PrincipalKind : std::uint8_t { anonymous, user, api_key, entitlement };
/// What somebody may do in a repository; each includes the ones before it.
enum class Privilege : std::uint8_t { none, read, write, admin };
/// The cap of an API key.
enum class Scope : std::uint8_t { read, publish, admin };
/// A member's place in an organisation.
enum class Role : std::uint8_t { owner, manager, member, collaborator };

std::string_view privilege_word(Privilege privilege);  ///< "None", "Read", "Write", "Admin"
std::optional<Privilege> parse_privilege(std::string_view word);
std::string_view scope_word(Scope scope);  ///< "read", "publish", "admin"
std::optional<Scope> parse_scope(std::string_view word);
std::string_view role_word(Role role);  ///< "Owner", "Manager", "Member", "Collaborator"
std::optional<Role> parse_role(std::string_view word);
std::string_view principal_kind_word(PrincipalKind kind);  ///< "anonymous", "user", "api_key", "entitlement"

/// What limits a token in one repository, as far as it must be known before anything is looked up.
struct LimitedEntitlement {
  std::int64_t repository_id = 0;
  std::int64_t entitlement_id = 0;
  std::optional<Timestamp> date_from{};
  std::optional<Timestamp> date_to{};  ///< the first moment after
  bool is_counted = false;             ///< downloads, clients or bytes
  bool is_partial = false;             ///< a query says which packages it reads
};

/// Who a request is, with everything that access decisions need. Immutable, shared by requests and the PrincipalCache;
/// any thread. A change in the database makes a new one.
struct Principal {
  PrincipalKind kind = PrincipalKind::anonymous;

  // A user, by password or by API key.
  std::int64_t user_id = 0;                         ///< also the number of the user's own namespace
  std::string user{};                               ///< the slug as it was created
  bool is_admin = false;                            ///< of the server
  std::uint64_t password_mark = 0;                  ///< tells the password that was shown from later ones; 0: none was
  std::int64_t session_id = 0;                      ///< of the website, when the password was shown some time ago
  std::unordered_map<std::int64_t, Role> grants{};  ///< organisation's namespace → role

  /// What was given to the user in single repositories, by their number; the greater of this and the role's counts.
  std::unordered_map<std::int64_t, Privilege> privileges{};

  // An API key.
  std::int64_t key_id = 0;
  std::string key_name{};
  Scope scope = Scope::admin;                                ///< `admin` for a password
  std::optional<std::vector<std::int64_t>> repositories{};   ///< only these, sorted
  std::optional<std::vector<std::string>> crate_patterns{};  ///< only these names: `name`, `prefix*`, `*`

  // An entitlement token: it only reads, and only here. The same token may live in several repositories.
  std::int64_t entitlement_id = 0;
  std::string entitlement_name{};
  std::vector<std::int64_t> entitled_repositories{};       ///< sorted
  std::vector<LimitedEntitlement> limited_entitlements{};  ///< of those repositories where it has limits

  std::optional<Timestamp> expires_at{};

  bool is_user() const { return kind == PrincipalKind::user || kind == PrincipalKind::api_key; }
};

/// Null when it has no limits there.
const LimitedEntitlement* limits_in(const Principal& principal, std::int64_t repository_id);

/// Nobody. One object for the whole program.
const std::shared_ptr<const Principal>& anonymous();

/// What an access decision must know of a repository.
struct RepositoryFacts {
  std::int64_t id = 0;
  std::int64_t namespace_id = 0;
  bool is_public = false;
  Privilege default_privilege = Privilege::read;  ///< of an organisation's Members
};

/// The one place where access to a repository is decided. `now` ends expired keys.
Privilege privilege_on(const Principal& principal, const RepositoryFacts& repository, Timestamp now);
/// Whether a key's crate patterns let it publish (yank, change owners of) a crate. Names compare in their canonical
/// form.
bool may_publish_crate(const Principal& principal, std::string_view crate_name);
bool matches_crate_pattern(std::string_view pattern, std::string_view crate_name);
/// Whether somebody may administer a namespace: make repositories, change members. Needs a key of scope admin.
bool may_administer_namespace(const Principal& principal, std::int64_t namespace_id, Timestamp now);
bool may_administer_server(const Principal& principal, Timestamp now);
bool is_expired(const Principal& principal, Timestamp now);
/// The most that a key's scope and crate patterns leave of its user's privileges; `admin` for a password.
Privilege key_limit(const Principal& principal);
/// The same person by password: for saying whether the key is what stands in the way.
Principal without_key_limits(Principal principal);

}  // namespace entrepot::auth
