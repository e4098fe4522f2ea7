#include "site/site.h"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "site/page.h"

namespace entrepot::site {
namespace {

/// Counts, so that each page gets another nonce.
class CountingRandom final : public Random {
 public:
  void fill(std::byte* out, std::size_t size) override {
    ++count_;
    for (std::size_t index = 0; index < size; ++index) out[index] = std::byte(count_);
  }

 private:
  unsigned char count_ = 0;
};

class Api final : public http::Handler {
 public:
  std::optional<http::Response> try_handle(const http::Request&) override {
    return http::text_response(418, "text/plain", "the API");
  }
  net::Task<http::Response> handle(http::Request&) override { co_return http::Response{}; }
};

constexpr std::array kAssets{
    Asset{"/assets/app-1.js", "text/javascript; charset=utf-8", "\"app\"", "plain", "gzip", "brotli", true},
    Asset{"/favicon.svg", "image/svg+xml", "\"icon\"", "<svg/>", "", "", false},
    Asset{"/index.html", "text/html; charset=utf-8", "\"page\"", "base=__BASE__ nonce=__NONCE__", "", "", false},
};

class Website : public testing::Test {
 protected:
  http::Response get(std::string_view path, std::vector<http::Field> fields = {},
                     http::Method method = http::Method::get) {
    http::Request request;
    request.method = method;
    request.target = request.path = path;
    request.fields = fields;
    return *site_.try_handle(request);
  }
  static std::string field(const http::Response& response, std::string_view name) {
    for (std::size_t index = 0; index < response.fields.count(); ++index) {
      if (response.fields.at(index).name == name) return std::string(response.fields.at(index).value);
    }
    return {};
  }
  static std::string body(const http::Response& response) {
    if (const auto* text = std::get_if<std::string>(&response.body)) return *text;
    if (const auto* shared = std::get_if<http::SharedBody>(&response.body)) return std::string(shared->bytes);
    return {};
  }

  CountingRandom random_;
  Api api_;
  std::string noted_;
  Site site_{api_, kAssets, random_,
             [this](const http::Request& request, const http::Response& response, std::chrono::nanoseconds) {
               noted_ += std::string(request.path) + " " + std::to_string(response.status) + ", ";
             }};
  const std::vector<http::Field> browser_{{"accept", "text/html,application/xhtml+xml,*/*;q=0.8"}};
};

TEST_F(Website, hands_everything_on_before_it_knows_where_it_is) {
  EXPECT_EQ(get("/", browser_).status, 418);
}

TEST_F(Website, shows_its_page_to_browsers_and_leaves_programs_to_the_api) {
  site_.open("https://crates.example");
  EXPECT_EQ(get("/acme/tools", browser_).status, 200);
  EXPECT_EQ(get("/acme/tools").status, 418);
  EXPECT_EQ(get("/").status, 200) << "whoever tries the address sees that it is the right one";
  EXPECT_EQ(get("/acme/tools", {{"accept", "application/json"}}).status, 418);
  EXPECT_EQ(get("/acme/tools", browser_, http::Method::post).status, 418);
  EXPECT_EQ(get("/v1/repos/", browser_).status, 418);
  EXPECT_EQ(get("/public/acme/tools/cargo/me", browser_).status, 418);
}

TEST_F(Website, puts_base_path_and_a_new_nonce_into_each_page) {
  site_.open("https://crates.example/base/");
  const http::Response first = get("/base/acme", browser_);
  const http::Response second = get("/base", browser_);
  EXPECT_TRUE(body(first).starts_with("base=/base nonce=")) << body(first);
  EXPECT_NE(body(first), body(second));
  const std::string nonce = body(first).substr(std::string("base=/base nonce=").size());
  EXPECT_NE(field(first, "content-security-policy").find("'nonce-" + nonce + "'"), std::string::npos);
  EXPECT_EQ(get("/acme", browser_).status, 418);
  EXPECT_EQ(get("/basement", browser_).status, 418);
}

TEST_F(Website, allows_no_inline_script_no_frame_and_no_other_host) {
  const std::string policy = content_security_policy("abc");
  EXPECT_NE(policy.find("default-src 'none'; script-src 'self';"), std::string::npos) << policy;
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe"), std::string::npos);
  EXPECT_EQ(policy.find("http"), std::string::npos);
}

TEST_F(Website, escapes_the_base_path) {
  EXPECT_EQ(filled_page("__BASE__", "/a\"><b", "n"), "/a&quot;&gt;&lt;b");
}

TEST_F(Website, sends_files_in_the_smallest_form_that_is_taken) {
  site_.open("https://crates.example");
  EXPECT_EQ(body(get("/assets/app-1.js")), "plain");
  EXPECT_EQ(body(get("/assets/app-1.js", {{"accept-encoding", "gzip"}})), "gzip");
  const http::Response brotli = get("/assets/app-1.js", {{"accept-encoding", "gzip, deflate, br"}});
  EXPECT_EQ(body(brotli), "brotli");
  EXPECT_EQ(field(brotli, "content-encoding"), "br");
  EXPECT_EQ(field(brotli, "vary"), "accept-encoding");
  EXPECT_EQ(body(get("/assets/app-1.js", {{"accept-encoding", "br;q=0, gzip"}})), "gzip");
  EXPECT_EQ(body(get("/favicon.svg", {{"accept-encoding", "gzip, br"}})), "<svg/>");
}

TEST_F(Website, lets_files_be_kept_for_ever_when_their_name_changes_with_them) {
  site_.open("https://crates.example");
  EXPECT_EQ(field(get("/assets/app-1.js"), "cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(field(get("/favicon.svg"), "cache-control"), "public, max-age=3600");
  EXPECT_EQ(get("/favicon.svg", {{"if-none-match", "\"icon\""}}).status, 304);
  EXPECT_EQ(field(get("/", browser_), "cache-control"), "no-store");
}

TEST_F(Website, serves_no_template_and_no_file_that_is_not_there) {
  site_.open("https://crates.example");
  EXPECT_EQ(get("/assets/app-2.js", browser_).status, 418);
  EXPECT_EQ(body(get("/index.html", browser_)).find("__"), std::string::npos);
}

TEST_F(Website, tells_of_its_own_answers_and_of_no_others) {
  site_.open("https://crates.example");
  get("/assets/app-1.js");
  get("/acme/tools", {{"accept", "text/html"}});
  get("/v1/repos/");
  EXPECT_EQ(noted_, "/assets/app-1.js 200, /acme/tools 200, ");
}

}  // namespace
}  // namespace entrepot::site
