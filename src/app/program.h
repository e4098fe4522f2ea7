#pragma once

namespace entrepot::app {

/// The whole program: reads the command line, runs the one command it names, and gives the exit code (0 ok, 1 failed, 2
/// wrong command line; `verify` has its own meaning of 1 and 2).
int run_program(int argc, char** argv);

}  // namespace entrepot::app
