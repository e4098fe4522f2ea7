#pragma once

#include <string>
#include <vector>

#include "setup/plan.h"

/// The parts of a page, each made of the plan alone.
namespace entrepot::setup {

Section configure_section(const Plan& plan);
/// Without steps where nothing secret has to be kept.
Section credential_section(const Plan& plan);
Section task_section(const Plan& plan, Task task);
Section upload_section(const Plan& plan);

std::vector<std::string> notes_of(const Plan& plan);
std::vector<Trouble> troubles_of(const Plan& plan);

/// A file that does a task without a person: lines of a shell, in the form that the service reads.
struct Job {
  std::string_view name;              ///< one lower-case word
  std::vector<std::string> lines;     ///< run in the project's folder
  std::vector<Variable> variables{};  ///< beside those of the plan; nothing secret
  bool publishes = false;             ///< runs for tags only, and needs who is publishing
};
std::vector<Step> automatic_steps(const Plan& plan, const Job& job);
/// How its secrets get there.
std::vector<Step> automatic_secrets(const Plan& plan);

}  // namespace entrepot::setup
