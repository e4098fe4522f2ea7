#pragma once

#include <string>
#include <vector>

namespace entrepot::setup {

/// A server that is new, and its only user.
struct NewServer {
  std::string program;  ///< how to call `entrepot`, as a word of a shell
  std::string public_url;
  std::string user;
  std::string api_key;  ///< or what stands for it
};

/// Lines for a POSIX shell that belong together, and what they do. They work in their order, in one shell.
struct FirstStep {
  std::string text;
  std::vector<std::string> lines;
};

/// From a new server to a first crate that another project uses.
std::vector<FirstStep> first_crate(const NewServer& server);

/// The same as a section of the project's README, for a server on the usual address.
std::string first_crate_markdown();

}  // namespace entrepot::setup
