#include <array>

#include "api/openapi/common.h"
#include "api/openapi/groups.h"

namespace entrepot::api::openapi {
namespace {

constexpr Parameter kService{"service", kOneOf<"git-upload-pack", "git-receive-pack">,
                             "What git is going to do; only the first is served."};

constexpr Reply refused(int status, std::string_view note) {
  return {.status = status, .note = note, .schema = kText, .type = "text/plain", .fields = {&kCacheControl}};
}

constexpr auto kDescriptions = std::to_array<Description>({
    {.route = "git_refs",
     .query = {&kService},
     .replies = {{.status = 200,
                  .note = "The references, or what the server can do (gitprotocol-http).",
                  .schema = kBytes,
                  .type = "application/x-git-upload-pack-advertisement",
                  .fields = {&kCacheControl}},
                 refused(403, "Another service, or git's dumb protocol.")}},
    {.route = "git_fetch",
     .body = {.schema = kBytes, .type = "application/x-git-upload-pack-request"},
     .replies = {{.status = 200,
                  .note = "The objects, or a sentence for git to show (gitprotocol-pack).",
                  .schema = kBytes,
                  .type = "application/x-git-upload-pack-result",
                  .fields = {&kCacheControl}}},
     .errors = {ErrorCode::unsupported_media_type}},
    {.route = "git_push", .replies = {refused(403, "The index is read-only, for everybody.")}},
    {.route = "git_file", .replies = {refused(404, "There are no files, for nobody.")}},
});

}  // namespace

constexpr Group kGitGroup{"Git", "The index as a git repository, by git's smart HTTP.", kDescriptions};

}  // namespace entrepot::api::openapi
