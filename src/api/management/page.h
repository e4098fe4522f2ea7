#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

#include "api/call.h"
#include "http/request.h"
#include "http/response.h"

namespace entrepot::api::management {

/// Which part of a list a client asked for: `page` from 1 and `page_size` (30, at most 500).
struct Page {
  std::size_t number = 1;
  std::size_t size = 30;
};
Page page_of(const http::Request& request);

template <typename T>
std::span<const T> slice(const std::vector<T>& all, Page page) {
  const std::size_t start = (page.number - 1) * page.size;
  if (start >= all.size()) return {};
  return std::span(all).subspan(start, std::min(page.size, all.size() - start));
}

/// X-Pagination-Count, -Page, -PageTotal and -PageSize, and a Link (RFC 8288) to the first, previous, next and last
/// page of the same request.
void add_pagination(http::Response& response, const Call& call, Page page, std::size_t total);

}  // namespace entrepot::api::management
