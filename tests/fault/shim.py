"""Builds shim.cc once, and runs a binary behind it."""

import functools
import pathlib
import subprocess
import tempfile

SOURCE = pathlib.Path(__file__).with_name("shim.cc")
_folder = tempfile.TemporaryDirectory(prefix="entrepot-fault-shim-")


@functools.cache
def library():
    path = pathlib.Path(_folder.name) / "shim.so"
    command = ["clang++-19", "-std=c++23", "-O1", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared", "-o", path, SOURCE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return path


def variables(folder, **more):
    """What a program needs to run behind the shim; `more` are `log` and `budget`, each a file."""
    named = {f"FAULT_SHIM_{key.upper()}": str(value) for key, value in more.items()}
    return {"LD_PRELOAD": str(library()), "FAULT_SHIM_FOLDER": str(folder)} | named
