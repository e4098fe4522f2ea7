#pragma once

#include <string>
#include <string_view>

#include "git/fetch_request.h"
#include "git/object_id.h"

namespace entrepot::git {

inline constexpr std::string_view kBranch = "refs/heads/main";

/// The body of the answer to GET info/refs of version 0 and 1: the refs. `tip` is what HEAD and the one branch stand
/// at.
std::string advertised_refs(ProtocolVersion version, const ObjectId& tip, std::string_view agent);
/// The same of version 2: what the server can do, and no ref.
std::string advertised_capabilities(std::string_view agent);
/// The same for who may not read them: a sentence, which clients of every version show.
std::string refused_refs(std::string_view sentence);

/// The answer to "ls-refs".
std::string list_refs(const ListRequest& request, const ObjectId& tip);

}  // namespace entrepot::git
