#pragma once

#include "base/error.h"
#include "setup/page.h"

namespace entrepot::setup {

/// The page for a question. ErrorCode::invalid with a sentence where what was chosen does not go together. Pure.
Result<Page> answer(const Question& question);

}  // namespace entrepot::setup
