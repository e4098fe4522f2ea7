#include <utility>

#include "http/http2_connection.h"
#include "http/http2_stream.h"

namespace entrepot::http {

Http2Exchange::Http2Exchange(Http2Connection& codec, Http2Stream& stream, WaitingPlace place, const Request& request,
                             std::string_view head, std::optional<std::uint64_t> length)
    : connection_(codec.connection().shared_from_this()),
      codec_(codec),
      stream_(&stream),
      stream_id_(stream.id),
      place_(std::move(place)),
      id_(stream.request_id),
      head_(head),
      request_(request),
      length_(length) {
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

net::Task<Result<ByteView>> Http2Exchange::read() {
  if (!handed_.empty()) {
    if (metered_) codec_.consumed(stream_id_, handed_.size());
    handed_.clear();
  }
  while (true) {
    if (!input_.empty()) {
      handed_.swap(input_);
      co_return as_bytes(std::string_view(handed_));
    }
    if (ended_) co_return ByteView{};
    if (stream_ == nullptr) co_return fail(ErrorCode::bad_request, "The request was cancelled before its body ended.");
    if (late_) co_return fail(ErrorCode::timeout, "The request body came too slowly.");
    stream_->progress = coarse_now();
    if (pace_.is_too_slow(connection_->loop().limits())) {
      late_ = true;
      continue;
    }
    pace_.begin_wait(stream_->progress);
    waiting_ = true;
    co_await signal_.wait();
    waiting_ = false;
    pace_.end_wait(coarse_now());
  }
}

void Http2Exchange::add_input(std::string_view bytes) {
  input_.append(bytes);
  pace_.moved(bytes.size());
  signal_.notify();
}

void Http2Exchange::set_body(std::string body) {
  metered_ = false;
  input_ = std::move(body);
  end_input();
}

void Http2Exchange::end_input() {
  ended_ = true;
  signal_.notify();
}

void Http2Exchange::expire() {
  late_ = true;
  signal_.notify();
}

void Http2Exchange::lose_stream() {
  stream_ = nullptr;
  signal_.notify();
}

net::Task<void> Http2Exchange::run(std::unique_ptr<Http2Exchange> exchange) {
  Response response = co_await handle_fenced(exchange->connection_->loop().handler(), exchange->request_);
  exchange->connection_->fenced([&] { exchange->codec_.finish(*exchange, std::move(response)); });
}

}  // namespace entrepot::http
