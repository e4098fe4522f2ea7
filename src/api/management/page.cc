#include "api/management/page.h"

#include <algorithm>
#include <string>

#include "api/query.h"
#include "base/encoding.h"

namespace entrepot::api::management {

Page page_of(const http::Request& request) {
  return {.number = query_number(request, "page", 1, 1, 1'000'000),
          .size = query_number(request, "page_size", 30, 1, 500)};
}

namespace {

/// The request's URL without its page; what has a meaning in a Link is escaped.
std::string url_without_page(const Call& call) {
  std::string_view origin = call.public_url();
  origin.remove_suffix(call.services.site->base_path.size());
  std::string url(origin);
  url.append(call.request.path).append("?");
  std::string_view query = call.request.query;
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view part = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (part.empty() || part.starts_with("page=")) continue;
    for (const char c : part) {
      const bool is_plain = c > ' ' && c < '\x7f' && c != '<' && c != '>' && c != '"';
      url += is_plain ? std::string(1, c) : encode_percent(std::string_view(&c, 1));
    }
    url += '&';
  }
  return url;
}

}  // namespace

void add_pagination(http::Response& response, const Call& call, Page page, std::size_t total) {
  const std::size_t pages = std::max<std::size_t>(1, (total + page.size - 1) / page.size);
  response.fields.add("x-pagination-count", std::to_string(total));
  response.fields.add("x-pagination-page", std::to_string(page.number));
  response.fields.add("x-pagination-pagetotal", std::to_string(pages));
  response.fields.add("x-pagination-pagesize", std::to_string(page.size));

  const std::string url = url_without_page(call);
  std::string links;
  const auto add = [&](std::size_t number, std::string_view relation) {
    if (number < 1 || number > pages) return;
    if (!links.empty()) links += ", ";
    links.append("<").append(url).append("page=").append(std::to_string(number)).append(">; rel=\"").append(relation);
    links += '"';
  };
  add(1, "first");
  add(page.number - 1, "prev");
  add(page.number + 1, "next");
  add(pages, "last");
  response.fields.add("link", links);
}

}  // namespace entrepot::api::management
