#include "api/management/refuse_fields.h"

namespace entrepot::api::management {

http::Response refuse_fields(const Call& call, const JsonInput& input) {
  for (const FieldError& error : input.errors()) {
    call.refusal.append(call.refusal.empty() ? "" : "; ").append(error.field).append(": ").append(error.message);
  }
  return field_errors_response(input.errors(), call.request.id);
}

}  // namespace entrepot::api::management
