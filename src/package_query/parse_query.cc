// The search language. Blanks are spaces, tabs and line ends.
//
//   query        = [ alternatives ] ;                                  an empty query is every package
//   alternatives = conjunction , { "OR" , conjunction } ;
//   conjunction  = negation , { [ "AND" ] , negation } ;               binds tighter than OR
//   negation     = { "NOT" } , ( "(" , alternatives , ")" | term ) ;
//   term         = [ field , ":" ] , [ "~" ] , value ;                 `~` negates the term
//   field        = one of the names in fields.cc, in any case ;
//
//   value        = character , { character } ;                         up to a blank or a parenthesis
//   character    = any other character
//                | "\" , any character                                 stands for itself, without its meaning
//                | '"' , { character | blank | "(" | ")" } , '"'       so that blanks and parentheses stand for
//                themselves | "'" , { character | blank | "(" | ")" } , "'" ;
//
// What a value may be depends on the field's kind:
//
//   text, name,
//   checksum     = [ "^" ] , { character | "*" } , [ "$" ] ;           contains, unless anchored; `*` is anything
//   number       = [ comparison ] , digits ;
//   size         = [ comparison ] , digits , [ "." , digits ] , [ unit ] ;      values.cc
//   date         = [ comparison ] , instant or span ;                           dates.cc
//   version      = ( comparison | "~=" ) , digits , [ "." , digits , [ "." , digits , … ] ] | text ;
//   dependency   = text , [ ( comparison | "~=" ) , as in version ] ;
//   flag         = "true" | "false" | "yes" | "no" | "1" | "0" ;
//   comparison   = ">=" | "<=" | ">" | "<" | "=" ;                     none is "="
//
// AND, OR and NOT are words in capitals and without quotes; `and` is a word to look for. `~` and `:` have no meaning
// inside quotes or after a backslash, so "std::mem" is a word; `^`, `$`, `*` and comparisons keep theirs inside quotes,
// so name:'^serde$' is what it looks like.
#include <fmt/format.h>

#include <algorithm>

#include "base/encoding.h"
#include "base/nearest.h"
#include "base/try.h"
#include "cargo/scanner.h"
#include "package_query/fields.h"
#include "package_query/query.h"
#include "package_query/value_letters.h"
#include "package_query/values.h"

namespace entrepot::package_query {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string names_of_fields() {
  std::string names;
  for (const FieldRow& row : field_table()) names += fmt::format("{}{}", names.empty() ? "" : ", ", row.name);
  return names;
}

std::string suggestion(std::string_view name) {
  std::vector<std::string_view> names;
  for (const FieldRow& row : field_table()) names.push_back(row.name);
  return did_you_mean(to_lower(name), names);
}

class Parser {
 public:
  Parser(std::string_view text, const QueryLimits& limits) : text_(text), limits_(limits) {}

  Result<QueryNode> query() {
    TRY(check_text());
    skip_blanks();
    if (at_end()) return QueryNode{};
    TRY_ASSIGN(QueryNode node, alternatives());
    if (!at_end()) return refuse(place_, "this ')' closes nothing");
    return node;
  }

 private:
  enum class Word : std::uint8_t { term, and_word, or_word, not_word, open, close, end };

  /// "Column 3: …."
  std::unexpected<Error> refuse(std::size_t place, std::string_view what) const {
    return invalid(fmt::format("Column {}: {}.", count_characters(text_.substr(0, place)) + 1, what));
  }

  Result<void> check_text() const {
    // Bytes first, so that what follows is bounded.
    if (text_.size() > limits_.characters * 4 || count_characters(text_) > limits_.characters) {
      return refuse(0, fmt::format("a query may have at most {} characters", limits_.characters));
    }
    if (!is_utf8(text_)) {
      std::size_t good = text_.size();
      while (!is_utf8(text_.substr(0, good))) --good;
      return refuse(good, "this character is not valid UTF-8");
    }
    const auto control = std::ranges::find_if(text_, [](char c) { return is_control(c) && !is_blank(c); });
    if (control == text_.end()) return {};
    return refuse(static_cast<std::size_t>(control - text_.begin()), "control characters may not stand in a query");
  }

  bool at_end() const { return place_ == text_.size(); }
  void skip_blanks() {
    while (!at_end() && is_blank(text_[place_])) ++place_;
  }

  /// What comes next, at `place_`.
  Word next() const {
    if (at_end()) return Word::end;
    if (text_[place_] == '(') return Word::open;
    if (text_[place_] == ')') return Word::close;
    std::size_t end = place_;
    while (end < text_.size() && !is_blank(text_[end]) && text_[end] != '(' && text_[end] != ')') ++end;
    const std::string_view word = text_.substr(place_, end - place_);
    if (word == "AND") return Word::and_word;
    if (word == "OR") return Word::or_word;
    if (word == "NOT") return Word::not_word;
    return Word::term;
  }

  void skip(std::size_t length) {
    place_ += length;
    skip_blanks();
  }

  Result<QueryNode> alternatives() {
    std::vector<QueryNode> nodes;
    while (true) {
      TRY_ASSIGN(QueryNode node, conjunction());
      nodes.push_back(std::move(node));
      if (next() != Word::or_word) return group(QueryNode::Kind::any_of, std::move(nodes));
      skip(2);
    }
  }

  Result<QueryNode> conjunction() {
    std::vector<QueryNode> nodes;
    while (true) {
      TRY_ASSIGN(QueryNode node, negation());
      nodes.push_back(std::move(node));
      const Word word = next();
      if (word == Word::and_word) {
        skip(3);
      } else if (word == Word::or_word || word == Word::close || word == Word::end) {
        return group(QueryNode::Kind::all_of, std::move(nodes));
      }
    }
  }

  static QueryNode group(QueryNode::Kind kind, std::vector<QueryNode> nodes) {
    if (nodes.size() == 1) return std::move(nodes.front());
    return QueryNode{.kind = kind, .children = std::move(nodes)};
  }

  Result<QueryNode> negation() {
    const std::size_t start = place_;
    switch (next()) {
      case Word::term:
        return term();
      case Word::not_word: {
        TRY(deepen(start));
        skip(3);
        TRY_ASSIGN(QueryNode node, negation());
        --depth_;
        QueryNode out{.kind = QueryNode::Kind::negation};
        out.children.push_back(std::move(node));
        return out;
      }
      case Word::open: {
        TRY(deepen(start));
        skip(1);
        TRY_ASSIGN(QueryNode node, alternatives());
        if (at_end()) {
          return refuse(place_, fmt::format("a ')' was expected for the '(' in column {}",
                                            count_characters(text_.substr(0, start)) + 1));
        }
        --depth_;
        skip(1);
        return node;
      }
      case Word::and_word:
      case Word::or_word:
        return refuse(start, fmt::format("a term or '(' was expected, not {}; put the word in quotes to look for it",
                                         text_.substr(start, next() == Word::or_word ? 2 : 3)));
      case Word::close:
        return refuse(start, "a term or '(' was expected, not ')'");
      case Word::end:
        return refuse(start, "a term or '(' was expected, not the end");
    }
    return refuse(start, "a term or '(' was expected");
  }

  Result<void> deepen(std::size_t place) {
    if (++depth_ > limits_.depth) {
      return refuse(place, fmt::format("parentheses and NOTs may stand at most {} deep", limits_.depth));
    }
    return {};
  }

  /// The letters up to a blank or parenthesis, without quotes and backslashes.
  Result<Letters> letters() {
    Letters out;
    char quote = 0;
    std::size_t quote_place = 0;
    while (!at_end()) {
      const char c = text_[place_];
      if (quote == 0 && (is_blank(c) || c == '(' || c == ')')) break;
      if (c == '\\') {
        if (place_ + 1 == text_.size()) return refuse(place_, "a character was expected after the backslash");
        ++place_;
        out.push_back({text_[place_], Letter::Kind::escaped, place_});
      } else if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        quote_place = place_;
      } else {
        out.push_back({c, quote == 0 ? Letter::Kind::plain : Letter::Kind::quoted, place_});
      }
      ++place_;
    }
    if (quote != 0) return refuse(quote_place, "this quote is not closed; write \\ before it to look for it");
    return out;
  }

  Result<QueryNode> term() {
    const std::size_t start = place_;
    if (++terms_ > limits_.terms) {
      return refuse(start, fmt::format("a query may have at most {} terms", limits_.terms));
    }
    TRY_ASSIGN(const Letters word, letters());
    const std::size_t end = place_;
    skip_blanks();
    QueryNode node{.kind = QueryNode::Kind::term, .field = &bare_word_field()};
    std::span<const Letter> value = word;
    const auto colon = std::ranges::find_if(word, [](const Letter& letter) { return letter.is(':'); });
    if (colon != word.end()) {
      const std::string name = text_of(value.first(static_cast<std::size_t>(colon - word.begin())));
      node.field = find_field(name);
      if (node.field == nullptr) {
        return refuse(start, fmt::format("there is no field {}.{} The fields are {}; put a word with a colon in quotes",
                                         in_quotes(name), suggestion(name), names_of_fields()));
      }
      value = value.subspan(name.size() + 1);
    }
    // `~=` compares versions; it negates nothing.
    const bool is_comparison = node.field->kind == FieldKind::version && text_of(value).starts_with("~=");
    if (!value.empty() && value.front().is('~') && !is_comparison) {
      node.negated = true;
      value = value.subspan(1);
    }
    if (value.empty()) return refuse(end, "a value was expected here");
    const std::size_t place = value.front().place;
    auto read = read_value(node, value);
    if (!read) return refuse(place, read.error().message);
    return node;
  }

  static std::string for_field(const FieldRow& field) {
    return field.name.empty() ? "" : fmt::format(" after '{}:'", field.name);
  }

  /// Fills in the node's value; an error's message is what was expected.
  Result<void> read_value(QueryNode& node, std::span<const Letter> letters) const {
    const FieldRow& field = *node.field;
    const std::string text = text_of(letters);
    const auto keep = [&](auto value, std::string_view expected) -> Result<void> {
      if (!value) return invalid(fmt::format("{} was expected{}", expected, for_field(field)));
      node.value = std::move(*value);
      return {};
    };
    switch (field.kind) {
      case FieldKind::number:
        return keep(parse_number_value(text), "a number such as 10 or >=1000");
      case FieldKind::size:
        return keep(parse_size_value(text), "a size such as 512, >1MB or <=1.5MiB");
      case FieldKind::date:
        return keep(parse_date_value(text),
                    "a date such as >2026-01-31, <2026-01-31T12:00Z, today, yesterday or '>3 days ago'");
      case FieldKind::flag:
        return keep(parse_flag_value(text), "true or false");
      case FieldKind::version:
        if (!begins_with_comparison(letters)) return read_pattern(node, letters);
        return keep(parse_version_range(text), "a version such as >=1.2 or ~=1.4.2");
      case FieldKind::dependency:
        return read_dependency(node, letters);
      case FieldKind::text:
      case FieldKind::name:
      case FieldKind::checksum:
        return read_pattern(node, letters);
    }
    return {};
  }

  Result<TextPattern> pattern(FieldKind kind, std::span<const Letter> letters) const {
    TextPattern out =
        pattern_of(letters, kind == FieldKind::name || kind == FieldKind::dependency ? &fold_name : &fold_text);
    if (out.pieces.size() > limits_.wildcards + 1) {
      return invalid(fmt::format("at most {} wildcards may stand in a value", limits_.wildcards));
    }
    return out;
  }

  Result<void> read_pattern(QueryNode& node, std::span<const Letter> letters) const {
    TRY_ASSIGN(TextPattern out, pattern(node.field->kind, letters));
    if (node.field == &bare_word_field() && (out.starts || out.ends)) node.field = &name_field();
    if (node.field->kind == FieldKind::checksum && out.pieces.size() == 1 &&
        is_digest_size(out.pieces.front().size())) {
      out.starts = out.ends = true;  // found by an index
    }
    node.value = std::move(out);
    return {};
  }

  static bool is_digest_size(std::size_t size) { return size == 32 || size == 40 || size == 64 || size == 128; }

  Result<void> read_dependency(QueryNode& node, std::span<const Letter> letters) const {
    const std::size_t name_length = place_of_comparison(letters);
    DependencyValue value;
    TRY_ASSIGN(value.name, pattern(FieldKind::dependency, letters.first(name_length)));
    if (!value.name.starts && !value.name.ends) value.name.starts = value.name.ends = true;
    if (name_length == 0) return invalid("a crate's name was expected before the comparison, such as serde<2");
    if (name_length < letters.size()) {
      value.range = parse_version_range(text_of(letters.subspan(name_length)));
      if (!value.range) return invalid("a version was expected after the comparison, such as serde<2 or serde~=1.4.2");
    }
    node.value = std::move(value);
    return {};
  }

  std::string_view text_;
  const QueryLimits& limits_;
  std::size_t place_ = 0;
  std::size_t depth_ = 0;
  std::size_t terms_ = 0;
};

}  // namespace

Result<QueryNode> parse_query(std::string_view text, const QueryLimits& limits) {
  return Parser(text, limits).query();
}

}  // namespace entrepot::package_query
