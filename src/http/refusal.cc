#include "http/refusal.h"

#include "base/log.h"
#include "http/server_loop.h"
#include "http/status.h"

namespace entrepot::http {
namespace {

constexpr std::int64_t kBetweenLines = 1000;

bool is_overload(RefusalKind kind) {
  return kind == RefusalKind::no_connection || kind == RefusalKind::busy;
}

}  // namespace

std::optional<std::uint64_t> RefusalLines::pass(RefusalKind kind, std::int64_t now) {
  Line& line = lines_[static_cast<std::size_t>(kind)];
  std::int64_t due = line.due;
  if (now < due || !line.due.compare_exchange_strong(due, now + kBetweenLines)) {
    ++line.left_out;
    return std::nullopt;
  }
  return line.left_out.exchange(0);
}

Response refuse(ServerLoop& loop, const Refusal& why, std::string_view request_id, std::string_view peer) {
  ServerShared& shared = loop.shared();
  ++(is_overload(why.kind) ? shared.requests_overloaded : shared.protocol_errors);
  if (const auto left_out = shared.refusal_lines.pass(why.kind, coarse_now())) {
    log(is_overload(why.kind) ? LogLevel::warning : LogLevel::info, "a request was refused before it was handled",
        {{"request_id", request_id},
         {"status", why.status},
         {"reason", why.sentence},
         {"peer", peer},
         {"left_out", static_cast<std::int64_t>(*left_out)}});
  }
  if (!is_overload(why.kind)) return fault_response(why.status, why.sentence, request_id);
  Response response = overload_response(why.sentence, request_id);
  response.close_connection = why.kind == RefusalKind::no_connection;
  return response;
}

}  // namespace entrepot::http
