#include "http/http1_exchange.h"

#include <utility>

namespace entrepot::http {

Http1Exchange::Http1Exchange(Http1Connection& codec, WaitingPlace place, const Request& request, std::string_view head,
                             const RequestId& id)
    : connection_(codec.connection().shared_from_this()),
      codec_(codec),
      place_(std::move(place)),
      id_(id),
      head_(head),
      request_(request) {
  fields_.reserve(request.fields.size());
  for (const Field& field : request.fields) {
    fields_.push_back({rebase(field.name, head, head_), rebase(field.value, head, head_)});
  }
  set_target(request_, rebase(request.target, head, head_));
  request_.fields = fields_;
  request_.id = view(id_);
  request_.peer = connection_->client(fields_);
  request_.body = this;
}

std::optional<std::uint64_t> Http1Exchange::length() const {
  return codec_.framing().length();
}

net::Task<Result<ByteView>> Http1Exchange::read() {
  while (true) {
    std::string_view piece;
    switch (codec_.next_body_piece(piece)) {
      case Http1Connection::BodyState::piece:
        co_return as_bytes(piece);
      case Http1Connection::BodyState::finished:
        co_return ByteView{};
      case Http1Connection::BodyState::torn:
        co_return fail(ErrorCode::bad_request, "The connection ended before the request body did.");
      case Http1Connection::BodyState::malformed:
        co_return fail(ErrorCode::bad_request, "The request body's chunks are malformed.");
      case Http1Connection::BodyState::blocked:
        break;
    }
    if (late_) co_return fail(ErrorCode::timeout, "The request body came too slowly.");
    codec_.wait_for_body();
    co_await signal_.wait();
  }
}

net::Task<void> Http1Exchange::run(std::unique_ptr<Http1Exchange> exchange) {
  Response response = co_await handle_fenced(exchange->connection_->loop().handler(), exchange->request_);
  exchange->connection_->fenced([&] { exchange->codec_.finish(std::move(response)); });
}

}  // namespace entrepot::http
