#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace entrepot::setup {

/// How cargo reads the index.
enum class Protocol : std::uint8_t { sparse, sparse_token, git };
/// Which cargo; what a range can do differs (Cargo book, "Registries", and cargo's changelog).
enum class CargoRange : std::uint8_t { from_1_74, from_1_68, older };
/// What shows who somebody is.
enum class Credential : std::uint8_t { api_key, entitlement, password, none };
/// Where the configuration and the credential go.
enum class Store : std::uint8_t { config, environment, helper, github, gitlab, jenkins, docker };
enum class Task : std::uint8_t { depend, install, publish, mirror, upload };

/// One value of a choice: its word in URLs and on the command line, how people call it, and one sentence.
struct Word {
  std::string_view value;
  std::string_view label;
  std::string_view note;
};

inline constexpr std::size_t kTaskCount = 5;

std::span<const Word> protocol_words();
std::span<const Word> cargo_words();
std::span<const Word> credential_words();
std::span<const Word> store_words();
std::span<const Word> task_words();

/// The position of the value among the words; nothing when there is none.
std::optional<std::size_t> find_word(std::span<const Word> words, std::string_view value);

/// One of each. A value.
struct Selection {
  Protocol protocol = Protocol::sparse;
  CargoRange cargo = CargoRange::from_1_74;
  Credential credential = Credential::api_key;
  Store store = Store::config;
  bool operator==(const Selection&) const = default;
};

/// A choice as loops see it; four of them make a selection.
struct Dimension {
  std::string_view name;
  std::string_view question;
  std::span<const Word> (*words)();
  std::size_t (*get)(const Selection&);
  void (*set)(Selection&, std::size_t);
};
inline constexpr std::size_t kDimensionCount = 4;
std::span<const Dimension, kDimensionCount> dimensions();

/// Whether the lines go into a file of a build that runs without a person.
bool is_automatic(Store store);

}  // namespace entrepot::setup
