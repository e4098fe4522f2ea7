#include <string>
#include <utility>

#include "api/git/handlers.h"
#include "api/git/reader.h"
#include "base/encoding.h"
#include "base/try.h"
#include "git/gunzip.h"
#include "git/upload_pack.h"

namespace entrepot::api::git_routes {
namespace {

/// git packs requests above a KiB.
Result<std::string> unpacked(const http::Request& request, std::string body) {
  const auto encoding = request.field("content-encoding");
  if (!encoding || equals_ignoring_case(*encoding, "identity")) return body;
  if (equals_ignoring_case(*encoding, "gzip") || equals_ignoring_case(*encoding, "x-gzip")) {
    return git::gunzip(body, kMostBody);
  }
  return fail(ErrorCode::unsupported_media_type, "A request's content-encoding may be gzip, and nothing else.");
}

}  // namespace

net::Task<Result<http::Response>> fetch(const Call& call) {
  const http::Request& request = call.request;
  if (request.field("content-type") != "application/x-git-upload-pack-request") {
    co_return fail(ErrorCode::unsupported_media_type, "This is where git asks for objects; use git or cargo.");
  }
  CO_TRY_ASSIGN(std::string body, co_await http::read_all(*request.body, kMostBody));
  auto plain = unpacked(request, std::move(body));
  if (!plain) co_return git::refusal(plain.error().message);
  CO_TRY_ASSIGN(http::Response response,
                co_await call.services.upload_pack.answer(reader_of(call), version_of(request), std::move(*plain)));
  co_return not_to_be_kept(call, std::move(response));
}

}  // namespace entrepot::api::git_routes
