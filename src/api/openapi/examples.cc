#include "api/openapi/examples.h"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "base/replace_all.h"

namespace entrepot::api::openapi {
namespace json = boost::json;
namespace {

/// What stands in the files for that which is different in each run.
constexpr auto kSamples = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"{slug_perm}", "Xk2mQ9pLw4Tz"},
    {"{user_id}", "b7NcR2hYd5Vs"},
    {"{request_id}", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"},
    {"{prefix}", "ent_EXAM"},
    {"{key}", "ent_EXAMPLEexampleEXAMPLEexampleEXAMPLEexam"},
    {"{token}", "EXAMPLEexampleEX"},
    {"{csrf_token}", "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"},
});

}  // namespace

json::value example_value(std::string_view example, std::string_view public_url) {
  std::string text(example);
  if (!example.starts_with('{') && !example.starts_with('[')) {
    const auto files = golden_answers();
    const auto file = std::ranges::find(files, example, &GoldenAnswer::name);
    if (file == files.end()) return nullptr;
    text = file->text;
  }
  for (const auto& [name, sample] : kSamples) text = replace_all(std::move(text), name, sample);
  text = replace_all(std::move(text), "{url}", public_url);
  json::error_code error;
  json::value value = json::parse(text, error);
  return error ? json::value(nullptr) : value;
}

}  // namespace entrepot::api::openapi
