#include "app/first_steps.h"

#include <fmt/format.h>

namespace entrepot::app {

std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:+=@%,";
  if (!text.empty() && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string first_steps_text(const FirstSteps& steps) {
  return fmt::format(R"(
Entrepot is ready: {url}

This is a new server. Its admin is {user}, with this API key. It is shown only now; keep it.

    export ENTREPOT_URL={url}
    export ENTREPOT_API_KEY={key}

Create a private repository, and tell cargo about it (for this shell; .cargo/config.toml does it for good):

    {program} repos create {user}/crates --private
    export CARGO_REGISTRIES_CRATES_INDEX=sparse+{url}/basic/{user}/crates/cargo/
    export CARGO_REGISTRIES_CRATES_CREDENTIAL_PROVIDER=cargo:token
    export CARGO_REGISTRIES_CRATES_TOKEN="$ENTREPOT_API_KEY"

Publish a first crate:

    cargo new --vcs none --lib hello-entrepot
    sed -i '/^\[package\]/a description = "A first crate"\nlicense = "MIT"\npublish = ["crates"]' hello-entrepot/Cargo.toml
    cargo publish --manifest-path hello-entrepot/Cargo.toml --registry crates

Use it in another project:

    cargo new --vcs none use-hello
    cargo add --manifest-path use-hello/Cargo.toml --registry crates hello-entrepot
    cargo run --manifest-path use-hello/Cargo.toml

)",
                     fmt::arg("url", steps.public_url), fmt::arg("user", steps.user), fmt::arg("key", steps.api_key),
                     fmt::arg("program", shell_word(steps.program)));
}

}  // namespace entrepot::app
