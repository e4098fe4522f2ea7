#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"
#include "cli/profiles.h"

namespace entrepot::cli {

struct Invocation;

inline constexpr std::string_view kDefaultUrl = "http://127.0.0.1:8088";

/// Where a command goes and as whom. What a flag says (--url, --api-key-file, --profile) wins over the variables
/// (ENTREPOT_URL, ENTREPOT_API_KEY, ENTREPOT_API_KEY_FILE), these over the profile that ENTREPOT_PROFILE or the file of
/// profiles names. With --profile, the key of a variable goes only to where ENTREPOT_URL points, if that is set.
struct Settings {
  std::string url{kDefaultUrl};
  bool has_url = false;      ///< somebody has said it
  std::string api_key{};     ///< empty: anonymous
  std::string key_source{};  ///< for people: "ENTREPOT_API_KEY"
  std::string profile{kDefaultProfile};
  std::filesystem::path credentials_file{};  ///< where `login` stores; empty without a home
  std::string hint{};                        ///< why a key that is stored is not used; may be empty
};

Result<Settings> find_settings(const Invocation& invocation);

/// Refuses what is no http or https URL; gives it without slashes at its end.
Result<std::string> check_url(std::string text);
/// Whether others may read what goes there: it is not https, and the host is not this machine by a name or address that
/// can be no other's (localhost, 127.0.0.0/8, [::1]). For a URL that check_url has let pass.
bool is_exposed(std::string_view url);

}  // namespace entrepot::cli
