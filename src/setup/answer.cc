#include "setup/answer.h"

#include <algorithm>

#include "base/encoding.h"
#include "base/try.h"
#include "cargo/crate_name.h"
#include "cargo/version.h"
#include "setup/fitting.h"
#include "setup/registry_name.h"
#include "setup/sections.h"

namespace entrepot::setup {
namespace {

void add_sections(const Plan& plan, Page& page) {
  if (!is_automatic(plan.selection.store)) page.sections.push_back(configure_section(plan));
  if (Section credential = credential_section(plan); !credential.steps.empty()) {
    page.sections.push_back(std::move(credential));
  }
  for (const Task task : plan.tasks) page.sections.push_back(task_section(plan, task));
}

/// What stands in lines that people paste into a shell must be what it says it is.
Result<void> check_names(const Question& question) {
  if (!question.registry.empty()) TRY(check_registry_name(question.registry));
  if (!question.crate.empty()) TRY(CrateName::parse(question.crate));
  if (!question.version.empty()) TRY(Version::parse(question.version));
  const auto is_of_name = [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; };
  if (!std::ranges::all_of(question.user, is_of_name)) return invalid("user must be the name of a user.");
  return {};
}

}  // namespace

Result<Page> answer(const Question& question) {
  TRY(check_names(question));
  TRY_ASSIGN(Chosen chosen, choose(question));
  const Plan plan = make_plan(question, chosen.selection, chosen.tasks);
  Page page{.registry = plan.registry,
            .index = plan.index,
            .chosen = chosen.selection,
            .tasks = std::move(chosen.tasks),
            .crate = plan.crate,
            .version = plan.version};
  for (std::size_t at = 0; at < kDimensionCount; ++at) {
    page.choices[at] = choices_of(question, chosen.selection, dimensions()[at]);
  }
  page.task_choices = task_choices(question, chosen.selection);
  add_sections(plan, page);
  page.notes = notes_of(plan);
  page.troubleshooting = troubles_of(plan);
  return page;
}

}  // namespace entrepot::setup
