#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <string_view>

namespace entrepot::testing {

/// What changes from run to run, made the same: the server's URL becomes "{url}", random members ("slug_perm",
/// "user_id", "token", "key", "prefix", "request_id", "csrf_token", and what is made of them) become "{…}".
boost::json::value without_chance(const boost::json::value& value, std::string_view url);

/// Compares with tests/golden/`name`. With ENTREPOT_WRITE_GOLDEN=1 in the environment it writes the file instead, and
/// fails, so that nobody leaves it set.
void expect_golden(std::string_view name, const boost::json::value& value);

}  // namespace entrepot::testing
