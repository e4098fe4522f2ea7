#pragma once

#include "api/openapi/vocabulary.h"

namespace entrepot::api::openapi {

/// A package is the answer of many routes.
extern const Component kPackage;
extern const Component kPackageStatus;
extern const Component kPackageTags;

}  // namespace entrepot::api::openapi
