#include "app/first_steps.h"

#include <fmt/format.h>

#include "setup/first_crate.h"

namespace entrepot::app {

std::string first_steps_text(const FirstSteps& steps) {
  std::string text = fmt::format(
      "\nEntrepot is ready: {}\n\n"
      "This is a new server. Its admin is {}, with this API key. It is shown only now; keep it.\n\n",
      steps.public_url, steps.user);
  for (const setup::FirstStep& step : setup::first_crate(
           {.program = steps.program, .public_url = steps.public_url, .user = steps.user, .api_key = steps.api_key})) {
    if (!step.text.empty()) text += step.text + "\n\n";
    for (const std::string& line : step.lines) text += fmt::format("    {}\n", line);
    text += "\n";
  }
  return text;
}

}  // namespace entrepot::app
