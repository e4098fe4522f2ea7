#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "base/error.h"
#include "cli/client.h"

namespace entrepot::cli {

inline constexpr std::uint64_t kLargestCrate = std::uint64_t{1} << 30U;
/// Larger files go in parts of this size, so that what has come is not sent again.
inline constexpr std::uint64_t kPartBytes = std::uint64_t{8} << 20U;

/// A file that has been looked at.
struct LocalCrate {
  std::string file{};
  std::string name{};
  std::string version{};
  std::uint64_t size = 0;
};

/// Where crates go, and how.
struct PushTarget {
  std::string repository{};
  std::string tags{};
  std::optional<bool> republish{};
  bool dry_run = false;
  bool skip_existing = false;
};

enum class PushOutcome : std::uint8_t { created, is_there, could_be };

struct Pushed {
  PushOutcome outcome = PushOutcome::created;
  boost::json::object package{};  ///< as the API shows it; empty for `could_be`
};

/// The file's bytes, all of them.
Result<std::string> read_crate(const std::string& file);

/// Sends the file and makes a package of it. An upload of the same file that was broken off, by whatever, goes on: the
/// server knows it by name and MD5, so nothing is remembered here. Answers that were lost are asked for again, for a
/// few seconds; a package that turns out to be there with these bytes because of that is `created`.
Result<Pushed> push_crate(Client& client, const PushTarget& target, const LocalCrate& crate, const Progress& progress);

}  // namespace entrepot::cli
