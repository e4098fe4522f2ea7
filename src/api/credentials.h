#pragma once

#include "api/middleware.h"
#include "net/task.h"

namespace entrepot::api {

/// The step that finds out who a request is. A token in the path wins over a header, but for a write the header must
/// name somebody who may write. Reads of a public repository look at no credentials at all: nobody is turned away from
/// what everybody may see because of an old key. The cookie of a session counts on management routes only, and only
/// where no header says who it is; one that is over is as if it were not there, because browsers send it unasked.
Progress find_principal(Exchange& exchange);
net::Task<Progress> load_principal(Exchange& exchange);

}  // namespace entrepot::api
