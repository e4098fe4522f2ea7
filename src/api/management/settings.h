#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/json.h"

namespace entrepot::api::management {

/// One setting of a repository that the management API keeps and gives back: a flag, or one word of a few.
struct Setting {
  std::string_view key;
  std::span<const std::string_view> words;  ///< empty for a flag
  std::string_view default_word;
  bool default_flag;
};
std::span<const Setting> repository_settings();

/// What the body says about settings, checked against the table; mistakes are noted in `input`.
boost::json::object read_settings(JsonInput& input);

/// The stored settings on top of the defaults, so that every key is there.
void add_settings(boost::json::object& to, std::string_view stored);

}  // namespace entrepot::api::management
