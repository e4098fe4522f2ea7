#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.h"
#include "git/object_id.h"

namespace entrepot::git {

/// The versions of git's wire protocol: 0 is what libgit2 speaks, 1 the same with its number in front, 2 what git and
/// gitoxide ask for.
enum class ProtocolVersion : std::uint8_t { v0, v1, v2 };
/// Of the request's Git-Protocol field ("version=2"): the highest that both know.
ProtocolVersion protocol_version(std::string_view git_protocol);

/// How a version 0 client wants to be told what it has in common with the server.
enum class AckMode : std::uint8_t {
  single,    ///< one ACK
  multi,     ///< multi_ack
  detailed,  ///< multi_ack_detailed
};

/// What a client wants and has. Source: git's documentation, "gitprotocol-pack" and "gitprotocol-v2".
struct FetchRequest {
  std::vector<ObjectId> wants{};
  std::vector<ObjectId> haves{};
  bool deepens = false;    ///< it asks for a shallow history: every commit here is its whole history
  bool negotiates = true;  ///< v0: false when the request ends behind its wants, which then are all it wants to know
  bool done = false;       ///< it has said all that it has: the pack may come
  bool side_band = true;   ///< side-band-64k
  AckMode acks = AckMode::detailed;
};

/// "ls-refs" of version 2.
struct ListRequest {
  std::vector<std::string> prefixes{};
  bool symrefs = false;
};

/// A version 2 request; std::monostate for one without a command, which ends the conversation.
using Command = std::variant<std::monostate, ListRequest, FetchRequest>;

/// Bounds of one request, far above what clients send.
inline constexpr std::size_t kMostWants = 256;
inline constexpr std::size_t kMostHaves = 32'768;
inline constexpr std::size_t kMostPrefixes = 1'000;

/// The body of a POST of version 0 or 1. Errors are `bad_request` with a sentence for git's user.
Result<FetchRequest> parse_fetch_v0(std::string_view body);
/// The body of a POST of version 2.
Result<Command> parse_command(std::string_view body);

}  // namespace entrepot::git
