"""The rows of the benchmark's table, one file per thing that is measured."""
