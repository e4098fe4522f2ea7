#pragma once

#include <string_view>

namespace entrepot::http {

/// Whether an Accept-Encoding field takes a content coding: named (or `*`) with a weight above 0 (RFC 9110 section
/// 12.5.3).
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);
/// The same of gzip, also by its old name.
bool accepts_gzip(std::string_view accept_encoding);

}  // namespace entrepot::http
