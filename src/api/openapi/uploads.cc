#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"
#include "api/openapi/packages.h"

namespace entrepot::api::openapi {
namespace {

constexpr auto kNewFileFields = std::to_array<Field>({
    {"filename", kText, "{crate}-{version}.crate.", Need::required},
    {"md5_checksum", kText, "Of the file, as 32 hexadecimal digits; checked when it has come."},
    {"method", with(kOneOf<"post", "put", "put_parts", "presigned", "unsigned_put">, R"("default":"post")"),
     "put_parts for a file in numbered parts."},
    {"resume", with(kFlag, R"("default":false)"),
     "Whether one's upload of this name and MD5 that was broken off goes on; file_info says which parts have come."},
});
constexpr Component kNewFile{"PackageFileUploadRequest", "A file that shall come.", Role::request, kNewFileFields};

constexpr auto kFieldsFields = std::to_array<Field>({{"key", kText}});
constexpr Component kFormFields{"UploadFields", "Fields for the form, before the file; they may be left out.",
                                Role::answer, kFieldsFields};
constexpr auto kUploadFields = std::to_array<Field>({
    {"identifier", kText, "Names the file for complete_file and upload_package; a secret until the file has come."},
    {"upload_url", kUrl, "Where the bytes go."},
    {"upload_fields", or_null(object_of(kFormFields))},
    {"upload_headers", or_null(map_of(kText)), "To send with each part."},
    {"upload_querystring", or_null(kText), "For the URL of each part."},
});
constexpr Component kUpload{"PackageFileUpload", "Where a file goes.", Role::answer, kUploadFields,
                            R"({"identifier":"Xk2mQ9pLw4Tz","upload_url":"{url}/v1/uploads/Xk2mQ9pLw4Tz/",
                                "upload_fields":{"key":"serde-1.0.0.crate"},"upload_headers":null,
                                "upload_querystring":null})"};

constexpr auto kPartFields = std::to_array<Field>({
    {"part_number", with(kInteger, R"("minimum":1)")},
    {"size", kCount, "In bytes."},
    {"sha256", kText},
});
constexpr Component kPart{"PackageFilePart", "A part that has come.", Role::answer, kPartFields};
constexpr auto kPartsFields = std::to_array<Field>({
    {"identifier", kText},
    {"upload_url", kUrl, "Where the other parts go."},
    {"upload_querystring", kText, "For the URL of the part that was asked for."},
    {"is_complete", kFlag},
    {"parts", list_of(kPart)},
});
constexpr Component kParts{"PackageFilePartsUpload", "How far a file is.", Role::answer, kPartsFields,
                           R"({"identifier":"Xk2mQ9pLw4Tz","upload_url":"{url}/v1/uploads/Xk2mQ9pLw4Tz/",
                               "upload_querystring":"upload_id=Xk2mQ9pLw4Tz&part_number=2","is_complete":false,
                               "parts":[{"part_number":1,"size":287,"sha256":
                                 "90e91ea27647c352f43e11af4fb9376f190044558ee5e29cbdf34a1fc1817c88"}]})"};

constexpr auto kIdentifierFields = std::to_array<Field>({
    {"identifier", kText, "Names the file for upload_package."},
});
constexpr Component kIdentifier{"PackageFileIdentifier", "The file has come.", Role::answer, kIdentifierFields,
                                R"({"identifier":"Xk2mQ9pLw4Tz"})"};

constexpr auto kFormFileFields = std::to_array<Field>({{"file", kBytes, "The crate file.", Need::required}});
constexpr Component kFileForm{"PackageFileForm", "A form with the file; other fields are passed over.", Role::request,
                              kFormFileFields};

constexpr auto kPackageFileFields = std::to_array<Field>({
    {"package_file", kText, "The identifier of a file that has come.", Need::required},
    {"republish", kFlag, "Whether it may take the place of the same version; as the repository says when left out."},
    {"tags", kText, "With commas between."},
});
constexpr Component kPackageFile{"CargoPackageUploadRequest", "Which file shall become a package.", Role::request,
                                 kPackageFileFields};

constexpr Parameter kUploadId{"upload_id", kText, "As upload_querystring gives it; passed over."};
constexpr Parameter kFilename{"filename", kText, "Passed over: the identifier says it."};
constexpr std::string_view kAnyBytes = "application/octet-stream";

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "begin_file",
     .body = json_body(kNewFile, R"({"filename":"serde-1.0.0.crate","method":"post"})"),
     .replies =
         {{.status = 202, .note = "Send the file now; after a day it is forgotten.", .schema = object_of(kUpload)}},
     .errors = {ErrorCode::conflict}},
    {.route = "validate_file",
     .body = json_body(kNewFile, R"({"filename":"serde-1.0.0.crate"})"),
     .replies = {kNoContent}},
    {.route = "complete_file",
     .replies = {created(kUpload, "All parts are there.")},
     .errors = {ErrorCode::conflict, ErrorCode::invalid}},
    {.route = "abort_file", .replies = {kNoContent}},
    {.route = "file_info", .query = {&kFilename, &kPartNumber}, .replies = {ok(kParts, "How far it is.")}},
    {.route = "post_file",
     .body = {.schema = object_of(kFileForm), .type = "multipart/form-data"},
     .replies = {kNoContent},
     .errors = {ErrorCode::conflict, ErrorCode::unsupported_media_type},
     .note = "The repository's publish rules bound the file more tightly."},
    {.route = "put_part",
     .query = {&kPartNumber, &kUploadId},
     .body = {.schema = kBytes, .type = kAnyBytes},
     .replies = {{.status = 200, .note = "The part is kept; ETag is its SHA-256.", .fields = {&kEtag}}},
     .errors = {ErrorCode::conflict},
     .note = "The same part may be sent again. The repository's publish rules bound the file more tightly."},
    {.route = "put_file",
     .body = {.schema = kBytes, .type = kAnyBytes},
     .replies = {ok(kIdentifier, "The file has come.")},
     .errors = {ErrorCode::conflict},
     .note = "The repository's publish rules bound the file more tightly."},
    {.route = "upload_package",
     .body = json_body(kPackageFile, R"({"package_file":"Xk2mQ9pLw4Tz","tags":"stable,tested"})"),
     .replies = {created(kPackage, "The package, ready to use.")},
     .errors = {ErrorCode::conflict},
     .note = "All metadata is read from the file, through the checks of cargo publish."},
    {.route = "validate_upload",
     .body = json_body(kPackageFile, R"({"package_file":"Xk2mQ9pLw4Tz"})"),
     .replies = {kNoContent}},
});

}  // namespace

constexpr Group kUploadsGroup{"Uploads", "A crate file without cargo: announce it, send it, make a package of it.",
                              kDescriptions};

}  // namespace entrepot::api::openapi
