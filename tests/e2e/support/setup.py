"""A set-up page of a repository, asked for and followed to the letter by somebody with an empty home."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import urllib.parse

from . import pipelines, wire
from .environment import BINARY, cargo_program
from .server import clean_environment

DIMENSIONS = ("protocol", "cargo", "credential", "store")
BEFORE_THE_TASK = ("configure", "credential")
SECONDS = 120

# `docker build --secret id=NAME,env=VARIABLE .` without docker: what it would run, run here.
DOCKER = """#!/bin/sh
exec python3 - "$@" <<'END'
import os, re, subprocess, sys, tempfile
sys.path.insert(0, {support!r})
from support import pipelines
arguments = sys.argv[1:]
assert arguments[0] == "build" and arguments[-1] == ".", arguments
given = dict(re.findall(r"id=(\\w+),env=(\\w+)", " ".join(arguments)))
runs, variables = pipelines.dockerfile(open("Dockerfile").read())
hidden = set(given.values())
environment = {{key: value for key, value in os.environ.items() if key not in hidden}} | variables
for lines, ids in runs:
    with tempfile.TemporaryDirectory() as folder:
        for name in ids:
            with open(os.path.join(folder, name), "w") as file:
                file.write(os.environ[given[name]])
        subprocess.run(["sh", "-ec", lines.replace("/run/secrets/", folder + "/")], env=environment, check=True)
END
"""


class Failed(AssertionError):
    pass


def ask(server, repository, key=None, **query):
    """The answer of the route."""
    fields = {"Authorization": key} if key else {}
    words = urllib.parse.urlencode({name: value for name, value in query.items() if value})
    return wire.request(f"{server.url}/v1/repos/{repository}/setup/?{words}", "GET", fields)


def merge_toml(text, more):
    """`text` with the tables of `more` in it; keys of the same name are replaced. For one key on a line."""
    tables = {}
    for source in (text, more):
        table = tables.setdefault("", {})
        for line in source.splitlines():
            if re.fullmatch(r"\[.+\]", line):
                table = tables.setdefault(line, {})
            elif line.strip():
                table[line.split("=", 1)[0].strip()] = line
    lines = list(tables.pop("").values())
    for header, table in tables.items():
        lines += ["", header, *table.values()]
    return "\n".join(lines).strip() + "\n"


class Follower:
    """Somebody with a home, a project and secrets, who does step by step what a page says."""

    def __init__(self, folder, secrets, package, dependencies=""):
        self.folder = pathlib.Path(folder)
        self.home, self.project = self.folder / "home", self.folder / package
        self.secrets = secrets
        self.kept = {}  # what was told to a CI service, by name
        self.programs = self.folder / "programs"
        for path in (self.home / ".cargo", self.project / "src", self.programs):
            path.mkdir(parents=True)
        (self.programs / "entrepot").symlink_to(BINARY)
        docker = self.programs / "docker"
        docker.write_text(DOCKER.format(support=str(pathlib.Path(__file__).resolve().parents[1])))
        docker.chmod(0o755)
        (self.project / "Cargo.toml").write_text(
            f'[package]\nname = "{package}"\nversion = "0.1.0"\nedition = "2021"\ndescription = "A test."\n'
            f'license = "MIT"\n\n[dependencies]\n{dependencies}\n\n[workspace]\n'
        )
        (self.project / "src" / "lib.rs").write_text("pub fn answer() -> u32 { 42 }\n")
        self.environment = clean_environment(
            HOME=str(self.home),
            CARGO_HOME=str(self.home / ".cargo"),
            GIT_CONFIG_NOSYSTEM="1",
            GIT_TERMINAL_PROMPT="0",
            CARGO_TERM_COLOR="never",
            CARGO_INCREMENTAL="0",
            CARGO_PROFILE_DEV_DEBUG="0",
            CARGO_PROFILE_RELEASE_OPT_LEVEL="0",
            PATH=os.pathsep.join(map(str, (self.programs, cargo_program().parent, os.environ["PATH"]))),
        )
        for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            self.environment.pop(name, None)

    def fill(self, code, language):
        """Secrets where the placeholders are; in a shell as the API says."""
        for name, value in self.secrets.items():
            text = value.replace("'", "'\\''") if language == "shell" else value
            code = code.replace("{{" + name + "}}", text)
        assert not re.search(r"\{\{\w+\}\}", code), f"a placeholder was left: {code}"
        return code

    def run(self, lines, environment, stdin="", shell=("bash", "-euo", "pipefail")):
        state = self.folder / "state"
        done = subprocess.run(
            [*shell, "-c", f"{lines}\nexport -p > {state}"],
            cwd=self.project,
            env=environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode != 0:
            raise Failed(f"{lines}\nexit {done.returncode}\n{done.stdout}{done.stderr}")
        return state

    def shell(self, lines, stdin):
        """Variables that a step sets are there in the next one, as in one terminal."""
        state = self.run(lines, self.environment, stdin)
        shown = subprocess.run(
            ["bash", "-c", f"env -i bash -c 'source {state}; env -0'"], capture_output=True, text=True, check=True
        ).stdout
        self.environment |= dict(line.split("=", 1) for line in shown.split("\0") if line)

    def write(self, step, code):
        path = self.home / step["file"][2:] if step["file"].startswith("~/") else self.project / step["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        if step["language"] == "toml":
            before = path.read_text() if path.exists() else ""
            path.write_text(merge_toml(before, code))
        else:
            path.write_text(code)

    def service(self, step, code):
        """Runs what the CI service would run of the file."""
        reader = {".github": pipelines.github, ".gitlab-ci.yml": pipelines.gitlab, "Jenkinsfile": pipelines.jenkins}
        for name, read in reader.items():
            if step["file"].startswith(name):
                shell = ("sh", "-e") if name == "Jenkinsfile" else ("bash", "-euo", "pipefail")
                for lines, variables in read(code, self.kept):
                    self.run(lines, self.environment | variables | {"CI": "true"}, shell=shell)

    def follow(self, sections):
        for section in sections:
            steps = section["steps"]
            for step, after in zip(steps, [*steps[1:], None]):
                code = self.fill(step["code"], step["language"])
                if step["file"]:
                    self.write(step, code)
                    self.service(step, code)
                elif step["language"] == "shell":
                    pasted = after and after["language"] == "text" and not after["file"]
                    self.shell(code, self.fill(after["code"], "text") if pasted else "")
                else:
                    assert step["language"] == "text", step
                    for name in re.findall(r"ENTREPOT_\w+|entrepot-[a-z-]+", step["text"]):
                        self.kept[name] = code.strip()

    def lock(self):
        return (self.project / "Cargo.lock").read_text()

    def program(self, name):
        return self.home / ".cargo" / "bin" / name

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def sections_for(page, task):
    """What somebody reads who wants to do one task: how to begin, and that."""
    return [section for section in page["sections"] if section["id"] in (*BEFORE_THE_TASK, task)]


def fingerprint(sections):
    """Equal for two lists of sections in which the same is to be done."""
    return json.dumps([[step["file"], step["language"], step["code"]] for part in sections for step in part["steps"]])
