#include "api/management/setup_shapes.h"

#include <boost/json.hpp>
#include <optional>
#include <string>

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

json::value or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::object selection_json(const setup::Selection& selection) {
  json::object object;
  for (const setup::Dimension& dimension : setup::dimensions()) {
    object[dimension.name] = dimension.words()[dimension.get(selection)].value;
  }
  return object;
}

json::array choices_json(const std::vector<setup::Choice>& choices) {
  json::array array;
  for (const setup::Choice& choice : choices) {
    const bool is_fitting = choice.why_not.empty();
    array.push_back(
        json::object{{"value", choice.word->value},
                     {"label", choice.word->label},
                     {"note", choice.word->note},
                     {"is_fitting", is_fitting},
                     {"why_not", is_fitting ? json::value(nullptr) : json::value(choice.why_not)},
                     {"selection", choice.selection ? json::value(selection_json(*choice.selection)) : json::value()}});
  }
  return array;
}

json::array secrets_json(std::string_view text) {
  json::array array;
  for (const std::string_view secret : setup::secrets_in(text)) array.emplace_back(secret);
  return array;
}

json::object section_json(const setup::Section& section) {
  json::array steps;
  for (const setup::Step& step : section.steps) {
    steps.push_back(json::object{{"text", step.text},
                                 {"file", or_null(step.file)},
                                 {"language", step.language},
                                 {"code", step.code},
                                 {"secrets", secrets_json(step.code)}});
  }
  return {{"id", section.id}, {"title", section.title}, {"intro", section.intro}, {"steps", std::move(steps)}};
}

}  // namespace

json::object to_json(const setup::Page& page) {
  json::object choices;
  for (std::size_t at = 0; at < page.choices.size(); ++at) {
    choices[setup::dimensions()[at].name] = choices_json(page.choices[at]);
  }
  choices["task"] = choices_json(page.task_choices);
  json::object chosen = selection_json(page.chosen);
  json::array tasks;
  for (const setup::Task task : page.tasks) {
    tasks.emplace_back(setup::task_words()[static_cast<std::size_t>(task)].value);
  }
  chosen["task"] = std::move(tasks);
  chosen["crate"] = page.crate;
  chosen["version"] = page.version;
  json::array sections;
  for (const setup::Section& section : page.sections) sections.push_back(section_json(section));
  json::array troubles;
  for (const setup::Trouble& trouble : page.troubleshooting) {
    troubles.push_back(json::object{
        {"error", trouble.error}, {"cause", trouble.cause}, {"fix", trouble.fix}, {"code", or_null(trouble.code)}});
  }
  return {{"registry", page.registry},
          {"index", page.index},
          {"choices", std::move(choices)},
          {"chosen", std::move(chosen)},
          {"sections", std::move(sections)},
          {"notes", json::array(page.notes.begin(), page.notes.end())},
          {"troubleshooting", std::move(troubles)}};
}

}  // namespace entrepot::api::management
