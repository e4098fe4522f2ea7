#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/random.h"
#include "http/handler.h"
#include "site/asset.h"

namespace entrepot::site {

/// The website in front of the API: answers GET and HEAD of its files, and every path that may be a page when a browser
/// asks for HTML; hands everything else on. Owned by the composition root, like the handler behind it, which must
/// outlive it. Called by every event loop at the same time; never waits for itself.
class Site final : public http::Handler {
 public:
  /// Told of each answer of the website's own, from every event loop; for logs and metrics.
  using Observer = std::function<void(const http::Request&, const http::Response&, std::chrono::nanoseconds)>;

  Site(http::Handler& api, std::span<const Asset> assets, Random& random, Observer observer)
      : api_(api), assets_(assets), random_(random), observer_(std::move(observer)) {}

  /// Tells where clients reach this server; before it everything is handed on (and answered 503). Once.
  void open(std::string_view public_url);

  std::optional<http::Response> try_handle(const http::Request& request) override;
  net::Task<http::Response> handle(http::Request& request) override;

 private:
  std::optional<http::Response> answer(const http::Request& request) const;
  http::Response page() const;

  http::Handler& api_;
  std::span<const Asset> assets_;
  Random& random_;
  const Observer observer_;
  std::string base_path_;
  std::atomic<bool> is_open_{false};  // set after base_path_, which never changes again
};

}  // namespace entrepot::site
