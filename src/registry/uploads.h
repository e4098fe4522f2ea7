#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/principal.h"
#include "base/bytes.h"
#include "base/checksum.h"
#include "base/clock.h"
#include "net/task.h"
#include "registry/event_log.h"
#include "registry/packages.h"
#include "registry/publish.h"
#include "registry/repository.h"

namespace entrepot::registry {

class Registry;

/// How long a file may be on its way, and how many files and parts one user may have on the way at once.
inline constexpr Seconds kUploadLife = std::chrono::hours(24);
inline constexpr std::int64_t kMostUploads = 64;
inline constexpr std::int64_t kMostUploadBytes = 4LL * 1024 * 1024 * 1024;
inline constexpr std::int64_t kMostParts = 1'000;

enum class UploadMethod : std::uint8_t { whole, parts };

/// What a client that announces a file again means: the one that it has begun to send, or another.
enum class UploadStart : std::uint8_t { fresh, resume };

struct NewUpload {
  std::string filename{};
  std::optional<std::string> md5{};  ///< of the whole file, as the client says; lower-case hex
  UploadMethod method = UploadMethod::whole;
  UploadStart start = UploadStart::fresh;
};

struct UploadPart {
  std::int64_t number = 1;
  Checksum checksum;
  std::int64_t size = 0;
};

/// A file on its way in. Its identifier is a secret: bytes are sent to a URL with it and nothing else.
struct UploadRecord {
  std::int64_t id = 0;
  std::string identifier{};
  std::int64_t repository_id = 0;
  std::int64_t user_id = 0;
  std::string filename{};
  std::optional<std::string> md5{};
  UploadMethod method = UploadMethod::whole;
  bool is_complete = false;
  std::vector<UploadPart> parts{};  ///< by number

  std::int64_t bytes() const;
};

/// The name must be that of a crate file, the MD5 32 hexadecimal digits.
Result<void> check_new_upload(const NewUpload& upload);

/// Needs the right to publish. `rate_limited` when the user has too much on the way. Expired ones are forgotten here.
/// To resume gives the user's latest upload of that name, MD5 and method in the repository that has not been used up,
/// with all of its parts and a new day to live; a new one where there is none. So a client that was killed needs to
/// remember nothing.
Result<UploadRecord> begin_upload(WriteContext& context, const RepositoryRecord& repository, const NewUpload& upload);
/// Of that user in that repository; `not_found` for any other, and for an expired one.
Result<UploadRecord> find_upload(const RepositoryScope& scope, const auth::Principal& actor,
                                 std::string_view identifier, Timestamp now);
/// Every part must be there, and the MD5 right (it is compared in `receive` for a file in one piece). Again is no
/// error.
net::Task<Result<UploadRecord>> complete_upload(Registry& registry, RepositoryPointer repository,
                                                std::shared_ptr<const auth::Principal> actor, std::string identifier);
Result<void> abort_upload(WriteContext& context, const RepositoryRecord& repository, std::string_view identifier);

/// Where bytes come from: the next ones, valid until the next call; empty at the end.
using ByteSource = std::function<net::Task<Result<ByteView>>()>;

/// The bytes of one part, durable when it answers; the same part again replaces it. Whoever knows the identifier may.
net::Task<Result<UploadRecord>> receive_part(Registry& registry, std::string identifier, std::int64_t number,
                                             ByteSource source);

struct UploadedPackage {
  std::string identifier{};
  std::optional<bool> republish{};
  std::vector<std::string> tags{};  ///< as check_tags gives them
};
/// Makes a package of a complete upload, through the workflow of `publish`. The upload is used up, also when the
/// package is refused; not when the server is to blame.
net::Task<Result<PackageInfo>> publish_upload(Registry& registry, RepositoryPointer repository,
                                              std::shared_ptr<const auth::Principal> actor, UploadedPackage request);

}  // namespace entrepot::registry
