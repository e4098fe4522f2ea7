#include "store/sqlite_like.h"

#include <soci/sqlite3/soci-sqlite3.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text_pieces.h"
#include "store/sqlite_statement.h"

namespace entrepot::store {
namespace {

namespace api = sqlite_api;

struct Pattern {
  bool starts = true;
  bool ends = true;
  std::vector<std::string> pieces{1};
};

/// Nothing for one with a `_`, or with the escape at its end.
std::optional<Pattern> parse(std::string_view text, std::string_view escape) {
  Pattern out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '_') return std::nullopt;
    if (text[at] == '%') {
      if (at == 0) out.starts = false;
      if (at + 1 == text.size()) out.ends = false;
      if (at > 0 && at + 1 < text.size()) out.pieces.emplace_back();
      continue;
    }
    if (text.substr(at, 1) == escape && ++at == text.size()) return std::nullopt;
    out.pieces.back() += text[at];
  }
  return out;
}

std::string_view text_of(api::sqlite3_value* value) {
  const void* bytes = api::sqlite3_value_blob(value);  // before its size, and never with a NUL put behind it
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(api::sqlite3_value_bytes(value))};
}

/// The arguments of `text LIKE pattern ESCAPE escape` are (pattern, text, escape).
void like(api::sqlite3_context* context, int /*count*/, api::sqlite3_value** arguments) {
  for (int at = 0; at < 3; ++at) {
    if (api::sqlite3_value_type(arguments[at]) == SQLITE_NULL) return;  // is NULL then
  }
  const auto* pattern = static_cast<const Pattern*>(api::sqlite3_get_auxdata(context, 0));
  std::unique_ptr<Pattern> parsed;
  if (pattern == nullptr) {
    auto read = parse(text_of(arguments[0]), text_of(arguments[2]));
    if (!read) return api::sqlite3_result_error(context, "a LIKE pattern that is not one of ours", -1);
    parsed = std::make_unique<Pattern>(*std::move(read));
    pattern = parsed.get();
  }
  const bool found = holds_pieces(text_of(arguments[1]), pattern->pieces, pattern->starts, pattern->ends);
  api::sqlite3_result_int(context, found ? 1 : 0);
  if (parsed == nullptr) return;
  // Kept for the next row; it may be gone at once, where the pattern is no constant.
  api::sqlite3_set_auxdata(context, 0, parsed.release(), [](void* kept) { delete static_cast<Pattern*>(kept); });
}

}  // namespace

Result<void> use_own_like(api::sqlite3* database) {
  const int code =
      api::sqlite3_create_function_v2(database, "like", 3, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                      nullptr, &like, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(database, code, "the function like");
  return {};
}

}  // namespace entrepot::store
