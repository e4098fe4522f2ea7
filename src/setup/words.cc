#include "setup/words.h"

#include <algorithm>

namespace entrepot::setup {
namespace {

constexpr auto kProtocols = std::to_array<Word>({
    {"sparse", "Sparse, credential in a header",
     "Cargo asks for the crates of one build only and sends the credential in a header. The best where it works."},
    {"sparse-token", "Sparse, token in the URL",
     "For cargo and tools that can send no header: an entitlement token is part of the URL, and of Cargo.lock."},
    {"git", "Git", "The whole index as a git repository, for cargo before 1.68 and tools that know no sparse index."},
});

constexpr auto kCargos = std::to_array<Word>({
    {"1.74", "1.74 and newer", "Sends credentials when it reads, and asks credential providers for them."},
    {"1.68", "1.68 to 1.73", "Knows the sparse index, but sends a credential only to publish."},
    {"older", "Before 1.68", "Knows the git index only, and sends a credential only to publish."},
});

constexpr auto kCredentials = std::to_array<Word>({
    {"api-key", "API key", "A person's or a service's; may publish as far as its scope goes."},
    {"entitlement", "Entitlement token",
     "Belongs to the repository and only reads; for customers and read-only builds."},
    {"password", "User and password", "Works wherever a key does, but gives away all that you may do."},
    {"none", "None", "Public repositories are read without any."},
});

constexpr auto kStores = std::to_array<Word>({
    {"config", "Files of cargo", "config.toml names the registry, credentials.toml holds the secret."},
    {"environment", "Environment variables", "For this shell; nothing is written to a file."},
    {"helper", "Credential helper", "cargo login keeps the secret, in a file or in the keychain of the system."},
    {"github", "GitHub Actions", "A workflow, with the secret in the repository's settings."},
    {"gitlab", "GitLab CI", "A job, with the secret in the project's CI/CD variables."},
    {"jenkins", "Jenkins", "A pipeline, with the secret among Jenkins' credentials."},
    {"docker", "Docker build", "A Dockerfile, with a build secret that stays out of the image."},
});

constexpr auto kTasks = std::to_array<Word>({
    {"depend", "Depend on a crate", "Build a project that uses a crate of this repository."},
    {"install", "Install a program", "Build and install a program that is a crate of this repository."},
    {"publish", "Publish a crate", "cargo publish."},
    {"mirror", "Replace crates.io", "Let this repository stand in for crates.io."},
    {"upload", "Upload files", "Push .crate files with the command line of Entrepot."},
});
static_assert(kTasks.size() == kTaskCount);

template <auto Selection::* member>
std::size_t get(const Selection& selection) {
  return static_cast<std::size_t>(selection.*member);
}
template <auto Selection::* member>
void set(Selection& selection, std::size_t at) {
  selection.*member = static_cast<std::remove_reference_t<decltype(selection.*member)>>(at);
}

constexpr std::array<Dimension, kDimensionCount> kDimensions{{
    {"protocol", "How cargo reads", protocol_words, get<&Selection::protocol>, set<&Selection::protocol>},
    {"cargo", "Which cargo", cargo_words, get<&Selection::cargo>, set<&Selection::cargo>},
    {"credential", "Who you are", credential_words, get<&Selection::credential>, set<&Selection::credential>},
    {"store", "Where it goes", store_words, get<&Selection::store>, set<&Selection::store>},
}};

}  // namespace

std::span<const Word> protocol_words() {
  return kProtocols;
}
std::span<const Word> cargo_words() {
  return kCargos;
}
std::span<const Word> credential_words() {
  return kCredentials;
}
std::span<const Word> store_words() {
  return kStores;
}
std::span<const Word> task_words() {
  return kTasks;
}

std::optional<std::size_t> find_word(std::span<const Word> words, std::string_view value) {
  const auto found = std::ranges::find(words, value, &Word::value);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

std::span<const Dimension, kDimensionCount> dimensions() {
  return kDimensions;
}

bool is_automatic(Store store) {
  return store >= Store::github;
}

}  // namespace entrepot::setup
