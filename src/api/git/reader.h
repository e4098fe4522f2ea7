#pragma once

#include "api/call.h"
#include "git/upload_pack.h"
#include "http/response.h"

namespace entrepot::api::git_routes {

git::Reader reader_of(const Call& call);
git::ProtocolVersion version_of(const http::Request& request);
/// What a git client is told is asked for anew each time, and of a private repository kept by nobody on the way: a
/// token in the path is no credential that a cache between would see.
http::Response not_to_be_kept(const Call& call, http::Response response);

}  // namespace entrepot::api::git_routes
