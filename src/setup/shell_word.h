#pragma once

#include <string>
#include <string_view>

namespace entrepot::setup {

/// One word for a POSIX shell, quoted where it must be. Placeholders always are.
std::string shell_word(std::string_view text);

}  // namespace entrepot::setup
