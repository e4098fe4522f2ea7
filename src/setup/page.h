#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "setup/words.h"

namespace entrepot::setup {

/// A repository as its users see it.
struct Place {
  std::string public_url;  ///< scheme, host and base path, no trailing slash
  std::string namespace_slug;
  std::string repository_slug;
  bool is_public = false;
};

/// Whether whoever asks may publish here; `unknown` when nobody has said who asks.
enum class MayPublish : std::uint8_t { unknown, no, yes };

/// What somebody wants to know. What is left out is chosen for them.
struct Question {
  Place place;
  MayPublish may_publish = MayPublish::unknown;
  std::array<std::optional<std::size_t>, kDimensionCount> chosen{};  ///< by dimension, as positions of its words
  std::vector<Task> tasks{};                                         ///< empty: all that fit
  std::string registry{};                                            ///< empty: made of the slugs
  std::string crate{};                                               ///< empty: `newest_crate`
  std::string version{};                                             ///< empty: the newest of the crate, if known
  std::string newest_crate{};    ///< of the repository, or the one asked for; empty when there is none
  std::string newest_version{};  ///< of newest_crate
  std::string user{};            ///< who is asking, or shall be in the lines; may be empty
};

/// One thing to do: a file to write or add to, or lines for a shell, or a text to paste where one is asked for.
struct Step {
  std::string text;
  std::optional<std::string> file{};  ///< "~/…" in the home, else below the project's folder
  std::string_view language;          ///< toml, shell, yaml, groovy, dockerfile, text
  std::string code;                   ///< with placeholders for secrets
};

struct Section {
  std::string_view id;  ///< configure, credential, or a task's word
  std::string title;
  std::string intro;
  std::vector<Step> steps;
};

/// A value of a choice as it stands beside the others that are chosen.
struct Choice {
  const Word* word;
  std::string_view why_not{};            ///< empty: it fits
  std::optional<Selection> selection{};  ///< what to choose to have it: the nearest that fits; nothing when none does
};

/// What a program prints when something is wrong, and what helps.
struct Trouble {
  std::string error;  ///< a part of what is printed, literally
  std::string cause;
  std::string fix;
  std::optional<std::string> code{};
};

/// The answer.
struct Page {
  std::string registry{};
  std::string index{};  ///< may hold the placeholder of a token
  Selection chosen{};
  std::vector<Task> tasks{};
  std::string crate{};
  std::string version{};
  std::array<std::vector<Choice>, kDimensionCount> choices{};
  std::vector<Choice> task_choices{};
  std::vector<Section> sections{};
  std::vector<std::string> notes{};
  std::vector<Trouble> troubleshooting{};
};

/// The placeholders that stand in a text, without braces, in the order of the table: user, password, api_key,
/// entitlement_token.
std::vector<std::string_view> secrets_in(std::string_view text);

}  // namespace entrepot::setup
