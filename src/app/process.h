#pragma once

namespace entrepot::app {

/// What the whole process wants of the operating system, before any thread: broken pipes are errors and not signals, as
/// many descriptors as the hard limit allows, and an allocator that gives memory back (the server is to idle in 40 MB).
void prepare_process();

}  // namespace entrepot::app
