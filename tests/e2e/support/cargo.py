"""Real cargo with a home of its own: nothing of the user's configuration, cache or credentials is seen or touched."""

import os
import pathlib
import subprocess

from .environment import cargo_program
from .server import clean_environment

SECONDS = 240


class CargoFailed(AssertionError):
    pass


class Cargo:
    """`home` is CARGO_HOME; `environment` is added to every run. Owned by one test."""

    def __init__(self, folder, name="home"):
        self.folder = pathlib.Path(folder)
        self.home = self.folder / name
        self.home.mkdir(parents=True, exist_ok=True)
        self.environment = {}

    def configure(self, text, path=None):
        """config.toml of this home, or of a project folder."""
        where = (path / ".cargo") if path else self.home
        where.mkdir(parents=True, exist_ok=True)
        (where / "config.toml").write_text(text)
        return self

    def use(self, index, name="house", token=None, provider=True, **more):
        """The usual way: config.toml names the registry, credentials.toml holds the token."""
        lines = [f'[registries.{name}]\nindex = "{index}"\n']
        if provider:
            lines.insert(0, '[registry]\nglobal-credential-providers = ["cargo:token"]\n')
        if more.get("replace"):
            lines.append(f'[source.crates-io]\nreplace-with = "{name}"\n')
        if more.get("ca"):
            lines.append(f'[http]\ncainfo = "{more["ca"]}"\n')
        self.configure("\n".join(lines))
        if token:
            (self.home / "credentials.toml").write_text(f'[registries.{name}]\ntoken = "{token}"\n')
        return self

    def run(self, *arguments, cwd=None, expect=0, stdin=None, timeout=SECONDS, **environment):
        """The completed process; raises where the exit code is not the expected one (`expect=None`: any)."""
        program = cargo_program()
        env = clean_environment(
            CARGO_HOME=str(self.home),
            CARGO_TERM_COLOR="never",
            CARGO_TERM_PROGRESS_WHEN="never",
            CARGO_INCREMENTAL="0",
            CARGO_CACHE_AUTO_CLEAN_FREQUENCY="never",
            CARGO_PROFILE_DEV_DEBUG="0",
            PATH=f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        )
        env |= {key: str(value) for key, value in (self.environment | environment).items()}
        done = subprocess.run(
            [str(program), *map(str, arguments)],
            cwd=cwd or self.folder,
            env=env,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if expect is not None and done.returncode != expect:
            raise CargoFailed(
                f"cargo {' '.join(map(str, arguments))}: exit {done.returncode}, not {expect}\n"
                f"{done.stdout}\n{done.stderr}"
            )
        return done

    def project(self, name, dependencies="", version="0.1.0", source=None, package="", **files):
        """A package folder. `dependencies` is TOML below [dependencies]; a `main.rs` makes it a program."""
        root = self.folder / name
        (root / "src").mkdir(parents=True, exist_ok=True)
        (root / "Cargo.toml").write_text(
            f'[package]\nname = "{name}"\nversion = "{version}"\nedition = "2021"\ndescription = "A test."\n'
            f'license = "MIT"\n{package}\n[dependencies]\n{dependencies}\n'
        )
        if "main" in files:
            (root / "src" / "main.rs").write_text(files["main"])
        else:
            (root / "src" / "lib.rs").write_text(source or f'pub fn name() -> &\'static str {{ "{name} {version}" }}\n')
        return root
