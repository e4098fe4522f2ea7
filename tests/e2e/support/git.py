"""Real git with a home of its own: nothing of the user's configuration or credentials is seen or touched."""

import os
import pathlib
import subprocess

from .server import clean_environment, index_path

SECONDS = 240


class GitFailed(AssertionError):
    pass


class Git:
    """Owned by one test. `configure` is what a user would have in ~/.gitconfig."""

    def __init__(self, folder, name="git-home"):
        self.folder = pathlib.Path(folder)
        self.home = self.folder / name
        self.home.mkdir(parents=True, exist_ok=True)

    def configure(self, text):
        (self.home / ".gitconfig").write_text(text)
        return self

    def store_credentials(self, *urls):
        """As a user does it: `credential.helper store` and ~/.git-credentials."""
        (self.home / ".git-credentials").write_text("".join(url + "\n" for url in urls))
        return self.configure("[credential]\n\thelper = store\n")

    def environment(self, **more):
        return clean_environment(
            HOME=str(self.home), XDG_CONFIG_HOME=str(self.home), GIT_CONFIG_NOSYSTEM="1", GIT_TERMINAL_PROMPT="0", **more
        )

    def run(self, *arguments, cwd=None, expect=0, stdin=None, timeout=SECONDS, **environment):
        """The completed process; raises where the exit code is not the expected one (`expect=None`: any)."""
        done = subprocess.run(
            ["git", *map(str, arguments)],
            cwd=cwd or self.folder,
            env=self.environment(**environment),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if expect is not None and done.returncode != expect:
            raise GitFailed(
                f"git {' '.join(map(str, arguments))}: exit {done.returncode}, not {expect}\n{done.stdout}\n{done.stderr}"
            )
        return done

    def clone(self, url, name, *options, version=2):
        self.run("-c", f"protocol.version={version}", "clone", "--quiet", *options, url, name)
        return Clone(self, self.folder / name, version)


def sparse_index(repository, names, access="public"):
    """{path: bytes}: what a clone must contain, asked for file by file through the other door."""
    files = {"config.json": repository.get("config.json", access=access).body}
    for name in names:
        answer = repository.index_file(name, access=access)
        if answer.status == 200:
            files[index_path(name)] = answer.body
    return files


class Clone:
    """A working copy of an index."""

    def __init__(self, git, path, version):
        self.git, self.path, self.version = git, path, version

    def run(self, *arguments, **options):
        return self.git.run("-c", f"protocol.version={self.version}", *arguments, cwd=self.path, **options)

    def fetch(self, *options):
        self.run("fetch", "--quiet", *options)
        self.run("reset", "--quiet", "--hard", "origin/main")

    def check(self):
        """What git itself says of the objects; raises where it finds something."""
        said = self.run("fsck", "--strict", "--full")
        assert not said.stdout.strip(), said.stdout

    def files(self):
        """{path: bytes} of everything that is checked out."""
        return {
            str(path.relative_to(self.path)): path.read_bytes()
            for path in self.path.rglob("*")
            if path.is_file() and ".git" not in path.parts
        }

    def commit(self):
        return self.run("rev-parse", "HEAD").stdout.strip()

    def object_count(self):
        return len(self.run("cat-file", "--batch-all-objects", "--batch-check").stdout.splitlines())


def has_git():
    return any(os.access(pathlib.Path(folder) / "git", os.X_OK) for folder in os.environ["PATH"].split(os.pathsep))
