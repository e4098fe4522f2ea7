#pragma once

#include <string>
#include <string_view>

namespace entrepot {

/// `text` with every `what` in it replaced; what is put in is not looked at again. An empty `what` stands nowhere.
std::string replace_all(std::string text, std::string_view what, std::string_view by);

}  // namespace entrepot
