#include <boost/json.hpp>

#include "base/try.h"
#include "cli/arguments.h"
#include "cli/package_name.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct TagArguments {
  std::string package;
  std::vector<std::string> tags;
  bool immutable = false;
};

/// "good, stable (automatic: latest) (immutable: stable)".
std::string describe(const json::value& package) {
  const auto joined = [&package](std::string_view key) {
    std::string out;
    const json::object* object = package.if_object();
    const json::value* groups = object != nullptr ? object->if_contains(key) : nullptr;
    if (groups == nullptr || !groups->is_object()) return out;
    for (const auto& group : groups->get_object()) out += (out.empty() ? "" : ",") + cell(group.value());
    return out;
  };
  std::string text = joined("tags");
  if (text.empty()) return "It has no tags.";
  if (const std::string some = joined("tags_automatic"); !some.empty()) text += " (automatic: " + some + ")";
  if (const std::string some = joined("tags_immutable"); !some.empty()) text += " (immutable: " + some + ")";
  return text;
}

Result<void> list_tags(Session& session, const TagArguments& arguments) {
  TRY_ASSIGN(const json::object package, find_package(session.client, arguments.package));
  session.output.answer(package.at("tags"), describe(package));
  return {};
}

Result<void> change_tags(Session& session, const TagArguments& arguments, std::string_view action) {
  TRY_ASSIGN(const std::string where, package_path(session.client, arguments.package, {"tag"}));
  const json::object body{{"action", action},
                          {"tags", json::array(arguments.tags.begin(), arguments.tags.end())},
                          {"is_immutable", arguments.immutable}};
  TRY_ASSIGN(const json::value package, session.client.call(Verb::post, where, body));
  session.output.answer(package, describe(package));
  return {};
}
Result<void> add_to_tags(Session& session, const TagArguments& arguments) {
  return change_tags(session, arguments, "Add");
}
Result<void> replace_tags(Session& session, const TagArguments& arguments) {
  return change_tags(session, arguments, "Replace");
}
Result<void> remove_tags(Session& session, const TagArguments& arguments) {
  return change_tags(session, arguments, "Remove");
}
Result<void> clear_tags(Session& session, const TagArguments& arguments) {
  return change_tags(session, arguments, "Clear");
}

enum class Takes : std::uint8_t { nothing, tags, new_tags };

void add_tag_command(Command& group, Invocation& invocation, std::string name, std::string help,
                     Result<void> (*run)(Session&, const TagArguments&), Takes takes) {
  const auto arguments = std::make_shared<TagArguments>();
  Command command = add_command(group, invocation, std::move(name), std::move(help), run, arguments);
  add_package(command, arguments->package);
  if (takes != Takes::nothing) command.positionals("TAG", arguments->tags, "One or more tags");
  if (takes == Takes::new_tags) {
    command.flag("--immutable", arguments->immutable, "Only admins and the package's uploader can take them away");
  }
}

}  // namespace

void add_tags(Command& program, Invocation& invocation) {
  Command group = program.add("tags", "The tags of a package", std::string(kPackageHeading));
  add_tag_command(group, invocation, "list", "Show them", &list_tags, Takes::nothing);
  add_tag_command(group, invocation, "add", "Add some", &add_to_tags, Takes::new_tags);
  add_tag_command(group, invocation, "replace", "Have these and no others", &replace_tags, Takes::new_tags);
  add_tag_command(group, invocation, "remove", "Remove some", &remove_tags, Takes::tags);
  add_tag_command(group, invocation, "clear", "Remove all but the automatic ones", &clear_tags, Takes::nothing);
}

}  // namespace entrepot::cli
