#pragma once

#include <cstdint>

namespace entrepot::app {

/// What the whole process wants of the operating system, before any thread: standard streams that are open (a file that
/// got the number of a closed one would be written to), broken pipes that are errors and not signals, as many
/// descriptors as the hard limit allows, and an allocator that gives memory back (the server is to idle in 40 MB).
void prepare_process();

/// How many connections leave enough descriptors for the files that are kept open and everything else.
std::uint64_t connections_within(std::uint64_t descriptors, std::uint64_t open_files);
/// As many as this process may have open.
std::uint64_t descriptor_limit();

}  // namespace entrepot::app
