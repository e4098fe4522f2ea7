#include <array>

#include "setup/sections.h"

namespace entrepot::setup {
namespace {

struct Note {
  bool (*applies)(const Plan&);
  std::string_view text;
};

/// Plain http to a host that is not this machine by its name.
bool is_exposed(const Plan& plan) {
  const std::string origin = plan.origin();
  return origin.starts_with("http://") && !origin.starts_with("http://127.") &&
         !origin.starts_with("http://localhost") && !origin.starts_with("http://[::1]");
}

constexpr auto kNotes = std::to_array<Note>({
    {[](const Plan& plan) { return is_exposed(plan) && plan.selection.credential != Credential::none; },
     "This server is reached over http: whoever sees the traffic can read the secret. Ask its operator for https."},
    {[](const Plan& plan) { return plan.is_token_in_url; },
     "The URL with the token is written into Cargo.lock, and changes with the token. Give every member of a team the "
     "same one, and keep the project private."},
    {[](const Plan& plan) { return plan.is_token_in_url && plan.has(Task::publish); },
     "A crate that depends on others of this repository cannot be published by this URL: its packed manifest would "
     "hold "
     "the token, and the server refuses that."},
    {[](const Plan& plan) { return plan.is_git(); },
     "The git and the sparse index are two sources to cargo, and Cargo.lock names the one that was used: choose one "
     "per "
     "team. Where cargo knows the sparse index, that is the better one."},
    {[](const Plan& plan) { return plan.needs_git_login; },
     "Cargo lets the git program fetch the index here, because its own library asks no credential helper as soon as "
     "there is a proxy or any [http] setting."},
    {[](const Plan& plan) {
       return plan.has(Task::install) && plan.selection.store != Store::environment &&
              !is_automatic(plan.selection.store);
     },
     "cargo install does not read the .cargo/config.toml of a project: for it the registry must stand in that of your "
     "home."},
    {[](const Plan& plan) { return plan.has(Task::publish); },
     "A version is published once: its number never comes back with other bytes, not even after it was deleted."},
    {[](const Plan& plan) { return plan.has(Task::mirror); },
     "While crates.io is replaced, cargo publish, yank and owner need --registry; and a crate that crates.io has with "
     "other bytes breaks every lock file that knows it."},
    {[](const Plan& plan) { return plan.selection.cargo == CargoRange::older; },
     "Cargo before 1.39 calls the files config and credentials, without .toml."},
});

}  // namespace

std::vector<std::string> notes_of(const Plan& plan) {
  std::vector<std::string> notes;
  for (const Note& note : kNotes) {
    if (note.applies(plan)) notes.emplace_back(note.text);
  }
  return notes;
}

}  // namespace entrepot::setup
