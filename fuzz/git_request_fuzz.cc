// fuzz-uses: entrepot_git
#include "fuzz_input.h"
#include "git/answer.h"
#include "git/fetch_request.h"
#include "git/gunzip.h"

using entrepot::fuzz::as_text;
using entrepot::fuzz::require;
namespace git = entrepot::git;

// The first byte says how the rest is read: as a body of version 0, of version 2, or packed.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body = as_text(data + 1, size - 1);
  if (data[0] % 3 == 0) {
    const auto request = git::parse_fetch_v0(body);
    if (!request) return 0;
    require(request->wants.size() <= git::kMostWants && request->haves.size() <= git::kMostHaves);
    const git::Preamble preamble = git::preamble_v0(*request, request->haves);
    require(!preamble.pack_follows || request->done);
  } else if (data[0] % 3 == 1) {
    const auto command = git::parse_command(body);
    if (!command) return 0;
    if (const auto* request = std::get_if<git::FetchRequest>(&*command)) {
      require(request->wants.size() <= git::kMostWants && request->haves.size() <= git::kMostHaves);
      const git::Preamble preamble = git::preamble_v2(*request, {});
      require(!preamble.pack_follows || request->done || request->haves.empty());
    }
  } else {
    constexpr std::size_t kLimit = 100'000;
    const auto unpacked = git::gunzip(body, kLimit);
    require(!unpacked || unpacked->size() <= kLimit);
  }
  return 0;
}
