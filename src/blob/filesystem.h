#pragma once

#include <filesystem>
#include <memory>

#include "blob/blob_store.h"

namespace entrepot::blob {

/// Blobs as files under a folder of their own (layout: paths.h), which is created when missing. Several stores and
/// processes may share the folder. Order of a commit: fsync file, make folders durable, rename, fsync folder; so a
/// crash leaves a whole blob or a temporary file, never a part of a blob under its name. A full disk is `unavailable`.
Result<std::unique_ptr<BlobStore>> open_filesystem_store(const std::filesystem::path& root);

}  // namespace entrepot::blob
