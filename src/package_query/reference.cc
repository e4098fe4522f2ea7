#include "package_query/reference.h"

#include <fmt/format.h>

#include "package_query/fields.h"
#include "package_query/query.h"
#include "package_query/sort.h"

namespace entrepot::package_query {
namespace {

constexpr std::string_view kOperators = R"(# Searching packages

<!-- Written by `entrepot search-language`; change the tables in src/package_query/ instead. -->

One language serves lists (`query=`), the limits of entitlement tokens and everything else that chooses packages. A package is one version of
a crate in one repository.

```
name:serde version:>=1.0
(tag:latest OR tag:stable) AND NOT prerelease:true
tokio license:^MIT$ uploaded:>'1 month ago'
dependency:openssl<0.10 downloads:>1000 size:<=2MB
```

## Putting terms together

| write | finds |
|---|---|
| `a b`, `a AND b` | packages that both find |
| `a OR b` | packages that one of them finds; `a OR b c` is `a OR (b c)` |
| `NOT a` | packages that `a` does not find |
| `( … )` | groups |
| `field:value` | packages whose field has the value |
| `field:~value` | packages that `field:value` does not find, those without a value included |
| `word` | packages that have the word in name, keywords or description; with an anchor, in the name |

AND, OR and NOT are written in capitals. Quotes, `"…"` or `'…'`, hold blanks and parentheses: `license:'mit or apache'`. A backslash takes the meaning of
the character after it: `\*`, `\"`, `\:`. A word with a colon in it stands in quotes: `'std::mem'`.
)";

constexpr std::string_view kValues = R"(
## Values

- **text**: any part of the field, in any case (of the letters A to Z). `^` at the beginning and `$` at the end hold it there: `name:^serde$` is serde alone,
  `license:^$` no licence. `*` is anything or nothing. `-` and `_` are the same in names.
- **number**: `10`, `=10`, `>10`, `>=10`, `<10`, `<=10`.
- **size**: a number of bytes with or without a unit: `512`, `>1.5MB`, `<='64 KiB'`. kB, MB, GB and TB are powers of 1000, KiB, MiB, GiB and TiB of 1024.
- **date**: `2026-01-31`, `2026-01-31T12:00Z`, `2026-01-31T12:00:30+02:00`, `now`, `today`, `yesterday`, `'3 days ago'` (seconds, minutes, hours, days, weeks,
  months, years). UTC where no offset stands. A day is all of its seconds: `>2026-01-31` begins with February. Words such as `today` are read anew whenever the
  query is asked, also in a token's limit.
- **version**: after `>` `>=` `<` `<=` `=` `~=` by SemVer precedence, without build metadata: 2.0.0-rc.1 is below 2.0.0. Missing numbers are 0, but `=1.2` is every 1.2.x.
  `~=1.4.2` is 1.4.2 or later within 1.4, `~=1.4` is 1.4.0 or later within 1. Without a comparison it is a text: `version:^1.0.`.
- **dependency**: the whole name of a crate (`serde*` for all that begin so), normal, build and dev dependencies alike. With a comparison, `serde<2`: the
  requirement admits a version that the comparison holds for, so `dependency:serde=1.0.2` finds what may be built with serde 1.0.2. A requirement
  counts as the span between its lowest and its highest version; a pre-release counts by its place in that span.
- **flag**: `true`, `yes` or `1`; `false`, `no` or `0`.
)";

std::string_view kind_word(FieldKind kind) {
  switch (kind) {
    case FieldKind::text:
    case FieldKind::name:
    case FieldKind::checksum:
      return "text";
    case FieldKind::number:
      return "number";
    case FieldKind::size:
      return "size";
    case FieldKind::date:
      return "date";
    case FieldKind::version:
      return "version";
    case FieldKind::dependency:
      return "dependency";
    case FieldKind::flag:
      return "flag";
  }
  return "text";
}

}  // namespace

std::string search_markdown() {
  std::string out(kOperators);
  out += "\n## Fields\n\n| field | value | what |\n|---|---|---|\n";
  for (const FieldRow& row : field_table()) {
    out += fmt::format("| `{}` | {} | {} |\n", row.name, kind_word(row.kind), row.help);
  }
  out += kValues;
  out +=
      "\n## Order (`sort=`)\n\nComma-separated; `-` turns an order round: `name,-version`. Newest first (`-date`) when "
      "nothing is said.\n\n";
  out += sort_markdown();
  constexpr QueryLimits kLimits;
  out += fmt::format(
      "\n## Limits\n\nAt most {} characters, {} terms, {} wildcards in a value, parentheses and NOTs {} deep. What "
      "cannot be read is "
      "refused with the column in which it stands.\n",
      kLimits.characters, kLimits.terms, kLimits.wildcards, kLimits.depth);
  return out;
}

}  // namespace entrepot::package_query
