#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "setup/page.h"

namespace entrepot::setup {

inline constexpr std::string_view kApiKey = "{{api_key}}";
inline constexpr std::string_view kToken = "{{entitlement_token}}";
inline constexpr std::string_view kPassword = "{{password}}";

/// A variable of cargo or of `entrepot`.
struct Variable {
  std::string name;
  std::string value;  ///< may hold placeholders
};

/// What follows from a selection. A value; pure.
struct Plan {
  Place place{};
  Selection selection{};
  std::vector<Task> tasks{};
  std::string registry{};
  std::string prefix{};  ///< of variables
  std::string index{};
  std::string crate{};
  std::string version{};
  bool has_version = false;  ///< the reader named the version
  std::string user{};        ///< a name or its placeholder

  bool is_token_in_url = false;
  bool sends_header = false;     ///< cargo has a token for requests
  bool needs_provider = false;   ///< and wants to be told who provides it
  bool needs_git_login = false;  ///< git asks for a credential of its own

  bool is_git() const { return selection.protocol == Protocol::git; }
  bool knows_cargo_add() const { return selection.cargo != CargoRange::older; }
  bool has_password() const { return selection.credential == Credential::password; }
  bool has(Task task) const;
  /// "acme/tools"
  std::string full_name() const { return place.namespace_slug + "/" + place.repository_slug; }
  /// "https://crates.example.org:8443", without the base path.
  std::string origin() const;

  /// The placeholder of what cargo sends in the header, unless that is a password.
  std::string_view header_secret() const;
  /// Where the registry is: INDEX, CREDENTIAL_PROVIDER and what git needs to know.
  std::vector<Variable> place_variables() const;
};

Plan make_plan(const Question& question, const Selection& selection, std::vector<Task> tasks);

/// `export NAME=value`
std::string export_line(const Variable& variable);
/// The same of cargo's token, when the secret is in a variable: `secret` is "$NAME".
std::string token_line(const Plan& plan, std::string_view secret);
/// cargo publish …
std::string publish_line(const Plan& plan);
/// cargo add …; `crate` may have a version.
std::string add_line(const Plan& plan, std::string_view crate);
/// "[registries.NAME]" with what cargo must know, for a configuration file.
std::string registry_table(const Plan& plan);
/// "[source.crates-io]" replaced by the registry.
std::string source_table(const Plan& plan);
/// `name = { version = "…", registry = "…" }`
std::string dependency_line(const Plan& plan);
/// The URL has the token in it, and the table of the replacement needs the URL.
bool has_secret_source(const Plan& plan);

}  // namespace entrepot::setup
