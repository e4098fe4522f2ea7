// fuzz-uses: entrepot_api
#include "api/multipart.h"
#include "fuzz_input.h"

using entrepot::api::MultipartFileReader;
using entrepot::fuzz::require;

namespace {

/// What came out, and whether the form was taken.
struct Outcome {
  std::string bytes;
  bool is_taken = true;
  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view body, std::size_t piece) {
  MultipartFileReader reader("xyz", "file");
  Outcome out;
  while (!body.empty()) {
    const auto taken = reader.take(body.substr(0, piece));
    if (!taken) return {.bytes = {}, .is_taken = false};
    out.bytes += *taken;
    body.remove_prefix(std::min(piece, body.size()));
  }
  if (!reader.finish()) return {.bytes = {}, .is_taken = false};
  return out;
}

}  // namespace

/// However a form is cut up, it is the same form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = entrepot::fuzz::as_text(data, size);
  const auto boundary = entrepot::api::multipart_boundary(text);
  require(!boundary || (!boundary->empty() && boundary->size() <= 70));
  const Outcome whole = read(text, text.size() + 1);
  require(whole == read(text, 1) && whole == read(text, 7));
  return 0;
}
