#pragma once

#include <string_view>

#include "base/slug.h"
#include "registry/event_log.h"
#include "registry/repository.h"

namespace entrepot::registry {

/// Adds the namespace of a user or an organisation; gives its number. `conflict` when the slug is taken,
/// `invalid` when it does not begin with a letter or a digit.
Result<std::int64_t> insert_namespace(WriteContext& context, const Slug& slug, NamespaceKind kind,
                                      std::string_view name, std::string_view slug_perm);

}  // namespace entrepot::registry
