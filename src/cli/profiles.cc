#include "cli/profiles.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <memory>

#include "base/file.h"
#include "base/try.h"
#include "cargo/toml.h"

namespace entrepot::cli {
namespace {

constexpr std::uint64_t kLargestFile = 1024 * 1024;
constexpr mode_t kOthersMay = 077;
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kFileMode = 0600;

Result<toml::table> parse(std::string_view text, std::string_view file) {
  try {
    return toml::parse(text, file);
  } catch (const toml::parse_error& error) {
    // Without the parser's own sentence, which may quote a secret.
    return invalid(fmt::format("{} is not valid TOML: see line {}, column {}.", file, error.source().begin.line,
                               error.source().begin.column));
  } catch (const std::logic_error&) {
    return invalid(fmt::format("{} is not valid TOML.", file));
  }
}

template <typename T>
struct Field {
  std::string_view key;
  std::string T::* target;
};

/// [profiles.NAME] with strings under these keys, and nothing else.
template <typename T, std::size_t N>
Result<std::map<std::string, T>> read_named(const toml::table& root, std::string_view file,
                                            const std::array<Field<T>, N>& fields) {
  std::map<std::string, T> out;
  const toml::node* node = root.get("profiles");
  if (node == nullptr) return out;
  const toml::table* profiles = node->as_table();
  if (profiles == nullptr) return invalid(fmt::format("`profiles` in {} must be tables: [profiles.NAME].", file));
  for (const auto& [name, value] : *profiles) {
    const toml::table* entry = value.as_table();
    if (entry == nullptr) return invalid(fmt::format("`profiles.{}` in {} must be a table.", name.str(), file));
    T& one = out[std::string(name.str())];
    for (const auto& [key, text] : *entry) {
      const auto* known = std::ranges::find(fields, key.str(), &Field<T>::key);
      const auto* string = text.as_string();
      if (known == fields.end() || string == nullptr) {
        return invalid(fmt::format("`{}` of the profile {} in {} line {} {}.", key.str(), name.str(), file,
                                   key.source().begin.line,
                                   known == fields.end() ? "is no setting" : "must be a string"));
      }
      one.*(known->target) = string->get();
    }
  }
  return out;
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < ' ' || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + '"';
}

Result<std::string> read_if_there(const std::filesystem::path& file) {
  std::error_code problem;
  // Dot files are often links into a folder under version control.
  const std::filesystem::path real = std::filesystem::canonical(file, problem);
  if (problem) return std::string();
  auto text = read_file(real, kLargestFile);
  if (!text && text.error().code == ErrorCode::not_found) return std::string();
  if (!text) return invalid(fmt::format("{} cannot be read.", file.string()));
  return text;
}

constexpr std::array<Field<Profile>, 2> kProfileFields{
    {{"url", &Profile::url}, {"credentials-file", &Profile::credentials_file}}};
constexpr std::array<Field<Login>, 4> kLoginFields{
    {{"url", &Login::url}, {"user", &Login::user}, {"api-key", &Login::api_key}, {"api-key-id", &Login::key_id}}};

Result<void> make_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  std::error_code problem;
  if (!std::filesystem::is_directory(folder, problem)) {
    if (folder.has_parent_path()) TRY(create_folders_durably(folder.parent_path()));
    if (::mkdir(folder.c_str(), kFolderMode) != 0 && errno != EEXIST) {
      return invalid(fmt::format("The folder {} cannot be made.", folder.string()));
    }
  } else if (folder == config_folder() && ::chmod(folder.c_str(), kFolderMode) != 0) {
    return invalid(fmt::format("The folder {} cannot be kept from others: it is not yours.", folder.string()));
  }
  return {};
}

/// Held while the handle lives. On a file of its own, which stays: the one that it guards is replaced by another.
Result<std::shared_ptr<const FileHandle>> lock_beside(const std::filesystem::path& file) {
  const std::string name = file.string() + ".lock";
  const auto lock = std::make_shared<const FileHandle>(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kFileMode));
  int done = -1;
  while (lock->descriptor() >= 0 && (done = ::flock(lock->descriptor(), LOCK_EX)) != 0 && errno == EINTR) continue;
  if (done != 0) return invalid(fmt::format("{} cannot be locked.", name));
  return lock;
}

}  // namespace

std::filesystem::path config_folder() {
  const char* xdg = std::getenv("XDG_CONFIG_HOME");
  if (xdg != nullptr && *xdg == '/') return std::filesystem::path(xdg) / "entrepot";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::filesystem::path(home) / ".config" / "entrepot";
  return {};
}

Result<Profiles> parse_profiles(std::string_view text, std::string_view file) {
  TRY_ASSIGN(const toml::table root, parse(text, file));
  Profiles out;
  for (const auto& [key, value] : root) {
    if (key.str() == "profiles") continue;
    if (key.str() != "default-profile" || !value.is_string()) {
      return invalid(
          fmt::format("`{}` in {} line {} means nothing here: only default-profile = \"NAME\" and "
                      "[profiles.NAME] may stand in it.",
                      key.str(), file, key.source().begin.line));
    }
    out.default_profile = value.as_string()->get();
  }
  TRY_ASSIGN(out.named, read_named(root, file, kProfileFields));
  return out;
}

Result<Logins> parse_logins(std::string_view text, std::string_view file) {
  TRY_ASSIGN(const toml::table root, parse(text, file));
  return read_named(root, file, kLoginFields);
}

std::string logins_text(const Logins& logins) {
  std::string text = "# Written by `entrepot login`. Whoever reads this file can do what its users can.\n";
  for (const auto& [name, login] : logins) {
    text += fmt::format("\n[profiles.{}]\n", toml_string(name));
    for (const Field<Login>& field : kLoginFields) {
      if (!(login.*field.target).empty()) text += fmt::format("{} = {}\n", field.key, toml_string(login.*field.target));
    }
  }
  return text;
}

Result<Profiles> load_profiles(const std::filesystem::path& file) {
  TRY_ASSIGN(const std::string text, read_if_there(file));
  return parse_profiles(text, file.string());
}

Result<Logins> load_logins(const std::filesystem::path& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0 && (status.st_mode & kOthersMay) != 0) {
    return invalid(fmt::format(
        "{0} holds API keys, and others on this machine can read or change it. Run: chmod 600 {0}", file.string()));
  }
  TRY_ASSIGN(const std::string text, read_if_there(file));
  return parse_logins(text, file.string());
}

Result<void> change_logins(const std::filesystem::path& file, const std::function<void(Logins&)>& change) {
  TRY(make_folder_of(file));
  // A link stays a link: what it names is replaced.
  std::error_code problem;
  std::filesystem::path real = std::filesystem::weakly_canonical(file, problem);
  if (problem) real = file;
  TRY_ASSIGN(const std::shared_ptr<const FileHandle> lock, lock_beside(real));
  TRY_ASSIGN(Logins logins, load_logins(file));
  change(logins);
  if (const auto written = write_file_durably(real, logins_text(logins)); !written) {
    return fail(written.error().code, fmt::format("{} cannot be written.", file.string()), written.error().detail);
  }
  return {};
}

std::string check_profile_name(const std::string& text) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (!text.empty() && text.size() <= 64 && text.find_first_not_of(kAllowed) == std::string::npos) return {};
  return "`" + text + "` is no name of a profile: use letters, digits, `-`, `_` and `.`";
}

}  // namespace entrepot::cli
