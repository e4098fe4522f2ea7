#pragma once

#include <string>
#include <string_view>

#include "api/call.h"

namespace entrepot::api {

/// The end of every URL of a repository for cargo: config.json's `api`, without a trailing slash.
std::string cargo_root(std::string_view public_url, std::string_view access, std::string_view namespace_slug,
                       std::string_view repository_slug);

/// The config.json of the repository, as whoever came by this URL must see it: the access segment is echoed, because a
/// token must stand in `dl` for clients that send no header. Reads need a header only in a private repository, and
/// there not behind a token.
std::string config_json_of(const Call& call);

/// The login page that a challenge names, made from what the client asked for (so that it is the same whether the
/// repository exists or not), never from a token.
std::string login_url(std::string_view public_url, std::string_view access, std::string_view namespace_slug,
                      std::string_view repository_slug);

/// Whether an answer about this repository may be kept by caches that serve many clients: only when anybody may read it
/// and no token stands in the path.
bool is_shareable(const Call& call);

}  // namespace entrepot::api
