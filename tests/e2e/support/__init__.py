"""What the end-to-end tests, the fault tests and the benchmark share: the real binary, real cargo, real crates."""
