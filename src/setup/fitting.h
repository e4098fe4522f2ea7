#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "setup/page.h"

namespace entrepot::setup {

/// Why a selection cannot work in a repository, in a sentence; empty when it can.
std::string_view objection(const Place& place, const Selection& selection);
/// The same of a task with a selection that can.
std::string_view objection(const Place& place, MayPublish may_publish, const Selection& selection, Task task);

struct Chosen {
  Selection selection;
  std::vector<Task> tasks;
};
/// What was asked for, completed by what fits best. ErrorCode::invalid with the sentence of the rule that is in the
/// way.
Result<Chosen> choose(const Question& question);

/// Every value of a dimension beside the rest of what is chosen.
std::vector<Choice> choices_of(const Question& question, const Selection& chosen, const Dimension& dimension);
/// Every task with what is chosen.
std::vector<Choice> task_choices(const Question& question, const Selection& chosen);

/// Whether cargo reads this repository by an entitlement token in the URL.
bool is_token_in_url(const Place& place, const Selection& selection);

}  // namespace entrepot::setup
