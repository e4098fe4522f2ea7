#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/management/crate_calls.h"
#include "api/management/crate_shapes.h"
#include "api/management/file_type.h"
#include "api/management/handlers.h"
#include "api/request_rate.h"
#include "base/encoding.h"
#include "base/try.h"
#include "http/etag.h"
#include "registry/crate_viewer.h"
#include "registry/registry.h"
#include "registry/repository.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

/// Which bytes; `forbidden` for what nobody may download either.
net::Task<Result<registry::CrateFile>> load(const Call& call) {
  CO_TRY_ASSIGN(const FoundVersion found, co_await load_version(call));
  if (found.version.is_quarantined) {
    co_return fail(ErrorCode::forbidden, "'" + found.crate.name + "' " + found.version.version +
                                             " is in quarantine, so its files are not shown; whoever administers the "
                                             "repository knows why, and can release it.");
  }
  co_return crate_file(call, found);
}

/// On the pool: a crate of fifty thousand files takes a while.
std::string listing_text(const registry::CrateContents& contents) {
  json::array files;
  files.reserve(contents.files.size());
  for (const PackagedFile& file : contents.files) files.push_back(to_json(file));
  return json::serialize(json::object{{"files", std::move(files)}});
}

http::Body shared_body(registry::ShownText text) {
  const std::string_view bytes = *text;
  return http::SharedBody{.owner = std::move(text), .bytes = bytes};
}

/// "attachment; filename*=UTF-8''logo.bin" (RFC 6266): nothing of the name needs to be trusted.
std::string attachment(std::string_view path) {
  return "attachment; filename*=UTF-8''" + encode_percent(path.substr(path.rfind('/') + 1));
}

/// Whatever a file is, a browser must neither guess at it nor run anything in it.
void add_defences(http::Response& response) {
  response.fields.add("x-content-type-options", "nosniff");
  response.fields.add("content-security-policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
}

}  // namespace

Answer list_crate_files(const Call& call) {
  CO_TRY_ASSIGN(const registry::CrateFile crate, co_await load(call));
  CO_TRY_ASSIGN(registry::ShownText text,
                co_await call.services.registry.crate_viewer().listing(crate, listing_text, rate_caller(call)));
  http::Response response;
  response.fields.add("content-type", "application/json");
  response.body = shared_body(std::move(text));
  co_return response;
}

Answer get_crate_file(const Call& call) {
  registry::CrateViewer& viewer = call.services.registry.crate_viewer();
  const std::string caller = rate_caller(call);
  CO_TRY_ASSIGN(const registry::CrateFile crate, co_await load(call));
  CO_TRY_ASSIGN(const PackagedFile file, co_await viewer.find(crate, std::string(call.parameter("path")), caller));
  http::Response response;
  const std::string etag = '"' + file.checksum.hex() + '"';
  response.fields.add("etag", etag);
  response.fields.add("cache-control", cache_control(call));
  const auto known = call.request.field("if-none-match");
  if (known && http::matches_etag(*known, etag)) {
    response.status = 304;
    co_return response;
  }
  CO_TRY_ASSIGN(registry::ShownText bytes, co_await viewer.read(crate, file, caller));
  const FileType type = file_type(file.path, *bytes, file.is_text);
  response.fields.add("content-type", type.content_type);
  if (type.is_download) response.fields.add("content-disposition", attachment(file.path));
  add_defences(response);
  response.body = shared_body(std::move(bytes));
  co_return response;
}

}  // namespace entrepot::api::management
