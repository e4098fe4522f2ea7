#include "api/openapi/security.h"

#include <array>
#include <boost/json.hpp>
#include <string_view>

namespace entrepot::api::openapi {
namespace json = boost::json;
namespace {

constexpr std::array<std::string_view, 4> kSchemes{"apikey", "bearer", "cargo", "basic"};

}  // namespace

json::object security_schemes() {
  return {
      {"apikey", json::object{{"type", "apiKey"},
                              {"in", "header"},
                              {"name", "X-Api-Key"},
                              {"description", "An API key. The Authorization field wins where both are sent."}}},
      {"bearer", json::object{{"type", "http"},
                              {"scheme", "bearer"},
                              {"description",
                               "An API key; on the routes of cargo and git that read, an entitlement token too."}}},
      {"cargo", json::object{{"type", "apiKey"},
                             {"in", "header"},
                             {"name", "Authorization"},
                             {"description", "The same, bare as cargo sends it, or after 'Token '."}}},
      {"basic", json::object{{"type", "http"},
                             {"scheme", "basic"},
                             {"description",
                              "A user with the password or an API key; 'token' or nothing as the user with an API key "
                              "or an entitlement token."}}},
      {"session", json::object{{"type", "apiKey"},
                               {"in", "cookie"},
                               {"name", "entrepot_session"},
                               {"description",
                                "What POST /v1/session/ sets, for browsers; at the root of an https server its name "
                                "begins with __Host-. Looked at only where no header carries credentials. Every "
                                "request but GET and HEAD also needs the session's csrf_token in the field "
                                "X-CSRF-Token, and must come from a page of this server."}}},
  };
}

json::array security_of(const Route& route) {
  json::array out;
  if (!looks_at_credentials(route.access)) return out;
  // Nobody in particular, a public repository, or an entitlement token in the path, which OpenAPI has no word for.
  if (route.access == Access::repository_read || route.access == Access::optional_credentials)
    out.push_back(json::object{});
  for (const std::string_view scheme : kSchemes) out.push_back(json::object{{scheme, json::array{}}});
  if (route.shape == ErrorShape::management) out.push_back(json::object{{"session", json::array{}}});
  return out;
}

}  // namespace entrepot::api::openapi
