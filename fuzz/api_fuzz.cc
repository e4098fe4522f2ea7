// fuzz-uses: entrepot_api
// What reaches the API's handlers. The first byte chooses: 'b' a JSON body of /v1, 'p' a path.
#include <array>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "api/cargo/crate_file_name.h"
#include "api/json.h"
#include "api/management/settings.h"
#include "api/routes.h"
#include "cargo/publish_rules.h"
#include "fuzz_input.h"
#include "http/router.h"
#include "registry/json_merge.h"

using entrepot::api::JsonInput;
using entrepot::fuzz::require;
namespace json = boost::json;

namespace {

void read_body(std::string_view text) {
  auto input = JsonInput::parse(text);
  if (!input) return require(!input.error().message.empty());
  static constexpr std::array<std::string_view, 2> kWords{"Public", "Private"};
  input->text("name", JsonInput::Need::required);
  input->text("slug");
  input->flag("enabled");
  input->texts("users");
  const auto word = input->word("repository_type_str", kWords);
  require(!word || *word == "Public" || *word == "Private");
  // What is kept is shown again: it must be readable, and change nothing when it is stored a second time.
  const std::string settings = json::serialize(entrepot::api::management::read_settings(*input));
  const auto merged = entrepot::registry::merge_objects("The settings", settings, settings);
  require(merged.has_value() && entrepot::registry::parse_object("The settings", *merged).has_value());
  if (const json::value* rules = input->find("publish_rules"); rules != nullptr && rules->is_object()) {
    const auto read = entrepot::publish_rules_from_json(rules->get_object());
    if (read) require(entrepot::publish_rules_from_json(entrepot::to_json(*read)) == *read);
    const auto changed = entrepot::registry::merge_objects("The rules", "{}", json::serialize(*rules));
    if (changed) require(entrepot::registry::parse_object("The rules", *changed).has_value());
  }
}

void read_path(std::string_view path) {
  static const entrepot::http::Router router = [] {
    std::vector<entrepot::http::RoutePattern> rows;
    for (const auto& route : entrepot::api::routes()) rows.push_back({route.method, route.pattern});
    return entrepot::http::Router(rows);
  }();
  for (const auto method : {entrepot::http::Method::get, entrepot::http::Method::put}) {
    const auto match = router.find(method, path);
    require(match.found() || match.row == entrepot::http::RouteMatch::kNone);
    for (std::size_t i = 0; i < match.parameter_count; ++i) {
      require(!match.parameters[i].empty() && path.find(match.parameters[i]) != std::string_view::npos);
    }
  }
  const auto splits = entrepot::api::split_crate_file_name(path);
  require(splits.size() <= entrepot::api::kMaxSplits);
  for (const auto& split : splits) {
    require(std::string(split.crate) + "-" + std::string(split.version) + ".crate" == path);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = entrepot::fuzz::as_text(data + 1, size - 1);
  if (data[0] == 'b') read_body(text);
  if (data[0] == 'p') read_path(text);
  return 0;
}
