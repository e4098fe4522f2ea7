#include "http/dispatch.h"

#include <exception>
#include <utility>

#include "base/log.h"
#include "http/status.h"

namespace entrepot::http {
namespace {

Response fenced(const Request& request, std::string_view what) {
  log_error("an exception left a request handler",
            {{"request_id", request.id}, {"method", method_word(request.method)}, {"detail", what}});
  return fault_response(500, "The server failed to answer this request. Its operator finds the cause in the log.",
                        request.id);
}

}  // namespace

std::optional<Response> try_fenced(Handler& handler, const Request& request) {
  try {
    return handler.try_handle(request);
  } catch (const std::exception& exception) {
    return fenced(request, exception.what());
  } catch (...) {
    return fenced(request, "unknown");
  }
}

net::Task<Response> handle_fenced(Handler& handler, Request& request) {
  try {
    co_return co_await handler.handle(request);
  } catch (const std::exception& exception) {
    co_return fenced(request, exception.what());
  } catch (...) {
    co_return fenced(request, "unknown");
  }
}

void set_target(Request& request, std::string_view target) {
  const std::size_t mark = target.find('?');
  request.target = target;
  request.path = target.substr(0, mark);
  request.query = mark == std::string_view::npos ? std::string_view{} : target.substr(mark + 1);
}

std::string_view rebase(std::string_view view, std::string_view from, std::string_view to) {
  const bool inside = view.data() >= from.data() && view.data() < from.data() + from.size();
  return inside ? to.substr(static_cast<std::size_t>(view.data() - from.data()), view.size()) : view;
}

net::Task<Result<ByteView>> UnreadBody::read() {
  co_return internal_error("a handler tried to read a body where it must not wait");
}

std::optional<WaitingPlace> WaitingPlace::take(std::shared_ptr<ServerLoop> loop, std::uint64_t kept_bytes) {
  ServerShared& shared = loop->shared();
  const bool is_room = shared.requests_waiting.fetch_add(1) < loop->limits().max_waiting_requests;
  const bool is_memory =
      kept_bytes == 0 || shared.body_bytes_kept.fetch_add(kept_bytes) + kept_bytes <= loop->limits().max_kept_bodies;
  WaitingPlace place(std::move(loop), kept_bytes);
  if (!is_room || !is_memory) return std::nullopt;
  return place;
}

WaitingPlace::~WaitingPlace() {
  if (loop_ == nullptr) return;
  --loop_->shared().requests_waiting;
  loop_->shared().body_bytes_kept -= kept_bytes_;
}

}  // namespace entrepot::http
