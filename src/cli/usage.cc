#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>

#include "base/encoding.h"
#include "base/try.h"
#include "cli/arguments.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct Nothing {};

struct OwnerArgument {
  std::string owner;
};

struct MetricsArguments {
  std::string target;  ///< OWNER or OWNER/REPO
  std::string start;
  std::string finish;
  std::string only;
};

/// What stands at the end of the keys, null where one is missing.
json::value at(const json::value& root, std::initializer_list<std::string_view> keys) {
  const json::value* value = &root;
  for (const std::string_view key : keys) {
    const json::object* object = value->if_object();
    value = object != nullptr ? object->if_contains(key) : nullptr;
    if (value == nullptr) return nullptr;
  }
  return *value;
}

Result<void> check_service(Session& session, const Nothing&) {
  TRY_ASSIGN(const json::value status, session.client.call(Verb::get, "/status/check/basic/"));
  session.output.answer(status, fmt::format("{} answers: {} (version {})", session.client.url(),
                                            cell(at(status, {"detail"})), cell(at(status, {"version"}))));
  return {};
}

Result<void> check_rates(Session& session, const Nothing&) {
  TRY_ASSIGN(const json::value rates, session.client.call(Verb::get, "/rates/limits/"));
  json::array rows;
  const json::value resources = at(rates, {"resources"});
  if (const json::object* object = resources.if_object()) {
    for (const auto& [name, rate] : *object) {
      json::object row = rate.is_object() ? rate.get_object() : json::object();
      row["resource"] = name;
      rows.push_back(std::move(row));
    }
  }
  session.output.list(rates, rows,
                      {{"RESOURCE", "resource"},
                       {"LIMIT", "limit"},
                       {"REMAINING", "remaining"},
                       {"INTERVAL", "interval"},
                       {"THROTTLED", "throttled"},
                       {"RESET", "reset_iso_8601", Show::time}},
                      "Requests are not limited.");
  return {};
}

Result<void> quota_limits(Session& session, const OwnerArgument& arguments) {
  TRY_ASSIGN(const json::value quota, session.client.call(Verb::get, path({"quota", arguments.owner})));
  json::array rows;
  for (const std::string_view kind : {"storage", "bandwidth"}) {
    const json::value shown = at(quota, {"usage", "display", kind});
    json::object row = shown.is_object() ? shown.get_object() : json::object();
    row["kind"] = kind;
    rows.push_back(std::move(row));
  }
  session.output.list(
      quota, rows,
      {{"WHAT", "kind"}, {"USED", "used"}, {"PEAK", "peak"}, {"LIMIT", "plan_limit"}, {"PERCENT", "percentage_used"}},
      "");
  return {};
}

Result<void> quota_history(Session& session, const OwnerArgument& arguments) {
  TRY_ASSIGN(const json::value quota, session.client.call(Verb::get, path({"quota", "history", arguments.owner})));
  json::array rows;
  const json::value history = at(quota, {"history"});
  if (const json::array* months = history.if_array()) {
    for (const json::value& month : *months) {
      rows.push_back(json::object{{"start", at(month, {"start"})},
                                  {"end", at(month, {"end"})},
                                  {"stored", at(month, {"display", "storage_used", "used"})},
                                  {"uploaded", at(month, {"display", "uploaded", "used"})},
                                  {"downloaded", at(month, {"display", "downloaded", "used"})}});
    }
  }
  session.output.list(quota, rows,
                      {{"FROM", "start", Show::time},
                       {"TO", "end", Show::time},
                       {"STORED", "stored"},
                       {"UPLOADED", "uploaded"},
                       {"DOWNLOADED", "downloaded"}},
                      "There is no history yet.");
  return {};
}

Result<void> show_metrics(Session& session, const MetricsArguments& arguments, std::string_view kind,
                          std::string_view filter) {
  const RepositoryName name = split_repository(arguments.target);
  std::string where = name.repository.empty() ? path({"metrics", kind, name.owner})
                                              : path({"metrics", kind, name.owner, name.repository});
  char separator = '?';
  for (const auto& [key, value] : {std::pair<std::string_view, const std::string&>{"start", arguments.start},
                                   {"finish", arguments.finish},
                                   {filter, arguments.only}}) {
    if (value.empty()) continue;
    where += fmt::format("{}{}={}", separator, key, encode_percent(value));
    separator = '&';
  }
  TRY_ASSIGN(const json::value metrics, session.client.call(Verb::get, where));
  // {"packages": {…}} or {"tokens": {…}}; a server of ours may leave the wrapping out.
  const json::value wrapped = at(metrics, {filter});
  const json::value& numbers = wrapped.is_object() ? wrapped : metrics;
  std::string text =
      fmt::format("{} {}, {} of them used.\n", cell(at(numbers, {"total"})), filter, cell(at(numbers, {"active"})));
  json::array rows;
  for (const auto& [label, key] : {std::pair<std::string_view, std::string_view>{"total", "total"},
                                   {"each, on average", "average"},
                                   {"most of one", "highest"},
                                   {"least of one", "lowest"}}) {
    rows.push_back(json::object{{"what", label},
                                {"downloads", at(numbers, {"downloads", key, "value"})},
                                {"bytes", at(numbers, {"bandwidth", key, "display"})}});
  }
  text += table(rows, {{"", "what"}, {"DOWNLOADS", "downloads"}, {"BANDWIDTH", "bytes"}}, "");
  session.output.answer(metrics, text);
  return {};
}
Result<void> package_metrics(Session& session, const MetricsArguments& arguments) {
  return show_metrics(session, arguments, "packages", "packages");
}
Result<void> token_metrics(Session& session, const MetricsArguments& arguments) {
  return show_metrics(session, arguments, "entitlements", "tokens");
}

void add_metrics_command(Command& group, Invocation& invocation, std::string name, std::string help,
                         Result<void> (*run)(Session&, const MetricsArguments&), std::string filter_help) {
  const auto arguments = std::make_shared<MetricsArguments>();
  const std::string filter = "--" + name;
  Command command = add_command(group, invocation, std::move(name), std::move(help), run, arguments);
  command.positional("OWNER[/REPO]", arguments->target, "A namespace, or one repository of it");
  command.option("--start", "TIME", arguments->start, "From this day or time on: 2026-11-01");
  command.option("--finish", "TIME", arguments->finish, "Until then");
  command.option(filter, "A,B", arguments->only, std::move(filter_help));
}

}  // namespace

void add_usage(Command& program, Invocation& invocation) {
  Command check =
      program.add("check", "Whether the server answers, and how many requests are left", std::string(kClientHeading));
  add_command(check, invocation, "service", "Whether the server answers, and its version", &check_service,
              std::make_shared<Nothing>());
  add_command(check, invocation, "rates", "How many requests one has left", &check_rates, std::make_shared<Nothing>());

  Command quota = program.add("quota", "What a namespace stores and sends", std::string(kClientHeading));
  const auto limits = std::make_shared<OwnerArgument>();
  add_command(quota, invocation, "limits", "What it uses now, and may use", &quota_limits, limits)
      .positional("OWNER", limits->owner, "A user or an organisation");
  const auto history = std::make_shared<OwnerArgument>();
  add_command(quota, invocation, "history", "The same, month by month", &quota_history, history)
      .positional("OWNER", history->owner, "A user or an organisation");

  Command metrics = program.add("metrics", "How much is downloaded", std::string(kClientHeading));
  add_metrics_command(metrics, invocation, "packages", "Downloads of packages", &package_metrics,
                      "Only these packages, by their IDs");
  add_metrics_command(metrics, invocation, "tokens", "Downloads with entitlement tokens", &token_metrics,
                      "Only these tokens, by their IDs");
}

}  // namespace entrepot::cli
