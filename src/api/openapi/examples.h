#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string_view>

namespace entrepot::api::openapi {

/// The answers that the api tests compare with (tests/golden), compiled in by cmake/EmbedExamples.cmake: what the
/// document shows as an example is what the server was seen to answer.
struct GoldenAnswer {
  std::string_view name;  ///< of the file
  std::string_view text;
};
std::span<const GoldenAnswer> golden_answers();

/// The example that a component names, with what the tests call "{url}", "{slug_perm}", … filled in. A name that no
/// file has gives null, which a test forbids.
boost::json::value example_value(std::string_view example, std::string_view public_url);

}  // namespace entrepot::api::openapi
