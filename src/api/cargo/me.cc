#include <string>

#include "api/cargo/handlers.h"
#include "api/urls.h"
#include "base/encoding.h"
#include "setup/plan.h"

namespace entrepot::api::cargo_routes {

/// The page that `cargo login` points people at. It says the same for every repository, existing or not, and repeats
/// what stands in the path only where that cannot be a token.
std::optional<http::Response> me_now(const Call& call) {
  const std::string_view access = is_path_token(call.access) ? std::string_view("basic") : call.access;
  const setup::Plan plan = setup::make_plan({.place = {.public_url = call.public_url(),
                                                       .namespace_slug = encode_percent(call.parameter("namespace")),
                                                       .repository_slug = encode_percent(call.parameter("repository")),
                                                       .is_public = access == "public"}},
                                            {}, {});
  const std::string url = escape_html(call.public_url());
  std::string page =
      "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Log in to Entrepot</title>\n"
      "<h1>Log in with an API key</h1>\n"
      "<p>Publishing, and reading private repositories, needs an API key. Whoever has an account makes one with</p>\n"
      "<pre>entrepot keys create --name laptop --scope publish --url " +
      url +
      "</pre>\n<p>(ENTREPOT_API_KEY holds a key you have already; the administrator gives you the first one.) The key "
      "is "
      "shown once.</p>\n<p>Tell cargo about the repository in <code>.cargo/config.toml</code>:</p>\n"
      "<pre>" +
      escape_html(setup::registry_table(plan)) + "</pre>\n<p>Then give it the key:</p>\n<pre>cargo login --registry " +
      escape_html(plan.registry) + "</pre>\n</html>\n";
  http::Response response = http::text_response(200, "text/html; charset=utf-8", std::move(page));
  response.fields.add("cache-control", "no-cache");
  response.fields.add("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  response.fields.add("x-content-type-options", "nosniff");
  return response;
}

}  // namespace entrepot::api::cargo_routes
