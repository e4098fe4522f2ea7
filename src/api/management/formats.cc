#include <boost/json.hpp>

#include "api/json.h"
#include "api/management/handlers.h"

namespace entrepot::api::management {
namespace json = boost::json;
namespace {

/// The one format that there is here.
json::object cargo_format() {
  return {{"description", "Crates for cargo, Rust's package manager."},
          {"distributions", json::array{}},
          {"extensions", json::array{".crate"}},
          {"name", "Cargo"},
          {"premium", false},
          {"premium_plan_id", nullptr},
          {"premium_plan_name", nullptr},
          {"slug", "cargo"},
          {"supports", json::object{{"dependencies", true},
                                    {"distributions", false},
                                    {"file_lists", false},
                                    {"filepaths", false},
                                    {"metadata", true},
                                    {"upstreams", json::object{{"auth_modes", json::array{}},
                                                               {"caching", false},
                                                               {"indexing", false},
                                                               {"indexing_behavior", "Unsupported"},
                                                               {"proxying", false},
                                                               {"signature_verification", "Unsupported"},
                                                               {"trust", false}}},
                                    {"versioning", true}}}};
}

}  // namespace

std::optional<http::Response> list_formats_now(const Call& /*call*/) {
  return json_response(200, json::value(json::array{cargo_format()}));
}

std::optional<http::Response> get_format_now(const Call& call) {
  if (call.parameter("format") == "cargo") return json_response(200, cargo_format());
  return std::nullopt;
}

Answer get_format(const Call& /*call*/) {
  co_return fail(ErrorCode::not_found, "This server has packages of the format 'cargo' only.");
}

}  // namespace entrepot::api::management
