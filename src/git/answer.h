#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "git/fetch_request.h"
#include "git/object_id.h"

namespace entrepot::git {

/// What precedes the pack in the answer to a fetch.
struct Preamble {
  std::string bytes;
  bool pack_follows = false;
};

/// `common` are those of the request's haves that the server knows, in the request's order. Pure.
Preamble preamble_v0(const FetchRequest& request, const std::vector<ObjectId>& common);
Preamble preamble_v2(const FetchRequest& request, const std::vector<ObjectId>& common);

}  // namespace entrepot::git
