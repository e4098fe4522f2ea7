#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/options.h"
#include "base/error.h"

namespace entrepot::app {

/// Reads an options file: TOML, flat, its keys the keys of the table, its values strings or whole numbers. Pure; `name`
/// is the file's name, for errors. Does not know which keys exist.
Result<std::vector<GivenOption>> parse_options_file(std::string_view text, std::string_view name);

}  // namespace entrepot::app
