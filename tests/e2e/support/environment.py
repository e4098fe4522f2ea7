"""Where things are: the binary under test, cargo, the checkout. The only reader of the suite's variables."""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]

# Another binary (an asan build, say) can be put under the same tests.
BINARY = pathlib.Path(os.environ.get("ENTREPOT_BINARY", ROOT / "build" / "release" / "entrepot"))

# Debian's librust-*-dev packages unpack crates here, without cargo's generated checksums meaning anything to us.
CRATE_SOURCES = pathlib.Path(os.environ.get("ENTREPOT_CRATE_SOURCES", "/usr/share/cargo/registry"))


@functools.cache
def cargo_program():
    """The real cargo, not rustup's shim in front of it: the shim costs time and reads CARGO_HOME for itself."""
    found = os.environ.get("ENTREPOT_CARGO") or shutil.which("cargo")
    if not found:
        raise RuntimeError("no cargo on PATH: install Debian's cargo-web, or put a cargo >= 1.74 on PATH")
    rustc = shutil.which("rustc")
    if rustc and not os.environ.get("ENTREPOT_CARGO"):
        sysroot = subprocess.run(
            [rustc, "--print", "sysroot"], capture_output=True, text=True, check=False
        ).stdout.strip()
        behind_shim = pathlib.Path(sysroot) / "bin" / "cargo"
        if sysroot and behind_shim.exists():
            return behind_shim
    return pathlib.Path(found)


@functools.cache
def cargo_version():
    text = subprocess.run([cargo_program(), "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(part) for part in re.match(r"cargo (\d+)\.(\d+)", text).groups())


def needs_cargo(major, minor, what):
    """Debian's cargo is older than some of cargo's commands: those tests run where a newer cargo is on PATH."""
    return unittest.skipIf(cargo_version() < (major, minor), f"{what} needs cargo {major}.{minor}")
