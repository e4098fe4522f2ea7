#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"

namespace entrepot::cli {

inline constexpr std::string_view kDefaultProfile = "default";

/// A server under a name, as the user has written it down:
///     default-profile = "work"
///     [profiles.work]
///     url = "https://crates.example.org"
///     credentials-file = "/run/secrets/entrepot.toml"
struct Profile {
  std::string url{};
  std::string credentials_file{};  ///< empty: credentials.toml beside the file of profiles
};
struct Profiles {
  std::string default_profile{kDefaultProfile};
  std::map<std::string, Profile> named{};
};

/// What `login` has stored under a profile's name. The key is for this URL and is never sent to another.
struct Login {
  std::string url{};
  std::string user{};
  std::string api_key{};
  std::string key_id{};  ///< of a key that `login` itself has created, and `logout` revokes; else empty
};
using Logins = std::map<std::string, Login>;

/// $XDG_CONFIG_HOME/entrepot, or ~/.config/entrepot (XDG Base Directory Specification); empty without a home.
std::filesystem::path config_folder();

/// `file` is for errors. Neither shows a value, which could be a secret in the wrong place.
Result<Profiles> parse_profiles(std::string_view text, std::string_view file);
Result<Logins> parse_logins(std::string_view text, std::string_view file);
/// The file of those logins; parse_logins gives them back.
std::string logins_text(const Logins& logins);

/// What the file says; nothing when it is not there.
Result<Profiles> load_profiles(const std::filesystem::path& file);
/// Refuses a file that other users of the machine can read.
Result<Logins> load_logins(const std::filesystem::path& file);
/// Loads, changes and stores, alone among all processes. The file has mode 0600, and is written whole or not at all; a
/// folder that is not there is made with mode 0700.
Result<void> change_logins(const std::filesystem::path& file, const std::function<void(Logins&)>& change);

/// Refuses what would be awkward as a name in files and on command lines.
std::string check_profile_name(const std::string& text);

}  // namespace entrepot::cli
