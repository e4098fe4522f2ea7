#include <fmt/format.h>

#include "setup/sections.h"

namespace entrepot::setup {
namespace {

/// The value of an Authorization field, as cargo sends it; for a shell.
constexpr std::string_view kBasic = "Basic $(printf '%s' '{}:{}' | base64 | tr -d '\\n')";

std::string basic(const Plan& plan) {
  return fmt::format(kBasic, plan.user, kPassword);
}

std::string header(const Plan& plan) {
  return fmt::format("Token {}", plan.header_secret());
}

/// Who git says it is: the user of a password; a token or key is told by the user `token`.
std::string git_user(const Plan& plan) {
  return plan.has_password() ? plan.user : "token";
}

std::string_view git_secret(const Plan& plan) {
  return plan.has_password() ? kPassword : plan.header_secret();
}

Step git_login(const Plan& plan) {
  const std::string origin = plan.origin();
  const std::size_t host = origin.find("://");
  return {
      .text =
          "Git asks for a credential of its own. Its helper `store` keeps it in ~/.git-credentials; the helper "
          "that your system has (osxkeychain, manager, libsecret) does as well.",
      .language = "shell",
      .code = fmt::format("git config --global credential.{0}.helper store\n"
                          "printf 'protocol={1}\\nhost={2}\\nusername=%s\\npassword=%s\\n' '{3}' '{4}' \\\n"
                          "  | git credential approve\n",
                          origin, origin.substr(0, host), origin.substr(host + 3), git_user(plan), git_secret(plan))};
}

/// Git is told by variables, and reads the secret from one when it asks. By printf, because the echo of some shells
/// changes what has a backslash in it.
std::string git_variables(const Plan& plan) {
  return fmt::format(
      "export ENTREPOT_GIT_PASSWORD='{0}'\n"
      "export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.{1}.helper\n"
      "export GIT_CONFIG_VALUE_0='!f() {{ printf \"%s\\n\" username={2} \"password=$ENTREPOT_GIT_PASSWORD\"; }}; f'\n",
      git_secret(plan), plan.origin(), git_user(plan));
}

void add_variables(const Plan& plan, Section& section) {
  std::string lines;
  if (plan.sends_header) {
    lines = plan.has_password() ? fmt::format("export {}TOKEN=\"{}\"\n", plan.prefix, basic(plan))
                                : fmt::format("export {}TOKEN='{}'\n", plan.prefix, header(plan));
  }
  if (plan.needs_git_login) lines += git_variables(plan);
  section.steps.push_back({.text = "In the same shell:", .language = "shell", .code = lines});
}

std::string login_line(const Plan& plan) {
  return fmt::format("cargo login --registry {}\n", plan.registry);
}

/// Base64 is not for people, so the password goes through a pipe.
Step password_login(const Plan& plan) {
  return {.text = "Cargo keeps it in credentials.toml of its home, encoded but readable:",
          .language = "shell",
          .code = fmt::format("echo \"{}\" \\\n  | {}", basic(plan), login_line(plan))};
}

void add_login(const Plan& plan, Section& section) {
  section.steps.push_back(
      {.text = plan.selection.cargo == CargoRange::from_1_74
                   ? "Cargo asks for the token and hands it to the credential provider. cargo:token keeps it in "
                     "credentials.toml. To "
                     "keep it in the keychain of the system, set credential-provider to \"cargo:libsecret\" (Linux), "
                     "\"cargo:macos-keychain\" (macOS) or \"cargo:wincred\" (Windows) first; with "
                     "[\"cargo:token-from-stdout\", \"PROGRAM\"] nothing has to be pasted, because a program of yours "
                     "prints it."
                   : "Cargo asks for the token and keeps it in credentials.toml.",
       .language = "shell",
       .code = login_line(plan)});
  section.steps.push_back({.text = "Paste this when it asks:", .language = "text", .code = header(plan) + "\n"});
}

void add_file(const Plan& plan, Section& section) {
  section.steps.push_back({.text = "Add to the credentials of cargo, which only you should be able to read:",
                           .file = "~/.cargo/credentials.toml",
                           .language = "toml",
                           .code = fmt::format("[registries.{}]\ntoken = \"{}\"\n", plan.registry, header(plan))});
}

std::string_view intro(const Plan& plan) {
  if (plan.is_token_in_url) return "Reading needs the token in the URL only; this is for publishing.";
  if (plan.place.is_public) return "Anybody reads; this is for publishing.";
  if (plan.selection.credential == Credential::entitlement) return "Whoever has the token can read the repository.";
  return "Whoever has this can do what you can do, as far as it goes.";
}

}  // namespace

Section credential_section(const Plan& plan) {
  Section section{.id = "credential", .title = "Say who you are", .intro = {}, .steps = {}};
  if (!plan.sends_header && !plan.needs_git_login && !is_automatic(plan.selection.store)) return section;
  section.intro = intro(plan);
  if (is_automatic(plan.selection.store)) {
    section.intro = "The secret stays with the service; the build gets it as a variable or a file.";
    section.steps = automatic_secrets(plan);
    return section;
  }
  if (plan.selection.store == Store::environment) {
    add_variables(plan, section);
    return section;
  }
  // First, because cargo login fetches the index too.
  if (plan.needs_git_login) section.steps.push_back(git_login(plan));
  if (plan.has_password()) {
    section.steps.push_back(password_login(plan));
  } else if (plan.selection.store == Store::helper) {
    add_login(plan, section);
  } else {
    add_file(plan, section);
  }
  return section;
}

}  // namespace entrepot::setup
