#include <array>
#include <string>

#include "setup/sections.h"

namespace entrepot::setup {
namespace {

/// `@` in a text is the name of the registry.
struct Row {
  bool (*applies)(const Plan&);
  std::string_view error;
  std::string_view cause;
  std::string_view fix;
  std::string_view code;
};

constexpr bool always(const Plan&) {
  return true;
}
bool is_sparse(const Plan& plan) {
  return !plan.is_git();
}
bool publishes(const Plan& plan) {
  return plan.has(Task::publish);
}
bool mirrors(const Plan& plan) {
  return plan.has(Task::mirror);
}

/// Every error has been seen: tests/e2e/test_setup_troubles.py makes cargo print each of them.
constexpr auto kRows = std::to_array<Row>({
    {always, "registry index was not found in any configuration: `@`",
     "Cargo has found no [registries.@]. `cargo install` does not read the .cargo/config.toml of a project, and "
     "variables "
     "hold for the shell that has set them.",
     "Put the registry into ~/.cargo/config.toml, or set the variables where cargo runs.", ""},
    {[](const Plan& plan) { return plan.needs_provider; }, "no token found for `@`",
     "The server asks who you are, and cargo has no token for this registry.", "Give it one.",
     "cargo login --registry @\n"},
    {[](const Plan& plan) { return plan.needs_provider; },
     "authenticated registries require a credential-provider to be configured",
     "Cargo has not been told where the token of this registry is; a token alone is not enough.",
     "Add credential-provider = \"cargo:token\" to [registries.@].", ""},
    {[](const Plan& plan) { return is_sparse(plan) && !plan.place.is_public; }, "config.json not found in registry",
     "There is no such repository, or the key or token is wrong, expired or revoked, or not one for this repository. "
     "The "
     "server does not tell which, so that nobody learns what exists.",
     "Compare the URL letter by letter; then make a new key or token.", ""},
    {is_sparse, "sparse registry url must end in a slash", "The last character of the index URL is missing.",
     "Write the URL of the index with the slash at its end.", ""},
    {[](const Plan& plan) { return plan.is_git() && !plan.place.is_public; },
     "failed to authenticate when downloading repository",
     "Git has found no credential for the server, or a wrong one, or the token in the URL is wrong, expired or "
     "revoked.",
     "Follow the steps for the credential again; where git alone succeeds, set net.git-fetch-with-cli = true.", ""},
    {[](const Plan& plan) { return plan.needs_git_login; }, "could not read Username for",
     "The git program has found no credential for the server.", "Follow the steps for the credential again.", ""},
    {always, "no matching package named",
     "The repository has no crate of this name, or the dependency does not say that it comes from @.",
     "Look at the name, and at `registry` in Cargo.toml.", ""},
    {always, "failed to select a version for the requirement",
     "No version fits: there is none, or those that would fit are yanked or in quarantine.",
     "Ask for a version that the repository offers.", ""},
    {always, "changed between lock files",
     "Cargo.lock knows other bytes for this version, so it was made with another source.",
     "Find out which bytes are right before anything else; then remove the package's entry from Cargo.lock.", ""},
    {always, "is in quarantine, so it cannot be downloaded",
     "Somebody who administers the repository has held it back.", "Ask them, or use another version.", ""},
    {always, "multiple registries are configured with the same index url",
     "Two names stand for one URL, and cargo does not know whose token to take.",
     "Keep one of them, in all configuration files that cargo reads.", ""},
    {always, "Could not connect to server", "Nothing answers at the address of the URL.",
     "Look at host and port; perhaps a proxy or VPN is missing.", ""},
    {[](const Plan& plan) { return is_sparse(plan) && plan.origin().starts_with("http://"); }, "SSL connect error",
     "The URL says https, but this server is reached over http.", "Take the URL of the index as it stands above.", ""},
    {[](const Plan& plan) { return plan.has(Task::install); }, "there is nothing to install in",
     "The crate is a library.", "Depend on it instead.", ""},
    {publishes, "already exists on `@` index", "This version is published; it never changes.",
     "Raise the version in Cargo.toml.", ""},
    {[](const Plan& plan) { return publishes(plan) && plan.place.is_public; }, "status 401 Unauthorized",
     "The key is unknown, expired or revoked. For reading a public repository nobody looks at it.",
     "Make a new API key and give it to cargo.", "cargo login --registry @\n"},
    {publishes, "status 403 Forbidden",
     "The server knows who you are, and you may not publish here; the sentence says why: too little privilege, a key "
     "that only reads, or a crate of other owners.",
     "Ask somebody who administers the repository, or an owner of the crate.", ""},
    {[](const Plan& plan) { return publishes(plan) && !plan.place.is_public; }, "An entitlement token only reads",
     "Cargo has sent an entitlement token.", "Give it an API key.", "cargo login --registry @\n"},
    {publishes, "lacks description", "The repository requires what crates.io requires.",
     "Add the fields to [package] in Cargo.toml.", ""},
    {publishes, "is not listed in the `package.publish` value in Cargo.toml",
     "The manifest says that the crate is published elsewhere only.", "Add \"@\" to `publish` in Cargo.toml.", ""},
    {[](const Plan& plan) { return publishes(plan) && plan.is_token_in_url; },
     "The package holds a secret token of this server",
     "The crate depends on another one of this repository, so cargo has packed the URL with the token.",
     "Publish with cargo 1.74 or newer and the key in a header.", ""},
    {mirrors, "which is replacing registry `crates-io`", "The repository does not hold this crate of crates.io.",
     "Upload it, unchanged, with everything that it depends on.", ""},
    {mirrors, "failed to query replaced source registry `crates-io`",
     "Cargo could not read the repository; the lines below say why.",
     "Look for them here. A [source] of its own has no token: replace-with must name the registry.", ""},
    {mirrors, "could not find a configured source with the name `@`",
     "The replacement names a registry that cargo has not been told of.", "Put [registries.@] where cargo reads it.",
     ""},
    {[](const Plan& plan) { return mirrors(plan) && publishes(plan); }, "crates-io is replaced with remote registry @",
     "Cargo does not guess which registry is meant while crates.io is replaced.", "Name it.",
     "cargo publish --registry @\n"},
    {[](const Plan& plan) { return plan.selection.store == Store::helper && plan.needs_provider; },
     "failed to load libsecret", "cargo:libsecret needs a library that is not installed.",
     "Install libsecret (Debian: libsecret-1-0), or use cargo:token.", ""},
    {[](const Plan& plan) { return plan.selection.store == Store::helper && plan.needs_provider; },
     "no credential providers could handle the request", "The credential provider is one of another system.",
     "cargo:libsecret is for Linux, cargo:macos-keychain for macOS, cargo:wincred for Windows.", ""},
});

std::string with_name(std::string_view text, const std::string& registry) {
  std::string filled;
  for (const char c : text) filled += c == '@' ? registry : std::string(1, c);
  return filled;
}

}  // namespace

std::vector<Trouble> troubles_of(const Plan& plan) {
  std::vector<Trouble> troubles;
  for (const Row& row : kRows) {
    if (!row.applies(plan)) continue;
    Trouble trouble{.error = with_name(row.error, plan.registry),
                    .cause = with_name(row.cause, plan.registry),
                    .fix = with_name(row.fix, plan.registry)};
    if (!row.code.empty()) trouble.code = with_name(row.code, plan.registry);
    troubles.push_back(std::move(trouble));
  }
  return troubles;
}

}  // namespace entrepot::setup
