#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "api/json.h"

namespace entrepot::api::management {

/// One setting of a repository that the management API has: a flag, or one word of a few. Those that Entrepot does
/// nothing with are given back as their defaults, which is what it does.
struct Setting {
  std::string_view key;
  std::span<const std::string_view> words;  ///< empty for a flag
  std::string_view default_word;
  bool default_flag;
  bool is_heeded = false;  ///< registry/package_settings.h reads it
};
std::span<const Setting> repository_settings();

/// Refuses what the body says about settings that are not heeded unless it is the default: nobody shall believe that
/// something is switched on or off that is not there. Mistakes are noted in `input`.
boost::json::object read_settings(JsonInput& input);

/// The stored settings on top of the defaults, so that every key is there.
void add_settings(boost::json::object& to, std::string_view stored);

/// The same for what the management API has for entitlement tokens and Entrepot does not.
void refuse_missing_of_tokens(JsonInput& input);
/// What they are, for the answer.
void add_missing_of_tokens(boost::json::object& to);

}  // namespace entrepot::api::management
