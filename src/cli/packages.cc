#include <fmt/format.h>

#include <boost/json.hpp>
#include <filesystem>

#include "base/checksum.h"
#include "base/encoding.h"
#include "base/file.h"
#include "base/try.h"
#include "cli/arguments.h"
#include "cli/package_name.h"
#include "cli/standard_input.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

struct ListArguments {
  std::string repository;
  std::string query;
  std::string sort;
  std::string page;
  std::string page_size;
};
struct PackageArguments {
  std::string package;
  bool yes = false;
};
struct CopyArguments {
  std::string package;
  std::string destination;
  bool republish = false;
};
struct RestoreArguments {
  std::string repository;
  std::string identifier;
};
struct DownloadArguments {
  std::string package;
  std::string file;
};

json::object object_of(const json::value& value) {
  return value.is_object() ? value.get_object() : json::object();
}

Result<json::array> one_page(Client& client, const std::string& where, std::string query,
                             const ListArguments& arguments) {
  if (!query.empty()) query += '&';
  query += "page=" + arguments.page;
  if (!arguments.page_size.empty()) query += "&page_size=" + arguments.page_size;
  TRY_ASSIGN(json::value items, client.call(Verb::get, where + "?" + query));
  if (items.is_array()) return std::move(items.get_array());
  return fail(ErrorCode::internal, "The server's answer is no list. Is the URL that of an Entrepot?");
}

std::string check_number(const std::string& text) {
  const bool is_number = !text.empty() && text.size() <= 6 && text.find_first_not_of("0123456789") == std::string::npos;
  return is_number ? std::string() : "`" + text + "` is not a number";
}

Result<void> list_packages(Session& session, const ListArguments& arguments) {
  const RepositoryName name = split_repository(arguments.repository);
  std::string query;
  if (!arguments.query.empty()) query += "query=" + encode_percent(arguments.query);
  if (!arguments.sort.empty()) query += (query.empty() ? "sort=" : "&sort=") + encode_percent(arguments.sort);
  const std::string where = path({"packages", name.owner, name.repository});
  auto found =
      arguments.page.empty() ? session.client.list(where, query) : one_page(session.client, where, query, arguments);
  TRY_ASSIGN(const json::array packages, std::move(found));
  session.output.list(packages,
                      {{"ID", "slug_perm"},
                       {"CRATE", "name"},
                       {"VERSION", "version"},
                       {"STATUS", "status_str"},
                       {"SIZE", "size", Show::bytes},
                       {"DOWNLOADS", "downloads"},
                       {"UPLOADED", "uploaded_at", Show::time}},
                      "There are no such packages.");
  return {};
}

Result<void> list_deleted(Session& session, const ListArguments& arguments) {
  const RepositoryName name = split_repository(arguments.repository);
  TRY_ASSIGN(const json::array packages,
             session.client.list(path({"recycle-bin", name.owner}), "repository=" + encode_percent(name.repository)));
  session.output.list(packages,
                      {{"ID", "slug_perm"},
                       {"CRATE", "name"},
                       {"VERSION", "version"},
                       {"DELETED", "deleted_at", Show::time},
                       {"BY", "action_by"}},
                      "There are no deleted packages that could be restored.");
  return {};
}

Result<void> show_status(Session& session, const PackageArguments& arguments) {
  TRY_ASSIGN(const std::string where, package_path(session.client, arguments.package, {"status"}));
  TRY_ASSIGN(const json::value status, session.client.call(Verb::get, where));
  session.output.answer(status, cell(object_of(status), "status_str"));
  return {};
}

Result<void> show_dependencies(Session& session, const PackageArguments& arguments) {
  TRY_ASSIGN(const std::string where, package_path(session.client, arguments.package, {"dependencies"}));
  TRY_ASSIGN(const json::value answer, session.client.call(Verb::get, where));
  const json::object found = object_of(answer);
  const json::value* list = found.if_contains("dependencies");
  if (list == nullptr || !list->is_array()) return fail(ErrorCode::internal, "The server's answer is no list.");
  session.output.list(list->get_array(),
                      {{"KIND", "dep_type"}, {"CRATE", "name"}, {"OPERATOR", "operator"}, {"VERSION", "version"}},
                      "It depends on nothing.");
  return {};
}

Result<void> delete_package(Session& session, const PackageArguments& arguments) {
  if (!arguments.yes) {
    TRY_ASSIGN(const bool agreed,
               confirm(fmt::format("Delete {}? It can be restored for seven days.", arguments.package)));
    if (!agreed) return invalid("Nothing was deleted.");
  }
  TRY_ASSIGN(const std::string where, package_path(session.client, arguments.package, {}));
  TRY_ASSIGN(const json::value nothing, session.client.call(Verb::delete_, where));
  session.output.answer(nothing, fmt::format("Deleted {}.", arguments.package));
  return {};
}

Result<void> restore_package(Session& session, const RestoreArguments& arguments) {
  const RepositoryName name = split_repository(arguments.repository);
  TRY_ASSIGN(const json::value answer, session.client.call(Verb::post, path({"recycle-bin", name.owner, "action"}),
                                                           {{"action", "restore"},
                                                            {"identifiers", json::array{arguments.identifier}},
                                                            {"repository", name.repository}}));
  const json::object done = object_of(answer);
  const json::value* failed = done.if_contains("packages_failed_to_action");
  if (failed != nullptr && failed->is_object() && !failed->get_object().empty()) {
    return fail(ErrorCode::not_found, cell(failed->get_object().begin()->value()));
  }
  session.output.answer(answer, fmt::format("Restored {}.", arguments.identifier));
  return {};
}

Result<void> send_to(Session& session, const CopyArguments& arguments, std::string_view verb) {
  TRY_ASSIGN(const std::string where, package_path(session.client, arguments.package, {verb}));
  json::object body{{"destination", arguments.destination}};
  if (verb == "copy") body["republish"] = arguments.republish;
  TRY_ASSIGN(const json::value there, session.client.call(Verb::post, where, body));
  const json::object package = object_of(there);
  session.output.answer(
      there, fmt::format("{} {} is in {}/{} now ({}).", cell(package, "name"), cell(package, "version"),
                         cell(package, "namespace"), cell(package, "repository"), cell(package, "slug_perm")));
  return {};
}
Result<void> copy_package(Session& session, const CopyArguments& arguments) {
  return send_to(session, arguments, "copy");
}
Result<void> move_package(Session& session, const CopyArguments& arguments) {
  return send_to(session, arguments, "move");
}

Result<void> set_quarantine(Session& session, const PackageArguments& arguments, bool releases) {
  TRY_ASSIGN(const std::string where, package_path(session.client, arguments.package, {"quarantine"}));
  TRY_ASSIGN(const json::value package, session.client.call(Verb::post, where, {{"release", releases}}));
  session.output.answer(package, cell(object_of(package), "status_str"));
  return {};
}
Result<void> quarantine_add(Session& session, const PackageArguments& arguments) {
  return set_quarantine(session, arguments, false);
}
Result<void> quarantine_remove(Session& session, const PackageArguments& arguments) {
  return set_quarantine(session, arguments, true);
}

Result<void> download_package(Session& session, const DownloadArguments& arguments) {
  TRY_ASSIGN(const json::object package, find_package(session.client, arguments.package));
  const std::string name = cell(package, "filename");
  const std::string file = arguments.file.empty() ? name : arguments.file;
  if (arguments.file.empty() && std::filesystem::path(name).filename() != name) {
    return fail(ErrorCode::internal, "The server names a file that would not be in this folder.");
  }
  TRY_ASSIGN(const std::string bytes,
             session.client.fetch("/basic/" + cell(package, "namespace") + "/" + cell(package, "repository") +
                                  "/cargo/" + encode_percent(name)));
  if (sha256(bytes).hex() != cell(package, "checksum_sha256")) {
    return fail(ErrorCode::internal, "What came is not the package: its SHA-256 is another. Nothing was written.");
  }
  TRY(write_file_durably(file, bytes));
  session.output.answer(json::object{{"file", file}, {"size", bytes.size()}},
                        fmt::format("{} ({} bytes)", file, bytes.size()));
  return {};
}

void add_package_command(Command& parent, Invocation& invocation, std::string name, std::string help,
                         Result<void> (*run)(Session&, const PackageArguments&), std::string_view heading) {
  const auto arguments = std::make_shared<PackageArguments>();
  Command command = add_command(parent, invocation, std::move(name), std::move(help), run, arguments, heading);
  add_package(command, arguments->package);
}

void add_copy_command(Command& program, Invocation& invocation, std::string name, std::string help,
                      Result<void> (*run)(Session&, const CopyArguments&)) {
  const auto arguments = std::make_shared<CopyArguments>();
  const bool copies = name == "copy";
  Command command = add_command(program, invocation, std::move(name), std::move(help), run, arguments, kPackageHeading);
  add_package(command, arguments->package);
  command.positional("DESTINATION", arguments->destination, "The other repository, in the same namespace");
  if (copies) command.flag("--republish", arguments->republish, "Also when the same number is there");
}

}  // namespace

void add_packages(Command& program, Invocation& invocation) {
  Command list = program.add("list", "List packages", std::string(kPackageHeading));
  const auto listing = std::make_shared<ListArguments>();
  Command packages = add_command(list, invocation, "packages", "The packages of a repository", &list_packages, listing);
  add_repository(packages, listing->repository);
  packages.option("-q,--query", "QUERY", listing->query, "Only those that the query admits (docs/search.md)");
  packages.option("--sort", "ORDER", listing->sort, "By name, version, date, size, downloads, …; `-date` descends");
  packages.option("--page", "N", listing->page, "Only this page of the list [all of it]", Need::optional,
                  &check_number);
  packages.option("--page-size", "N", listing->page_size, "Packages on a page [30]", Need::optional, &check_number);
  packages.footer("Example: entrepot list packages acme/tools -q 'name:serde AND version:>=1.0' --sort name,-version");
  const auto deleted = std::make_shared<ListArguments>();
  Command bin =
      add_command(list, invocation, "deleted", "Deleted packages that can be restored", &list_deleted, deleted);
  add_repository(bin, deleted->repository);

  add_package_command(program, invocation, "status", "What state a package is in", &show_status, kPackageHeading);
  add_package_command(program, invocation, "dependencies", "What a package depends on", &show_dependencies,
                      kPackageHeading);

  const auto download = std::make_shared<DownloadArguments>();
  Command fetch = add_command(program, invocation, "download", "Download a package's file, and check it",
                              &download_package, download, kPackageHeading);
  add_package(fetch, download->package);
  fetch.option("--output", "FILE", download->file, "Where to write it [its own name, here]");

  add_copy_command(program, invocation, "copy", "Copy a package to another repository", &copy_package);
  add_copy_command(program, invocation, "move", "Move a package to another repository", &move_package);
  add_copy_command(program, invocation, "promote", "The same as move", &move_package);

  const auto deletion = std::make_shared<PackageArguments>();
  Command remove =
      add_command(program, invocation, "delete", "Delete a package", &delete_package, deletion, kPackageHeading);
  add_package(remove, deletion->package);
  remove.flag("--yes", deletion->yes, "Do not ask");

  const auto restoration = std::make_shared<RestoreArguments>();
  Command restore =
      add_command(program, invocation, "restore", "Restore a package that was deleted in the last seven days",
                  &restore_package, restoration, kPackageHeading);
  add_repository(restore, restoration->repository);
  restore.positional("ID", restoration->identifier, "As `list deleted` shows it");

  Command quarantine =
      program.add("quarantine", "Keep a package from downloads, or release it", std::string(kPackageHeading));
  add_package_command(quarantine, invocation, "add", "Nobody downloads it any more", &quarantine_add, {});
  add_package_command(quarantine, invocation, "remove", "Release it", &quarantine_remove, {});
}

}  // namespace entrepot::cli
