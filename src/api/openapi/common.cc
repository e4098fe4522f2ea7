#include "api/openapi/common.h"

#include <array>
#include <cstdint>

#include "base/error_code.h"

namespace entrepot::api::openapi {

constexpr Parameter kPage{"page", with(kInteger, R"("minimum":1,"default":1)"), "Which page, from 1."};
constexpr Parameter kPageSize{"page_size", with(kInteger, R"("minimum":1,"maximum":500,"default":30)"),
                              "How many entries a page has; more than 500 counts as 500."};
constexpr Parameter kPackageQuery{
    "query", kText, "A search over packages, as name:^serde AND version:>=1.0; docs/search.md has the language."};
constexpr Parameter kPartNumber{"part_number", with(kInteger, R"("minimum":1,"default":1)"),
                                "Which part of the file, from 1."};

constexpr Parameter kPaginationCount{"X-Pagination-Count", kCount, "How many entries all pages have."};
constexpr Parameter kPaginationPage{"X-Pagination-Page", kCount, "Which page this is, from 1."};
constexpr Parameter kPaginationPageTotal{"X-Pagination-PageTotal", kCount, "How many pages there are."};
constexpr Parameter kPaginationPageSize{"X-Pagination-PageSize", kCount, "How many entries a page has."};
constexpr Parameter kLink{"Link", kText, "The first, prev, next and last page (RFC 8288), those that there are."};
constexpr Parameter kEtag{"ETag", kText, "Changes exactly when the bytes do; for If-None-Match and If-Range."};
constexpr Parameter kLastModified{.name = "Last-Modified",
                                  .schema = kText,
                                  .note = "When the bytes last changed; not where a token's query chooses among them.",
                                  .need = Need::optional};
constexpr Parameter kRateLimit{.name = "X-RateLimit-Limit",
                               .schema = kCount,
                               .note = "How many requests one has in a minute; not where the server has no such limit.",
                               .need = Need::optional};
constexpr Parameter kRateRemaining{
    .name = "X-RateLimit-Remaining", .schema = kCount, .note = "How many of them are left.", .need = Need::optional};
constexpr Parameter kRateReset{.name = "X-RateLimit-Reset",
                               .schema = kCount,
                               .note = "When they are all there again, in seconds since 1970.",
                               .need = Need::optional};
constexpr Parameter kRateInterval{.name = "X-RateLimit-Interval",
                                  .schema = kNumber,
                                  .note = "How many seconds to leave between requests.",
                                  .need = Need::optional};
constexpr Parameter kCacheControl{"Cache-Control", kText, "Whether and how long the answer may be kept."};
constexpr Parameter kContentRange{"Content-Range", kText, "Which bytes these are, of how many (RFC 9110, 14.4)."};
constexpr Parameter kNoSniff{"X-Content-Type-Options", kText, "nosniff."};
constexpr Parameter kContentSecurity{"Content-Security-Policy", kText, "What a browser may do with it: nothing."};
constexpr Parameter kRequestId{"X-Request-Id", kText, "The request's name in the server's log."};
constexpr Parameter kRetryAfter{
    .name = "Retry-After", .schema = kCount, .note = "After how many seconds to try again.", .need = Need::optional};
constexpr Parameter kChallenge{"WWW-Authenticate", kText, "Which credentials are asked for."};
constexpr Parameter kSetCookie{"Set-Cookie", kText, "The cookie of the session, or an empty one that clears it."};

namespace {

constexpr std::array kHeaderFields{
    &kPaginationCount, &kPaginationPage,  &kPaginationPageTotal, &kPaginationPageSize, &kLink,       &kEtag,
    &kLastModified,    &kCacheControl,    &kContentRange,        &kRequestId,          &kRetryAfter, &kChallenge,
    &kNoSniff,         &kContentSecurity, &kRateLimit,           &kRateRemaining,      &kRateReset,  &kRateInterval,
    &kSetCookie,
};

constexpr Schema kSlug = with(kText, R"("pattern":"^[A-Za-z0-9_-]{2,50}$")");

constexpr auto kPathParameters = std::to_array<Parameter>({
    {"access", kText,
     "How the repository is read: 'public' without credentials, 'basic' with credentials in a header, or an "
     "entitlement "
     "token, which is a secret.",
     "basic"},
    {"namespace", kSlug, "A user's or an organisation's namespace.", "acme"},
    {"owner", kSlug, "A user's or an organisation's namespace.", "acme"},
    {"repository", kSlug, "A repository of the namespace.", "crates"},
    {"first", kText, "The first two letters of the crate's name in lower case; for a name of three letters '3'.", "se"},
    {"second", kText,
     "The third and fourth letter of the crate's name in lower case; for a name of three letters the first one.", "rd"},
    {"crate", kText, "The name of a crate.", "serde"},
    {"version", kText, "A version of a crate, as in Cargo.toml.", "1.0.0"},
    {"path", kText, "Everything that is left of the path.", "HEAD"},
    {"file", kText, "The name of a crate file.", "serde-1.0.0.crate"},
    {"format", kText, "A format of packages.", "cargo"},
    {"user", kSlug, "A user.", "anna"},
    {"organisation", kSlug, "An organisation.", "acme"},
    {"member", kSlug, "A user who is a member.", "anna"},
    {"key", kText, "The slug_perm of an API key.", "Xk2mQ9pLw4Tz"},
    {"package", kText, "The slug or the slug_perm of a package.", "Xk2mQ9pLw4Tz"},
    {"session", kText, "The slug_perm of a session.", "Xk2mQ9pLw4Tz"},
    {"upload", kText, "The identifier of an upload.", "Xk2mQ9pLw4Tz"},
    {"entitlement", kText, "The slug_perm of an entitlement token.", "Xk2mQ9pLw4Tz"},
});

constexpr auto kErrorFields = std::to_array<Field>({
    {"detail", kText, "A sentence for people: what is wrong and what helps."},
    {"fields", map_of(kTexts), "What is wrong with each field of the body; 'non_field_errors' for all of it.",
     Need::optional},
    {"request_id", kText, "The request's name in the server's log."},
});

/// The words are those of the table of codes.
std::span<const Field> error_code_field() {
  static const auto kWords = [] {
    std::array<std::string_view, kErrorCodeCount> words;
    for (std::size_t code = 0; code < words.size(); ++code) {
      words[code] = error_code_word(ErrorCode{static_cast<std::uint8_t>(code)});
    }
    return words;
  }();
  static const std::array<Field, 1> kField{{{"code", one_of(kWords), "The kind of error, for programs."}}};
  return kField;
}

constexpr auto kCargoErrorFields = std::to_array<Field>({
    {"detail", kText, "A sentence, which cargo shows."},
});
constexpr Component kCargoError{"CargoError", "What is wrong.", Role::answer, kCargoErrorFields};
constexpr auto kCargoErrorsFields = std::to_array<Field>({{"errors", list_of(kCargoError)}});

}  // namespace

constexpr Component kError{.name = "Error",
                           .note = "Why a request to the management API was refused.",
                           .role = Role::answer,
                           .fields = kErrorFields,
                           .more = error_code_field};
constexpr Component kCargoErrors{"CargoErrors", "Why a request of cargo was refused (Cargo book, Registry Web API).",
                                 Role::answer, kCargoErrorsFields};

std::span<const Parameter> path_parameters() {
  return kPathParameters;
}

std::span<const Parameter* const> header_fields() {
  return kHeaderFields;
}

}  // namespace entrepot::api::openapi
