#include "site/site.h"

#include <array>
#include <cstddef>
#include <utility>

#include "base/encoding.h"
#include "http/accept_encoding.h"
#include "http/base_path.h"
#include "http/etag.h"
#include "site/page.h"
#include "site/page_path.h"

namespace entrepot::site {
namespace {

constexpr std::string_view kPage = "/index.html";
constexpr std::string_view kHashedFiles = "/assets/";  ///< no page begins so
constexpr std::size_t kNonceBytes = 18;                ///< 144 bits; CSP level 3 asks for 128

bool wants_html(const http::Request& request) {
  const auto accept = request.field("accept");
  return accept && accept->find("text/html") != std::string_view::npos;
}

http::SharedBody forever(std::string_view bytes) {
  return {nullptr, bytes};
}

http::Response file_response(const Asset& asset, const http::Request& request) {
  http::Response response;
  response.fields.add("etag", asset.etag);
  response.fields.add("cache-control",
                      asset.is_immutable ? "public, max-age=31536000, immutable" : "public, max-age=3600");
  response.fields.add("vary", "accept-encoding");
  response.fields.add("x-content-type-options", "nosniff");
  if (const auto known = request.field("if-none-match"); known && http::matches_etag(*known, asset.etag)) {
    response.status = 304;
    return response;
  }
  response.fields.add("content-type", asset.content_type);
  const std::string_view accepted = request.field("accept-encoding").value_or("");
  if (!asset.brotli.empty() && http::accepts_coding(accepted, "br")) {
    response.fields.add("content-encoding", "br");
    response.body = forever(asset.brotli);
  } else if (!asset.gzip.empty() && http::accepts_gzip(accepted)) {
    response.fields.add("content-encoding", "gzip");
    response.body = forever(asset.gzip);
  } else {
    response.body = forever(asset.plain);
  }
  return response;
}

}  // namespace

void Site::open(std::string_view public_url) {
  base_path_ = http::base_path_of(public_url);
  is_open_.store(true, std::memory_order_release);
}

http::Response Site::page() const {
  std::array<std::byte, kNonceBytes> bytes{};
  random_.fill(bytes.data(), bytes.size());
  const std::string nonce = encode_base64(bytes);
  const Asset* start = find_asset(assets_, kPage);
  http::Response response =
      http::text_response(200, "text/html; charset=utf-8", filled_page(start->plain, base_path_, nonce));
  response.fields.add("cache-control", "no-store");
  response.fields.add("content-security-policy", content_security_policy(nonce));
  response.fields.add("x-content-type-options", "nosniff");
  response.fields.add("x-frame-options", "DENY");
  response.fields.add("referrer-policy", "same-origin");
  response.fields.add("cross-origin-opener-policy", "same-origin");
  response.fields.add("permissions-policy", "camera=(), geolocation=(), microphone=()");
  response.fields.add("vary", "accept");
  return response;
}

std::optional<http::Response> Site::answer(const http::Request& request) const {
  if (request.method != http::Method::get && request.method != http::Method::head) return std::nullopt;
  if (!is_open_.load(std::memory_order_acquire)) return std::nullopt;
  std::string_view path = request.path;
  if (!path.starts_with(base_path_)) return std::nullopt;
  path.remove_prefix(base_path_.size());
  if (path.empty()) path = "/";
  const bool may_be_page = is_page_path(path);
  if (!may_be_page && !path.starts_with(kHashedFiles)) return std::nullopt;  // the paths of cargo cost no look-up
  const Asset* asset = path == kPage ? nullptr : find_asset(assets_, path);
  if (asset != nullptr) return file_response(*asset, request);
  // The start page has nothing beside it: whoever tries the address, with curl perhaps, sees that it is the right one.
  if (may_be_page && (path == "/" || wants_html(request))) return page();
  return std::nullopt;
}

std::optional<http::Response> Site::try_handle(const http::Request& request) {
  const auto start = std::chrono::steady_clock::now();
  if (std::optional<http::Response> ours = answer(request)) {
    observer_(request, *ours, std::chrono::steady_clock::now() - start);
    return ours;
  }
  return api_.try_handle(request);
}

net::Task<http::Response> Site::handle(http::Request& request) {
  return api_.handle(request);
}

}  // namespace entrepot::site
