#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cargo/publish_metadata.h"
#include "registry/scope.h"

namespace entrepot::registry {

/// What `versions.metadata` keeps of a publish: what describes the crate and how large it is unpacked, without
/// dependencies and features (the index line has those) and the README's text (the blob has it).
std::string metadata_to_json(const PublishMetadata& metadata);

/// What it was made of; lists that are not there are empty.
PublishMetadata metadata_from_json(const std::string& json, const CrateName& name, const Version& version);

enum class TagKind : std::uint8_t { plain, immutable, automatic };
std::string_view tag_kind_word(TagKind kind);

struct TagRow {
  std::string tag;
  TagKind kind = TagKind::plain;
};
/// Sorted by text.
Result<std::vector<TagRow>> tags_of(store::Transaction& transaction, std::int64_t version_id);

/// Brings what lists and queries see of a version (package_query/columns.h) into line with `versions` and
/// `version_tags`, in the transaction that changed those; a deleted version is listed no more.
Result<void> refresh_package(store::Transaction& transaction, std::int64_t version_id);

/// The automatic tag `latest` is on this version of the crate and on no other; on none when there is none. `list_crate`
/// must follow.
Result<void> move_latest_tag(store::Transaction& transaction, std::int64_t crate_id,
                             std::optional<std::int64_t> version_id);

}  // namespace entrepot::registry
