#include "api/management/page.h"

#include <algorithm>
#include <string>

#include "api/query.h"

namespace entrepot::api::management {

Page page_of(const http::Request& request) {
  return {.number = query_number(request, "page", 1, 1, 1'000'000),
          .size = query_number(request, "page_size", 30, 1, 500)};
}

void add_pagination(http::Response& response, Page page, std::size_t total) {
  const std::size_t pages = std::max<std::size_t>(1, (total + page.size - 1) / page.size);
  response.fields.add("x-pagination-count", std::to_string(total));
  response.fields.add("x-pagination-page", std::to_string(page.number));
  response.fields.add("x-pagination-pagetotal", std::to_string(pages));
  response.fields.add("x-pagination-pagesize", std::to_string(page.size));
}

}  // namespace entrepot::api::management
