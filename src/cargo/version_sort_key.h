#pragma once

#include <string>

#include "cargo/version.h"

namespace entrepot {

/// A text whose order is the version's precedence: `precedence(a, b)` is `version_sort_key(a) <=> version_sort_key(b)`,
/// so that a database can sort, compare and index versions. Decimal digits only, which every collation orders as bytes
/// do; versions that differ in build metadata alone have the same key; no key is the beginning of another. At most 400
/// characters. Never change it: databases keep these keys. Source: SemVer 2.0.0 section 11.
std::string version_sort_key(const Version& version);

}  // namespace entrepot
