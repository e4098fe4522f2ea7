#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "package_query/record.h"

namespace entrepot::package_query {

/// What may stand after a field's colon.
enum class FieldKind : std::uint8_t {
  text,        ///< anchors, wildcards; folded by fold_text
  name,        ///< the same, folded by fold_name
  checksum,    ///< text; a whole digest is looked up
  number,      ///< comparisons
  size,        ///< numbers with units of bytes
  date,        ///< times and spans of time
  version,     ///< comparisons by precedence, or text
  dependency,  ///< a name, with or without a comparison
  flag,        ///< true or false
};

/// One field of the search language: all that is known about it. Parser, SQL, evaluator and docs/search.md read this
/// table. A text field may have any number of values and matches when one of them does; a number or date may be
/// missing, and then no comparison holds.
struct FieldRow {
  using Texts = std::vector<std::string> (*)(const PackageRecord&);
  using Number = std::optional<std::int64_t> (*)(const PackageRecord&);

  std::string_view name;
  FieldKind kind = FieldKind::text;
  std::array<std::string_view, 4> columns{};  ///< SQL expressions (columns.h): the values of a row
  std::string_view inside{};                  ///< what stands around the comparison, {} for it; "" for nothing
  std::string_view lines{};  ///< a column with the same texts, each between line feeds: cheaper to look through
  Texts texts = nullptr;     ///< folded, for text, name, checksum and version
  Number number = nullptr;   ///< for number, size, date and flag
  std::string_view help{};   ///< one sentence of Markdown
};

/// In the order of the reference page.
std::span<const FieldRow> field_table();
/// Nothing for an unknown name; case does not matter.
const FieldRow* find_field(std::string_view name);
/// Where words without a field look.
const FieldRow& bare_word_field();
/// Where they look when they have an anchor.
const FieldRow& name_field();

/// What bare words look through: name, keywords and description, folded.
std::string fold_content(const PackageRecord& record);
/// "serde-1.0.0.crate", folded.
std::string fold_filename(const PackageRecord& record);

}  // namespace entrepot::package_query
