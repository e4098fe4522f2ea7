#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/setup_shapes.h"
#include "api/query.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/newest_crate.h"
#include "registry/registry.h"
#include "setup/answer.h"

namespace entrepot::api::management {
namespace {

std::string known_words(std::span<const setup::Word> words) {
  std::string text;
  for (const setup::Word& word : words) text.append(text.empty() ? "" : ", ").append(word.value);
  return text;
}

Result<std::size_t> read_word(std::string_view parameter, std::span<const setup::Word> words, std::string_view value) {
  if (const auto at = setup::find_word(words, value)) return *at;
  return invalid(std::string(parameter) + " must be one of " + known_words(words) + ".");
}

/// Tasks by commas, or the parameter several times; each task once, in their own order.
Result<std::vector<setup::Task>> read_tasks(const http::Request& request) {
  std::array<bool, setup::kTaskCount> wanted{};
  for (const std::string& list : query_texts(request, "task")) {
    std::string_view text = list;
    while (!text.empty()) {
      const std::size_t comma = std::min(text.find(','), text.size());
      TRY_ASSIGN(const std::size_t at, read_word("task", setup::task_words(), trimmed(text.substr(0, comma))));
      wanted[at] = true;
      text.remove_prefix(std::min(comma + 1, text.size()));
    }
  }
  std::vector<setup::Task> tasks;
  for (std::size_t at = 0; at < wanted.size(); ++at) {
    if (wanted[at]) tasks.push_back(static_cast<setup::Task>(at));
  }
  return tasks;
}

setup::MayPublish may_publish(const Call& call) {
  if (!call.principal->is_user()) return setup::MayPublish::unknown;
  return call.privilege >= auth::Privilege::write ? setup::MayPublish::yes : setup::MayPublish::no;
}

/// A parameter that is there and says nothing is as if it were not there: a form sends all of its fields.
Result<setup::Question> read_question(const Call& call) {
  const registry::RepositoryRecord& repository = *call.repository;
  setup::Question question{.place = {.public_url = call.public_url(),
                                     .namespace_slug = repository.namespace_slug,
                                     .repository_slug = repository.slug,
                                     .is_public = repository.is_public()},
                           .may_publish = may_publish(call)};
  const auto text = [&call](std::string_view name) { return query_text(call.request, name).value_or(""); };
  const auto dimensions = setup::dimensions();
  for (std::size_t at = 0; at < dimensions.size(); ++at) {
    const std::string value = text(dimensions[at].name);
    if (value.empty()) continue;
    TRY_ASSIGN(question.chosen[at], read_word(dimensions[at].name, dimensions[at].words(), value));
  }
  TRY_ASSIGN(question.tasks, read_tasks(call.request));
  question.registry = text("registry");
  question.crate = text("crate");
  question.version = text("version");
  if (question.version == "latest") question.version.clear();
  question.user = text("user");
  if (question.user.empty()) question.user = call.principal->user;
  return question;
}

using Newest = std::optional<registry::NewestCrate>;

}  // namespace

Answer get_setup(const Call& call) {
  CO_TRY_ASSIGN(setup::Question question, read_question(call));
  CO_TRY_ASSIGN(const Newest newest,
                co_await call.services.registry.database().read([repository = call.repository, crate = question.crate](
                                                                    store::Transaction& transaction) -> Result<Newest> {
                  const registry::RepositoryScope scope{transaction, *repository};
                  return crate.empty() ? registry::newest_crate(scope) : registry::newest_crate(scope, crate);
                }));
  if (newest) {
    question.newest_crate = newest->name;
    question.newest_version = newest->version;
    if (!question.crate.empty()) question.crate = newest->name;  // as it is spelled in the index
  }
  CO_TRY_ASSIGN(const setup::Page page, setup::answer(question));
  co_return json_response(200, to_json(page));
}

}  // namespace entrepot::api::management
