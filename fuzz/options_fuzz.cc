// fuzz-uses: entrepot_app
// What an operator writes. The first byte chooses where: a file, a variable ("KEY=value"), or one value by itself.
#include <algorithm>
#include <string>

#include "app/address.h"
#include "app/options.h"
#include "app/options_file.h"
#include "base/units.h"
#include "fuzz_input.h"

using entrepot::fuzz::require;
namespace app = entrepot::app;

namespace {

void read_file(std::string_view text) {
  const auto given = app::parse_options_file(text, "fuzzed.toml");
  if (!given) return require(!given.error().message.empty());
  app::Options options;
  for (const app::GivenOption& one : *given) {
    const app::OptionRow* row = app::find_option(one.key);
    if (row == nullptr) {
      require(!app::unknown_option(one.key, one.source).error().message.empty());
    } else if (const auto set = app::set_option(options, *row, one.value, one.source); !set) {
      require(set.error().message.find(row->key) != std::string::npos);
    }
  }
}

void read_variable(std::string_view text) {
  const std::size_t equals = std::min(text.find('='), text.size());
  const std::string name = "ENTREPOT_" + std::string(text.substr(0, equals));
  const std::string value(text.substr(std::min(equals + 1, text.size())));
  if (name == "ENTREPOT_CONFIG") return;  // it names a file that would be read
  const auto options = app::load_options({}, {{name, value}});
  require(options.has_value() || !options.error().message.empty());
}

void read_value(std::string_view text) {
  if (const auto addresses = app::parse_addresses(text, "listen")) {
    for (const app::Address& address : *addresses) {
      const auto again = app::parse_addresses(app::to_text(address), "listen");
      require(again.has_value() && again->size() == 1 && again->front() == address);
    }
  }
  if (const auto url = app::parse_public_url(text)) require(app::parse_public_url(*url) == *url);
  if (const auto number = entrepot::parse_number(text)) {
    require(entrepot::parse_number(std::to_string(*number)) == number);
  }
  if (const auto duration = entrepot::parse_duration(text)) {
    require(entrepot::parse_duration(std::to_string(duration->count()) + "ms") == duration);
  }
  if (const auto bytes = entrepot::parse_bytes(text)) {
    require(entrepot::parse_bytes(std::to_string(*bytes) + " B") == bytes);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text = entrepot::fuzz::as_text(data + 1, size - 1);
  if (data[0] == 'f') read_file(text);
  if (data[0] == 'e') read_variable(text);
  if (data[0] == 'v') read_value(text);
  return 0;
}
