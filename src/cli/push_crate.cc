#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <ranges>
#include <thread>
#include <vector>

#include "base/checksum.h"
#include "base/digests.h"
#include "base/file.h"
#include "base/try.h"
#include "cli/arguments.h"
#include "cli/package_name.h"
#include "cli/push.h"

namespace entrepot::cli {
namespace json = boost::json;
namespace {

constexpr int kAttempts = 5;
constexpr std::chrono::milliseconds kFirstPause{250};
constexpr std::chrono::milliseconds kLongestPause{90'000};

struct File {
  std::string bytes;
  std::string md5;
  std::string sha256;

  bool in_parts() const { return bytes.size() > kPartBytes; }
  std::size_t parts() const { return in_parts() ? (bytes.size() + kPartBytes - 1) / kPartBytes : 1; }
  /// Parts are numbered from 1.
  std::string_view part(std::size_t number) const {
    return in_parts() ? std::string_view(bytes).substr((number - 1) * kPartBytes, kPartBytes) : bytes;
  }
};

Result<File> read(const LocalCrate& crate) {
  TRY_ASSIGN(std::string bytes, read_crate(crate.file));
  DigestRun run;
  run.update(as_bytes(bytes));
  std::string md5 = run.finish().md5;
  std::string hash = sha256(bytes).hex();
  return File{std::move(bytes), std::move(md5), std::move(hash)};
}

bool may_pass(const Error& error) {
  return error.code == ErrorCode::unavailable || error.code == ErrorCode::timeout;
}

/// Again after a pause, each twice the one before, while the server may only be away for a moment; and after the time
/// that it names when we have asked too often.
template <typename Call>
auto patiently(Call call) -> decltype(call()) {
  for (int attempt = 1;; ++attempt) {
    auto done = call();
    if (done || attempt == kAttempts) return done;
    const bool must_wait = done.error().code == ErrorCode::rate_limited && done.error().retry_after_seconds > 0;
    if (!must_wait && !may_pass(done.error())) return done;
    const std::chrono::milliseconds named = std::chrono::seconds(done.error().retry_after_seconds);
    std::this_thread::sleep_for(must_wait ? std::min(named, kLongestPause) : kFirstPause * (1 << attempt));
  }
}

struct Known {
  std::vector<bool> there;  ///< by number: the server has the part as we have it
  bool is_complete = false;
};

/// What the server has of the upload.
Result<Known> known_of(Client& client, const std::string& info_path, const File& file) {
  Known known{.there = std::vector<bool>(file.parts() + 1, false)};
  TRY_ASSIGN(const json::value info, patiently([&] { return client.call(Verb::get, info_path); }));
  const json::object* object = info.if_object();
  const json::value* parts = object != nullptr ? object->if_contains("parts") : nullptr;
  if (parts == nullptr || !parts->is_array()) return known;
  const json::value* is_complete = object->if_contains("is_complete");
  known.is_complete = is_complete != nullptr && is_complete->is_bool() && is_complete->get_bool();
  for (const json::value& value : parts->get_array()) {
    const json::object* part = value.if_object();
    const json::value* number = part != nullptr ? part->if_contains("part_number") : nullptr;
    if (number == nullptr || !number->is_int64() || number->get_int64() < 1) continue;
    const auto index = static_cast<std::size_t>(number->get_int64());
    // Of a program that cuts files otherwise: what it has sent does not fit what we would.
    if (index >= known.there.size()) return fail(ErrorCode::not_found, "The upload that was begun has other parts.");
    known.there[index] = cell(*part, "sha256") == sha256(file.part(index)).hex();
  }
  return known;
}

/// Sends what the server does not have yet.
Result<void> send_missing(Client& client, const std::string& identifier, const File& file,
                          const std::vector<bool>& there, const Progress& progress) {
  std::uint64_t before = 0;
  for (std::size_t number = 1; number <= file.parts(); ++number) {
    const std::string_view bytes = file.part(number);
    const std::string where = path({"uploads", identifier}) + fmt::format("?part_number={}", number);
    if (!there[number]) {
      TRY(patiently([&] {
        return client.put_bytes(where, std::string(bytes), [&](std::uint64_t sent) { progress(before + sent); });
      }));
    }
    before += bytes.size();
    progress(before);
  }
  return {};
}

/// Looks what is there, sends the rest and completes it. A conflict: somebody else of the same user pushes this file.
Result<void> send_parts_once(Client& client, const RepositoryName& to, const std::string& identifier, const File& file,
                             const Progress& progress) {
  const auto file_path = [&](std::string_view what) {
    return path({"files", to.owner, to.repository, identifier, what});
  };
  auto known = known_of(client, file_path("info"), file);
  if (!known && known.error().code == ErrorCode::not_found) TRY(client.call(Verb::post, file_path("abort")));
  TRY(known);
  if (known->is_complete) {
    if (std::ranges::all_of(known->there | std::views::drop(1), std::identity())) return {};
    return fail(ErrorCode::not_found, "The upload that was begun is complete with other parts.");
  }
  TRY(send_missing(client, identifier, file, known->there, progress));
  TRY(patiently([&] { return client.call(Verb::post, file_path("complete")); }));
  return {};
}

Result<void> send_parts(Client& client, const RepositoryName& to, const std::string& identifier, const File& file,
                        const Progress& progress) {
  if (!file.in_parts()) return send_missing(client, identifier, file, {false, false}, progress);
  for (int attempt = 1; attempt < kAttempts; ++attempt) {
    auto sent = send_parts_once(client, to, identifier, file, progress);
    if (sent || sent.error().code != ErrorCode::conflict) return sent;
  }
  return fail(ErrorCode::not_found, "The upload that was begun is changed by somebody else all the time.");
}

/// The package of that number, if it is there with these bytes.
std::optional<json::object> same_package(Client& client, const PushTarget& target, const LocalCrate& crate,
                                         const File& file) {
  const auto found = patiently(
      [&] { return find_package(client, fmt::format("{}/{}@{}", target.repository, crate.name, crate.version)); });
  if (!found || cell(*found, "checksum_sha256") != file.sha256) return std::nullopt;
  return *found;
}

enum class Start : std::uint8_t { resume, fresh };

/// One upload from its announcement to its package.
Result<Pushed> upload(Client& client, const PushTarget& target, const LocalCrate& crate, const File& file,
                      json::object package, Start start, const Progress& progress) {
  const RepositoryName to = split_repository(target.repository);
  const json::object announced{{"filename", package.at("package_file")},
                               {"md5_checksum", file.md5},
                               {"method", file.in_parts() ? "put_parts" : "put"},
                               {"resume", start == Start::resume}};
  TRY_ASSIGN(const json::value begun,
             patiently([&] { return client.call(Verb::post, path({"files", to.owner, to.repository}), announced); }));
  const std::string identifier = begun.is_object() ? cell(begun.get_object(), "identifier") : std::string();
  TRY(send_parts(client, to, identifier, file, progress));
  package["package_file"] = identifier;
  bool lost_an_answer = false;
  const auto made = patiently([&] {
    auto answer = client.call(Verb::post, path({"packages", to.owner, to.repository, "upload", "cargo"}), package);
    lost_an_answer = lost_an_answer || (!answer && may_pass(answer.error()));
    return answer;
  });
  if (made && made->is_object()) return Pushed{PushOutcome::created, made->get_object()};
  if (made) return fail(ErrorCode::internal, "The server's answer is no package. Is the URL that of an Entrepot?");
  // What was done without our hearing of it: the second time it is a conflict, or its upload is used up.
  if (lost_an_answer && !may_pass(made.error())) {
    if (auto same = same_package(client, target, crate, file)) return Pushed{PushOutcome::created, *std::move(same)};
  }
  return std::unexpected(made.error());
}

}  // namespace

Result<std::string> read_crate(const std::string& file) {
  auto bytes = read_file(file, kLargestCrate);
  if (!bytes) return invalid(fmt::format("{} cannot be read: {}", file, bytes.error().message));
  return bytes;
}

Result<Pushed> push_crate(Client& client, const PushTarget& target, const LocalCrate& crate, const Progress& progress) {
  const RepositoryName to = split_repository(target.repository);
  TRY_ASSIGN(const File file, read(crate));
  json::object package{{"package_file", crate.name + "-" + crate.version + ".crate"}, {"tags", target.tags}};
  if (target.republish) package["republish"] = *target.republish;
  TRY(patiently([&] {
    return client.call(Verb::post, path({"packages", to.owner, to.repository, "validate-upload", "cargo"}), package);
  }));
  if (target.skip_existing) {
    if (auto same = same_package(client, target, crate, file)) return Pushed{PushOutcome::is_there, *std::move(same)};
  }
  if (target.dry_run) {
    const json::object announced{{"filename", package.at("package_file")}, {"md5_checksum", file.md5}};
    TRY(client.call(Verb::post, path({"files", to.owner, to.repository, "validate"}), announced));
    return Pushed{.outcome = PushOutcome::could_be};
  }
  auto pushed = upload(client, target, crate, file, package, Start::resume, progress);
  // What was begun does not fit, or somebody else of the same user who pushes this file has used it up.
  if (!pushed && pushed.error().code == ErrorCode::not_found) {
    pushed = upload(client, target, crate, file, package, Start::fresh, progress);
  }
  // Somebody else has been faster.
  if (!pushed && pushed.error().code == ErrorCode::conflict && target.skip_existing) {
    if (auto same = same_package(client, target, crate, file)) return Pushed{PushOutcome::is_there, *std::move(same)};
  }
  return pushed;
}

}  // namespace entrepot::cli
