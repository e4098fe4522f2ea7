#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/error_body.h"
#include "base/clock.h"
#include "http/request.h"

/// Parameters of a query that have a form of their own. What is not there is nothing; what is wrong is noted.
namespace entrepot::api::management {

/// "2026-11-22T12:00:00Z", or "2026-11-22" for its first moment.
std::optional<Timestamp> time_parameter(const http::Request& request, std::string_view name,
                                        std::vector<FieldError>& errors);
/// The same, as a day since 1970.
std::optional<std::int64_t> day_parameter(const http::Request& request, std::string_view name,
                                          std::vector<FieldError>& errors);
/// The sequence number of an event.
std::optional<std::int64_t> sequence_parameter(const http::Request& request, std::string_view name,
                                               std::vector<FieldError>& errors);
/// What stands between commas, without spaces around; empty ones are passed over.
std::vector<std::string> words_parameter(const http::Request& request, std::string_view name);

}  // namespace entrepot::api::management
