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

constexpr auto kRows = std::to_array<Row>({
    {[](const Plan& plan) { return plan.needs_provider; }, "no token found for `@`",
     "The repository is private, and cargo has no token for it.",
     "Follow the steps for the credential, or let cargo ask for one.", "cargo login --registry @\n"},
    {[](const Plan& plan) { return plan.has(Task::mirror); }, "crates-io is replaced with remote registry @",
     "Cargo does not guess which registry is meant while crates.io is replaced.", "Name it.",
     "cargo publish --registry @\n"},
    {always, "no matching package named",
     "The repository has no crate of this name, or the dependency does not say that it is from @.",
     "Look at the name, and at `registry` in Cargo.toml.", ""},
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
