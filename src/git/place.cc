#include "git/place.h"

#include "cargo/crate_name.h"

namespace entrepot::git {
namespace {

Place split(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {"", std::string(path)};
  return {std::string(path.substr(0, slash)), std::string(path.substr(slash + 1))};
}

}  // namespace

Place place_of_crate(std::string_view index_key) {
  return split(index_path(index_key));
}

Place place_of_directory(std::string_view directory) {
  return split(directory);
}

std::string directory_at(const Place& place) {
  return place.directory.empty() ? place.name : place.directory + '/' + place.name;
}

ObjectKind kind_in(std::string_view directory) {
  const bool holds_files = directory == "1" || directory == "2" || directory.find('/') != std::string_view::npos;
  return holds_files ? ObjectKind::blob : ObjectKind::tree;
}

}  // namespace entrepot::git
