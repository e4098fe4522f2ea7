#pragma once

#include <string>

namespace entrepot::app {

/// What the operator of a new server needs to see once.
struct FirstSteps {
  std::string program;  ///< how to call this binary again
  std::string public_url;
  std::string user;
  std::string api_key;
};

/// The API key, and the lines with which cargo publishes a first crate and another project uses it. Lines that begin
/// with four spaces are for a POSIX shell and work when pasted, in their order, in one shell.
std::string first_steps_text(const FirstSteps& steps);

}  // namespace entrepot::app
