#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "api/call.h"
#include "base/checksum.h"
#include "base/error.h"
#include "base/file.h"
#include "http/response.h"
#include "net/task.h"
#include "registry/entitlement_usage.h"

/// A crate file on its way to a client, by whichever route.
namespace entrepot::api {

/// Which one. The texts belong to whoever asks, until the answer is made.
struct CrateDownload {
  std::string_view crate;
  std::string_view version;
  std::int64_t crate_id;
  std::int64_t version_id;
  const Checksum& checksum;
  std::uint64_t size;
  std::string_view cache_control;
};

/// ErrorCode::forbidden, in words for whoever may see the version.
std::unexpected<Error> is_quarantined(std::string_view crate, std::string_view version);

/// On the pool; a file that is missing or has another size than was published is ErrorCode::internal.
net::Task<Result<std::shared_ptr<const FileHandle>>> open_crate(const Call& call, CrateDownload download);

/// The file, or the range that is asked for: reserved of the token's limits (`meter`, null where there are none) and
/// counted. Never with content-encoding, because clients would unpack it and miss the checksum.
Result<http::Response> send_crate(const Call& call, const CrateDownload& download,
                                  std::shared_ptr<const FileHandle> file, registry::EntitlementMeter* meter);

}  // namespace entrepot::api
