#pragma once

#include <span>

#include "api/openapi/vocabulary.h"

/// What the groups share: parameters, header fields, answers of a usual form.
namespace entrepot::api::openapi {

extern const Parameter kPage;
extern const Parameter kPageSize;
extern const Parameter kPackageQuery;
extern const Parameter kPartNumber;

extern const Parameter kPaginationCount;
extern const Parameter kPaginationPage;
extern const Parameter kPaginationPageTotal;
extern const Parameter kPaginationPageSize;
extern const Parameter kLink;
extern const Parameter kEtag;
extern const Parameter kLastModified;
extern const Parameter kCacheControl;
extern const Parameter kContentRange;
extern const Parameter kNoSniff;
extern const Parameter kContentSecurity;
extern const Parameter kRequestId;
extern const Parameter kRetryAfter;
extern const Parameter kChallenge;
extern const Parameter kSetCookie;
extern const Parameter kRateLimit;
extern const Parameter kRateRemaining;
extern const Parameter kRateReset;
extern const Parameter kRateInterval;

/// The parts of paths. Every `{name}` of the route table is here, which a test sees to.
std::span<const Parameter> path_parameters();
/// The header fields of answers, all of them.
std::span<const Parameter* const> header_fields();

/// On every answer of the management API; see request_rate.h.
inline constexpr Few<const Parameter*, 4> kRateFields{&kRateLimit, &kRateRemaining, &kRateReset, &kRateInterval};

/// One page of a list, as management/page.h gives it.
constexpr Reply paged(Schema schema, std::string_view note = "One page of the list.") {
  return {.status = 200,
          .note = note,
          .schema = schema,
          .fields = {&kPaginationCount, &kPaginationPage, &kPaginationPageTotal, &kPaginationPageSize, &kLink}};
}
constexpr Reply paged(const Component& component) {
  return paged(list_of(component));
}

inline constexpr Reply kUnchanged{
    .status = 304, .note = "What the client has is current.", .fields = {&kEtag, &kCacheControl}};
inline constexpr Reply kCrateFile{.status = 200,
                                  .note = "The file.",
                                  .schema = kBytes,
                                  .type = "application/gzip",
                                  .fields = {&kEtag, &kCacheControl}};
inline constexpr Reply kCratePart{.status = 206,
                                  .note = "The part of the file that Range asked for.",
                                  .schema = kBytes,
                                  .type = "application/gzip",
                                  .fields = {&kEtag, &kCacheControl, &kContentRange}};
inline constexpr Reply kNoCratePart{
    .status = 416, .note = "The file has no such part.", .fields = {&kEtag, &kContentRange}};

/// The bodies of errors; see error_body.h.
extern const Component kError;
extern const Component kCargoErrors;

}  // namespace entrepot::api::openapi
