#include "cargo/requirement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cargo/scanner.h"

namespace entrepot {
namespace {

using Comparator = Requirement::Comparator;
using Operator = Requirement::Operator;

constexpr std::size_t kMaxComparators = 32;  // as the semver crate
constexpr std::size_t kMaxLength = 1000;

struct OperatorWord {
  std::string_view word;
  Operator op;
};
// Longer words first: the first that fits is taken.
constexpr auto kOperators = std::to_array<OperatorWord>({{">=", Operator::greater_equal},
                                                         {"<=", Operator::less_equal},
                                                         {">", Operator::greater},
                                                         {"<", Operator::less},
                                                         {"=", Operator::exact},
                                                         {"~", Operator::tilde},
                                                         {"^", Operator::caret}});

bool skip_wildcard(Scanner& scanner) {
  return scanner.skip('*') || scanner.skip('x') || scanner.skip('X');
}

/// One of `.*` and `.number`; false when the text is broken. Leaves `out` empty when there is nothing.
bool read_part(Scanner& scanner, std::optional<std::uint64_t>& out, bool& wildcard) {
  if (!scanner.skip('.')) return true;
  if (skip_wildcard(scanner)) {
    wildcard = true;
    return true;
  }
  out = scanner.number();
  return out.has_value() && !wildcard;  // a number after a wildcard means nothing
}

std::optional<Comparator> read_comparator(Scanner& scanner) {
  Comparator comparator;
  bool has_operator = false;
  for (const auto& [word, op] : kOperators) {
    if (scanner.skip(word)) {
      comparator.op = op;
      has_operator = true;
      break;
    }
  }
  scanner.skip_spaces();
  const auto major_number = scanner.number();
  if (!major_number) return std::nullopt;
  comparator.major_number = *major_number;
  bool wildcard = false;
  if (!read_part(scanner, comparator.minor_number, wildcard)) return std::nullopt;
  if (!read_part(scanner, comparator.patch_number, wildcard)) return std::nullopt;
  if (wildcard && !has_operator) comparator.op = Operator::wildcard;
  if (comparator.patch_number) {
    if (scanner.skip('-')) {
      const auto identifiers = scanner.identifiers(Identifiers::prerelease);
      if (!identifiers) return std::nullopt;
      comparator.prerelease = *identifiers;
    }
    if (scanner.skip('+') && !scanner.identifiers(Identifiers::build)) return std::nullopt;
  }
  scanner.skip_spaces();
  return comparator;
}

bool matches_exact(const Comparator& c, const Version& v) {
  return v.major_number() == c.major_number && (!c.minor_number || v.minor_number() == *c.minor_number) &&
         (!c.patch_number || v.patch_number() == *c.patch_number) && v.prerelease() == c.prerelease;
}

/// How the version lies to the comparator's own; equal as soon as the comparator leaves a part open.
std::strong_ordering order(const Comparator& c, const Version& v) {
  if (const auto o = v.major_number() <=> c.major_number; o != 0) return o;
  if (!c.minor_number) return std::strong_ordering::equal;
  if (const auto o = v.minor_number() <=> *c.minor_number; o != 0) return o;
  if (!c.patch_number) return std::strong_ordering::equal;
  if (const auto o = v.patch_number() <=> *c.patch_number; o != 0) return o;
  return prerelease_precedence(v.prerelease(), c.prerelease);
}

bool matches_tilde(const Comparator& c, const Version& v) {
  if (v.major_number() != c.major_number) return false;
  if (c.minor_number && v.minor_number() != *c.minor_number) return false;
  if (c.patch_number && v.patch_number() != *c.patch_number) return v.patch_number() > *c.patch_number;
  return prerelease_precedence(v.prerelease(), c.prerelease) >= 0;
}

bool matches_caret(const Comparator& c, const Version& v) {
  if (v.major_number() != c.major_number) return false;
  if (!c.minor_number) return true;
  const std::uint64_t minor_number = *c.minor_number;
  if (!c.patch_number) {
    return c.major_number > 0 ? v.minor_number() >= minor_number : v.minor_number() == minor_number;
  }
  const std::uint64_t patch_number = *c.patch_number;
  if (c.major_number > 0) {
    if (v.minor_number() != minor_number) return v.minor_number() > minor_number;
    if (v.patch_number() != patch_number) return v.patch_number() > patch_number;
  } else if (minor_number > 0) {
    if (v.minor_number() != minor_number) return false;
    if (v.patch_number() != patch_number) return v.patch_number() > patch_number;
  } else if (v.minor_number() != minor_number || v.patch_number() != patch_number) {
    return false;
  }
  return prerelease_precedence(v.prerelease(), c.prerelease) >= 0;
}

bool matches_one(const Comparator& c, const Version& v) {
  switch (c.op) {
    case Operator::exact:
    case Operator::wildcard:
      return matches_exact(c, v);
    // With an open part `>1` means "a greater major", so a version that agrees as far as it goes is not greater.
    case Operator::greater:
      return order(c, v) > 0;
    case Operator::greater_equal:
      return matches_exact(c, v) || order(c, v) > 0;
    case Operator::less:
      return order(c, v) < 0;
    case Operator::less_equal:
      return matches_exact(c, v) || order(c, v) < 0;
    case Operator::tilde:
      return matches_tilde(c, v);
    case Operator::caret:
      return matches_caret(c, v);
  }
  return false;
}

/// A pre-release is taken only where a comparator names a pre-release of the same three numbers.
bool admits_prerelease(const Comparator& c, const Version& v) {
  return !c.prerelease.empty() && c.major_number == v.major_number() && c.minor_number == v.minor_number() &&
         c.patch_number == v.patch_number();
}

std::string comparator_text(const Comparator& c) {
  std::string out;
  const auto known = std::ranges::find(kOperators, c.op, &OperatorWord::op);
  if (known != kOperators.end()) out = known->word;
  out += std::to_string(c.major_number);
  if (c.minor_number) out += fmt::format(".{}", *c.minor_number);
  if (c.patch_number) out += fmt::format(".{}", *c.patch_number);
  if (!c.prerelease.empty()) out += "-" + c.prerelease;
  if (c.op == Operator::wildcard) out += ".*";
  return out;
}

}  // namespace

Result<Requirement> Requirement::parse(std::string_view text) {
  const auto refuse = [text] {
    return invalid("The version requirement " + in_quotes(text) +
                   " is not one that cargo can read, such as \"1.2\", \"~1.2\", \">=1, <3\" or \"*\".");
  };
  if (text.size() > kMaxLength) return refuse();
  Scanner scanner(text);
  scanner.skip_spaces();
  Requirement requirement;
  if (skip_wildcard(scanner)) {
    scanner.skip_spaces();
    if (!scanner.at_end()) return refuse();
    return requirement;
  }
  while (true) {
    auto comparator = read_comparator(scanner);
    if (!comparator || requirement.comparators_.size() == kMaxComparators) return refuse();
    requirement.comparators_.push_back(std::move(*comparator));
    if (scanner.at_end()) return requirement;
    if (!scanner.skip(',')) return refuse();
    scanner.skip_spaces();
  }
}

std::string Requirement::text() const {
  if (comparators_.empty()) return "*";
  std::string out;
  for (const Comparator& comparator : comparators_) {
    if (!out.empty()) out += ", ";
    out += comparator_text(comparator);
  }
  return out;
}

bool Requirement::matches(const Version& version) const {
  if (!std::ranges::all_of(comparators_, [&](const Comparator& c) { return matches_one(c, version); })) return false;
  return !version.is_prerelease() ||
         std::ranges::any_of(comparators_, [&](const Comparator& c) { return admits_prerelease(c, version); });
}

}  // namespace entrepot
