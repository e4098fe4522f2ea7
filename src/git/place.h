#pragma once

#include <string>
#include <string_view>

#include "git/object.h"

namespace entrepot::git {

/// Where something stands in the tree: a folder's path without slashes at its ends ("" is the root), and a name in it.
struct Place {
  std::string directory;
  std::string name;
  bool operator==(const Place&) const = default;
};

/// The file of a crate, by its lower-case name: {"se/rd", "serde"}. Source: the Cargo book, "Registry Index: Index
/// files".
Place place_of_crate(std::string_view index_key);
/// A folder as an entry of the one above it: "se/rd" → {"se", "rd"}. Not for the root.
Place place_of_directory(std::string_view directory);
/// The folder that an entry is: {"se", "rd"} → "se/rd".
std::string directory_at(const Place& place);
/// What stands in a folder of the index: every folder holds files only or folders only, but for the root's config.json,
/// which is no part of the shared tree.
ObjectKind kind_in(std::string_view directory);

}  // namespace entrepot::git
