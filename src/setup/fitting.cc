#include "setup/fitting.h"

#include <algorithm>
#include <array>
#include <string>

namespace entrepot::setup {
namespace {

struct Case {
  const Place& place;
  Selection selection;
  MayPublish may_publish = MayPublish::unknown;
  std::optional<Task> task{};

  bool is_private() const { return !place.is_public; }
  bool is_protocol(Protocol protocol) const { return selection.protocol == protocol; }
  bool is_credential(Credential credential) const { return selection.credential == credential; }
  bool is_cargo(CargoRange cargo) const { return selection.cargo == cargo; }
  bool is_task(Task one) const { return task == one; }
  bool writes() const { return is_task(Task::publish) || is_task(Task::upload); }
  bool has_token_in_url() const { return is_token_in_url(place, selection); }
};

struct Rule {
  bool (*objects)(const Case&);
  std::string_view why;
};

/// From what is more general to what is more special: the last rule that stands in the way says most about it.
constexpr auto kRules = std::to_array<Rule>({
    {[](const Case& c) { return c.is_cargo(CargoRange::older) && !c.is_protocol(Protocol::git); },
     "Cargo before 1.68 knows no sparse index: choose git."},
    {[](const Case& c) { return c.is_credential(Credential::none) && c.is_private(); },
     "This repository is private: without a credential nothing is there to read."},
    {[](const Case& c) { return c.is_credential(Credential::entitlement) && !c.is_private(); },
     "This repository is public: nobody needs a token to read it, and a token does not publish."},
    {[](const Case& c) { return c.is_protocol(Protocol::sparse_token) && !c.is_private(); },
     "This repository is public: no token has to stand in its URL."},
    {[](const Case& c) {
       return c.is_protocol(Protocol::sparse) && c.is_cargo(CargoRange::from_1_68) && c.is_private();
     },
     "Cargo before 1.74 sends no credential when it reads: choose the token in the URL, or git."},
    {[](const Case& c) { return c.is_credential(Credential::password) && c.has_token_in_url(); },
     "Here cargo reads by an entitlement token in the URL, where no password may stand: choose the token, or an API "
     "key "
     "to publish beside it."},
    {[](const Case& c) { return c.is_credential(Credential::none) && c.selection.store == Store::helper; },
     "Without a credential there is nothing to keep."},
    {[](const Case& c) {
       return c.is_credential(Credential::entitlement) && c.selection.store == Store::helper && c.has_token_in_url();
     },
     "The token stands in the URL: nothing is left for a helper to keep."},
    {[](const Case& c) { return c.is_credential(Credential::password) && is_automatic(c.selection.store); },
     "A password is a person's: give a build an API key or an entitlement token."},
    {[](const Case& c) { return c.writes() && c.is_credential(Credential::none); },
     "Whoever publishes must say who they are: choose an API key."},
    {[](const Case& c) { return c.writes() && c.is_credential(Credential::entitlement); },
     "An entitlement token only reads: choose an API key."},
    {[](const Case& c) { return c.writes() && c.may_publish == MayPublish::no; },
     "These credentials may read here; publishing needs the privilege Write and a key that may publish."},
    {[](const Case& c) { return c.writes() && c.selection.store == Store::docker; },
     "An image is built from crates; publish from a CI job or by hand."},
    {[](const Case& c) {
       return c.is_task(Task::mirror) && c.is_cargo(CargoRange::older) && c.has_token_in_url() &&
              c.selection.store != Store::config && c.selection.store != Store::helper;
     },
     "Cargo before 1.68 takes the URL of a replacement from a file only, and here the token stands in it: choose the "
     "files of cargo."},
});

std::string_view first_objection(const Case& one) {
  const auto* rule = std::ranges::find_if(kRules, [&one](const Rule& each) { return each.objects(one); });
  return rule != kRules.end() ? rule->why : std::string_view{};
}

/// How far a case gets through the rules; their number when nothing objects.
std::size_t rules_passed(const Case& one) {
  return static_cast<std::size_t>(std::ranges::find_if(kRules, [&one](const Rule& each) { return each.objects(one); }) -
                                  kRules.begin());
}

/// The selection with every task that was asked for by name; or alone, when none was.
std::vector<Case> cases_of(const Question& question, const Selection& selection) {
  std::vector<Case> cases{{question.place, selection, question.may_publish, std::nullopt}};
  for (const Task task : question.tasks) cases.push_back({question.place, selection, question.may_publish, task});
  return cases;
}

std::string_view first_objection(const Question& question, const Selection& selection) {
  for (const Case& one : cases_of(question, selection)) {
    if (const std::string_view why = first_objection(one); !why.empty()) return why;
  }
  return {};
}

/// In the order in which they are offered to whoever has not chosen.
std::span<const Credential> preferred_credentials(const Place& place, const Selection& selection) {
  using enum Credential;
  static constexpr std::array kOpen{none, api_key, password, entitlement};
  static constexpr std::array kInUrl{entitlement, api_key, password, none};
  static constexpr std::array kClosed{api_key, entitlement, password, none};
  if (place.is_public) return kOpen;
  return is_token_in_url(place, selection) ? std::span<const Credential>(kInUrl) : kClosed;
}

/// Every selection that has what was asked for, best first.
std::vector<Selection> candidates(const Question& question) {
  std::vector<Selection> all;
  const auto admits = [&question](std::size_t dimension, std::size_t value) {
    return !question.chosen[dimension] || *question.chosen[dimension] == value;
  };
  Selection one;
  const auto all_dimensions = dimensions();
  for (std::size_t protocol = 0; protocol < protocol_words().size(); ++protocol) {
    for (std::size_t cargo = 0; cargo < cargo_words().size(); ++cargo) {
      all_dimensions[0].set(one, protocol);
      all_dimensions[1].set(one, cargo);
      if (!admits(0, protocol) || !admits(1, cargo)) continue;
      for (const Credential credential : preferred_credentials(question.place, one)) {
        one.credential = credential;
        for (std::size_t store = 0; store < store_words().size(); ++store) {
          all_dimensions[3].set(one, store);
          if (admits(2, static_cast<std::size_t>(credential)) && admits(3, store)) all.push_back(one);
        }
      }
    }
  }
  return all;
}

Task task_at(std::size_t at) {
  return static_cast<Task>(at);
}

std::size_t distance(const Selection& one, const Selection& other) {
  return static_cast<std::size_t>(std::ranges::count_if(
      dimensions(), [&](const Dimension& dimension) { return dimension.get(one) != dimension.get(other); }));
}

/// What differs least from `chosen` among what fits the question.
std::optional<Selection> nearest(const Question& question, const Selection& chosen) {
  std::optional<Selection> best;
  for (const Selection& one : candidates(question)) {
    if (!first_objection(question, one).empty()) continue;
    if (!best || distance(one, chosen) < distance(*best, chosen)) best = one;
  }
  return best;
}

}  // namespace

bool is_token_in_url(const Place& place, const Selection& selection) {
  if (place.is_public) return false;
  return selection.protocol == Protocol::sparse_token ||
         (selection.protocol == Protocol::git && selection.cargo != CargoRange::from_1_74);
}

std::string_view objection(const Place& place, const Selection& selection) {
  return first_objection({place, selection});
}

std::string_view objection(const Place& place, MayPublish may_publish, const Selection& selection, Task task) {
  return first_objection({place, selection, may_publish, task});
}

Result<Chosen> choose(const Question& question) {
  std::size_t most_passed = 0;
  std::string_view why;
  for (const Selection& one : candidates(question)) {
    std::size_t passed = kRules.size();
    for (const Case& each : cases_of(question, one)) passed = std::min(passed, rules_passed(each));
    if (passed < kRules.size()) {
      if (why.empty() || passed > most_passed) why = kRules[passed].why;
      most_passed = std::max(most_passed, passed);
      continue;
    }
    Chosen chosen{.selection = one, .tasks = question.tasks};
    for (std::size_t at = 0; question.tasks.empty() && at < kTaskCount; ++at) {
      if (objection(question.place, question.may_publish, one, task_at(at)).empty())
        chosen.tasks.push_back(task_at(at));
    }
    return chosen;
  }
  return invalid(std::string(why));
}

std::vector<Choice> choices_of(const Question& question, const Selection& chosen, const Dimension& dimension) {
  std::vector<Choice> choices;
  const std::span<const Word> words = dimension.words();
  for (std::size_t at = 0; at < words.size(); ++at) {
    Selection with = chosen;
    dimension.set(with, at);
    Choice choice{.word = &words[at], .why_not = first_objection(question, with)};
    if (choice.why_not.empty()) {
      choice.selection = with;
    } else {
      Question other = question;
      other.chosen = {};
      other.chosen[static_cast<std::size_t>(&dimension - dimensions().data())] = at;
      choice.selection = nearest(other, with);
    }
    choices.push_back(choice);
  }
  return choices;
}

std::vector<Choice> task_choices(const Question& question, const Selection& chosen) {
  std::vector<Choice> choices;
  for (std::size_t at = 0; at < kTaskCount; ++at) {
    Choice choice{.word = &task_words()[at],
                  .why_not = objection(question.place, question.may_publish, chosen, task_at(at))};
    Question other = question;
    other.chosen = {};
    other.tasks = {task_at(at)};
    choice.selection = choice.why_not.empty() ? std::optional(chosen) : nearest(other, chosen);
    choices.push_back(choice);
  }
  return choices;
}

}  // namespace entrepot::setup
