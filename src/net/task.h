#pragma once

#include <boost/asio/awaitable.hpp>

namespace entrepot::net {

/// A coroutine. It starts when awaited, and resumes on the event loop of whoever awaits it. The only name by which the
/// rest of the house knows Asio.
template <typename T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace entrepot::net
