#pragma once

namespace entrepot::cli {

class Command;
struct Invocation;

/// `repos privileges list|set|remove`, below the command `repos`.
void add_privileges(Command& repos, Invocation& invocation);

}  // namespace entrepot::cli
