#include <array>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "api/json.h"
#include "api/management/handlers.h"
#include "api/management/package_shapes.h"
#include "api/management/refuse_fields.h"
#include "api/multipart.h"
#include "api/query.h"
#include "base/encoding.h"
#include "base/try.h"
#include "registry/package_changes.h"
#include "registry/registry.h"
#include "registry/uploads.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

/// "presigned" and "unsigned_put" of the API are names for what "post" and "put" do here.
constexpr std::array<std::string_view, 5> kMethods{"post", "put", "put_parts", "presigned", "unsigned_put"};
constexpr std::string_view kFileField = "file";

std::string upload_url(const Call& call, const registry::UploadRecord& upload) {
  return call.public_url() + "/v1/uploads/" + upload.identifier + "/";
}

/// The URL takes the bytes by its identifier alone, so there is nothing that a client must give back; what it does give
/// back is passed over.
json::object upload_json(const Call& call, const registry::UploadRecord& upload) {
  const bool in_parts = upload.method == registry::UploadMethod::parts;
  return {{"identifier", upload.identifier},
          {"upload_url", upload_url(call, upload)},
          {"upload_fields", in_parts ? json::value(nullptr) : json::value(json::object{{"key", upload.filename}})},
          {"upload_headers", in_parts ? json::value(json::object{}) : json::value(nullptr)},
          {"upload_querystring", in_parts ? json::value("upload_id=" + upload.identifier) : json::value(nullptr)}};
}

registry::NewUpload read_new_upload(JsonInput& input) {
  registry::NewUpload upload{.filename = input.text("filename", JsonInput::Need::required).value_or("")};
  if (auto md5 = input.text("md5_checksum"); md5 && !md5->empty()) upload.md5 = to_lower(*md5);
  if (input.word("method", kMethods) == "put_parts") upload.method = registry::UploadMethod::parts;
  if (input.flag("resume").value_or(false)) upload.start = registry::UploadStart::resume;
  if (input.errors().empty()) {
    if (const auto checked = registry::check_new_upload(upload); !checked) {
      input.refuse(checked.error().message.contains("MD5") ? "md5_checksum" : "filename", checked.error().message);
    }
  }
  return upload;
}

std::string identifier_of(const Call& call) {
  return std::string(call.parameter("upload"));
}

net::Task<Result<registry::UploadRecord>> begin(const Call& call, registry::NewUpload upload) {
  co_return co_await call.services.registry.writer().write(
      call.principal, [repository = call.repository, upload = std::move(upload)](registry::WriteContext& context) {
        return registry::begin_upload(context, *repository, upload);
      });
}

}  // namespace

Answer validate_file(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  read_new_upload(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

Answer begin_file(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::NewUpload upload = read_new_upload(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(const registry::UploadRecord begun, co_await begin(call, std::move(upload)));
  co_return json_response(202, upload_json(call, begun));
}

namespace {

/// The form's file, as it arrives. Lives in the frame of who awaits its bytes.
class FormSource {
 public:
  FormSource(http::RequestBody& body, std::string_view boundary)
      : body_(body), reader_(boundary, std::string(kFileField)) {}

  net::Task<Result<ByteView>> next() {
    while (true) {
      CO_TRY_ASSIGN(const ByteView bytes, co_await body_.read());
      if (bytes.empty()) break;
      CO_TRY_ASSIGN(taken_, reader_.take(as_text(bytes)));
      if (!taken_.empty()) co_return as_bytes(taken_);
    }
    CO_TRY(reader_.finish());
    co_return ByteView();
  }

 private:
  http::RequestBody& body_;
  MultipartFileReader reader_;
  std::string taken_;
};

}  // namespace

Answer post_file(const Call& call) {
  const auto boundary = multipart_boundary(call.request.field("content-type").value_or(""));
  if (!boundary) {
    co_return fail(ErrorCode::unsupported_media_type, "Send the file as a form of type multipart/form-data.");
  }
  FormSource source(*call.request.body, *boundary);
  CO_TRY(co_await registry::receive_part(call.services.registry, identifier_of(call), 1,
                                         [&source] { return source.next(); }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

Answer put_part(const Call& call) {
  const auto number = query_text(call.request, "part_number").value_or("1");
  const bool is_number =
      !number.empty() && number.size() <= 6 && number.find_first_not_of("0123456789") == std::string::npos;
  if (!is_number) co_return invalid("part_number must be a number.");
  CO_TRY_ASSIGN(const registry::UploadRecord upload,
                co_await registry::receive_part(call.services.registry, identifier_of(call), std::stoll(number),
                                                [body = call.request.body] { return body->read(); }));
  http::Response response{.status = 200, .fields = {}, .body = {}};
  for (const registry::UploadPart& part : upload.parts) {
    if (part.number == std::stoll(number)) response.fields.add("etag", '"' + part.checksum.hex() + '"');
  }
  co_return response;
}

Answer put_file(const Call& call) {
  registry::NewUpload upload{.filename = std::string(call.parameter("file"))};
  CO_TRY(registry::check_new_upload(upload));
  CO_TRY_ASSIGN(const registry::UploadRecord begun, co_await begin(call, std::move(upload)));
  auto received = co_await registry::receive_part(call.services.registry, begun.identifier, 1,
                                                  [body = call.request.body] { return body->read(); });
  if (!received) {
    CO_TRY(co_await call.services.registry.writer().write(
        call.principal, [repository = call.repository, identifier = begun.identifier](registry::WriteContext& context) {
          return registry::abort_upload(context, *repository, identifier);
        }));
    co_return std::unexpected(std::move(received).error());
  }
  co_return json_response(200, json::object{{"identifier", begun.identifier}});
}

Answer complete_file(const Call& call) {
  CO_TRY_ASSIGN(
      const registry::UploadRecord upload,
      co_await registry::complete_upload(call.services.registry, call.repository, call.principal, identifier_of(call)));
  co_return json_response(201, upload_json(call, upload));
}

Answer abort_file(const Call& call) {
  CO_TRY(co_await call.services.registry.writer().write(
      call.principal,
      [repository = call.repository, identifier = identifier_of(call)](registry::WriteContext& context) {
        return registry::abort_upload(context, *repository, identifier);
      }));
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

Answer file_info(const Call& call) {
  registry::Registry& registry = call.services.registry;
  CO_TRY_ASSIGN(const registry::UploadRecord upload,
                co_await registry.database().read([repository = call.repository, actor = call.principal,
                                                   identifier = identifier_of(call),
                                                   now = registry.clock().now()](store::Transaction& transaction) {
                  return registry::find_upload({transaction, *repository}, *actor, identifier, now);
                }));
  json::array parts;
  for (const registry::UploadPart& part : upload.parts) {
    parts.push_back(json::object{{"part_number", part.number}, {"size", part.size}, {"sha256", part.checksum.hex()}});
  }
  std::string query = "upload_id=" + upload.identifier;
  if (const auto number = query_text(call.request, "part_number")) query += "&part_number=" + encode_percent(*number);
  co_return json_response(200, json::object{{"identifier", upload.identifier},
                                            {"upload_url", upload_url(call, upload)},
                                            {"upload_querystring", query},
                                            {"is_complete", upload.is_complete},
                                            {"parts", std::move(parts)}});
}

namespace {

registry::UploadedPackage read_uploaded(JsonInput& input) {
  registry::UploadedPackage package{.identifier = input.text("package_file", JsonInput::Need::required).value_or(""),
                                    .republish = input.flag("republish")};
  auto tags = registry::check_tags(input.text("tags").value_or(""));
  if (tags) {
    package.tags = *std::move(tags);
  } else {
    input.refuse("tags", tags.error().message);
  }
  return package;
}

}  // namespace

/// Before the file is there: what can be said of the rest.
Answer validate_upload(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  read_uploaded(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  co_return http::Response{.status = 204, .fields = {}, .body = {}};
}

Answer upload_package(const Call& call) {
  CO_TRY_ASSIGN(JsonInput input, co_await JsonInput::read(*call.request.body, call.route->body_limit));
  registry::UploadedPackage uploaded = read_uploaded(input);
  if (!input.errors().empty()) co_return refuse_fields(call, input);
  CO_TRY_ASSIGN(
      const registry::PackageInfo package,
      co_await registry::publish_upload(call.services.registry, call.repository, call.principal, std::move(uploaded)));
  co_return json_response(201, to_json(package, *call.repository, call.public_url()));
}

}  // namespace entrepot::api::management
