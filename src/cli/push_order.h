#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace entrepot::cli {

/// One file of many, as far as its place among them goes.
struct PushedCrate {
  std::string name;
  std::vector<std::string> needs{};  ///< crates that it depends on to be built, whether they are among the files or not
};

/// The files in waves of their positions: whatever a file needs is in an earlier wave, so that a registry that asks for
/// known dependencies takes them all, and each wave can go at once. Of a ring, the rest goes last, together. Names are
/// compared as a registry does, without regard to case and with '-' as '_'.
std::vector<std::vector<std::size_t>> push_waves(const std::vector<PushedCrate>& crates);

}  // namespace entrepot::cli
