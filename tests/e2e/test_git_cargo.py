"""Real cargo on the git index: each of its ways to speak git, on public repositories, by token and by password."""

import json
import os
import pathlib
import re
import subprocess
import time
import unittest

from support.cargo import Cargo
from support.crate import sample
from support.environment import cargo_program
from support.git import Git, has_git
from support.server import ServerCase

PROGRAM = "fn main() { println!(\"hello from {}\", env!(\"CARGO_PKG_NAME\")); }\n"

# How cargo is told to fetch: by libgit2, by libgit2 over curl (any [http] setting does that), by the git program.
WAYS = {
    "libgit2": {},
    "git2-curl": {"CARGO_HTTP_TIMEOUT": "20"},
    "git program": {"CARGO_NET_GIT_FETCH_WITH_CLI": "true"},
}


def knows_gitoxide():
    """Whether this cargo has its third git library, which it keeps behind an unstable flag."""
    shown = subprocess.run(
        [cargo_program(), "-Z", "help"],
        capture_output=True,
        text=True,
        env=os.environ | {"RUSTC_BOOTSTRAP": "1"},
        check=False,
    )
    return "gitoxide" in shown.stdout


if knows_gitoxide():
    WAYS["gitoxide"] = {"RUSTC_BOOTSTRAP": "1", "CARGO_UNSTABLE_GITOXIDE_FETCH": "true"}


@unittest.skipUnless(has_git(), "git is not installed")
class CargoOnGit(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.private = cls.server.create_repository("private-goods")
        cls.public = cls.server.create_repository("public-goods", "--public")
        for repository in (cls.private, cls.public):
            assert repository.publish(sample("goods")[0]).status == 200
        cls.entitlement = cls.server.create_entitlement(cls.private.name, "reader")

    def cargo(self, index, way="libgit2", **more):
        folder = self.folder()
        cargo = Cargo(folder).use(index, **more)
        cargo.environment |= WAYS[way]
        cargo.git = Git(folder)
        cargo.environment |= {"HOME": cargo.git.home, "XDG_CONFIG_HOME": cargo.git.home}
        return cargo

    def builds(self, cargo, expect=0, name="goods"):
        project = cargo.project("consumer", f'{name} = {{ version = "1", registry = "house" }}')
        return cargo.run("check", cwd=project, expect=expect)

    def requests(self, route):
        return sum(value for key, value in self.server.metrics().items() if f'requests_total{{route="{route}"' in key)

    def test_a_public_repository_is_built_from_in_every_way(self):
        for way in WAYS:
            with self.subTest(way=way):
                self.builds(self.cargo(self.public.git_index("public"), way, provider=False))

    def test_a_token_in_the_path_needs_nothing_else(self):
        for way in WAYS:
            with self.subTest(way=way):
                self.builds(self.cargo(self.private.git_index(self.entitlement), way, provider=False))

    def test_git_credentials_and_cargos_token_open_a_private_repository(self):
        for way in ("libgit2", "git program"):
            for user, password in (("token", self.entitlement), ("admin", self.server.key), (self.entitlement, "")):
                with self.subTest(way=way, user=user):
                    cargo = self.cargo(self.private.git_index("basic"), way, token=self.entitlement)
                    cargo.git.store_credentials(f"http://{user}:{password}@127.0.0.1:{self.server.port}")
                    self.builds(cargo)

    def test_the_lines_of_the_readme_open_a_private_repository(self):
        readme = (pathlib.Path(__file__).resolve().parents[2] / "README.md").read_text()
        section = readme[readme.index("read the same repositories by git") :]
        setup, commands = re.findall(r"```(?:toml|console)\n(.*?)```", section, re.S)[:2]
        address = f"127.0.0.1:{self.server.port}"
        setup = setup.replace("https://crates.example.org", f"http://{address}").replace("acme/tools", self.private.name)
        commands = commands.replace("https", "http").replace("crates.example.org", address)
        cargo = self.cargo(self.private.git_index("basic"))
        cargo.configure(setup)
        script = "".join(line.removeprefix("$ ") + "\n" for line in commands.splitlines())
        environment = cargo.git.environment(CARGO_HOME=str(cargo.home))
        environment["PATH"] = f"{cargo_program().parent}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(
            ["bash", "-ec", script],
            env=environment,
            input=f"{self.entitlement}\n{self.entitlement}\n",
            text=True,
            capture_output=True,
            check=True,
            timeout=60,
        )
        self.assertEqual((cargo.git.home / ".git-credentials").stat().st_mode & 0o777, 0o600)
        project = cargo.project("consumer", 'goods = { version = "1", registry = "tools" }')
        for way in ("libgit2", "git program"):
            cargo.environment |= WAYS[way]
            cargo.run("check", cwd=project)

    def test_a_user_in_the_url_is_enough_for_git_over_curl(self):
        url = self.private.git_index("basic").replace("http://", f"http://{self.entitlement}@")
        self.builds(self.cargo(url, "git2-curl", token=self.entitlement))

    def test_a_wrong_credential_is_refused_at_once(self):
        """Where cargo runs the git program it tries again by itself, whatever git said."""
        wrong = "ent_" + "0" * 40
        for index in (self.private.git_index("basic"), self.private.git_index(wrong)):
            with self.subTest(index=index):
                cargo = self.cargo(index, token=wrong)
                cargo.git.store_credentials(f"http://token:{wrong}@127.0.0.1:{self.server.port}")
                begin = time.monotonic()
                self.builds(cargo, expect=101)
                self.assertLess(time.monotonic() - begin, 8, "cargo tried again")

    def refused_by_its_limits(self, way, access, name, *limit):
        made = self.server.cli("entitlements", "create", self.private.name, "--name", name, *limit)
        token = made["token"]
        self.server.secrets.add(token)
        cargo = self.cargo(self.private.git_index(access or token), way, token=token)
        cargo.git.store_credentials(f"http://token:{token}@127.0.0.1:{self.server.port}")
        begin = time.monotonic()
        refused = self.builds(cargo, expect=101)
        # Cargo takes every refusal for a passing trouble and asks three times more; the first warning says it all.
        self.assertLess(time.monotonic() - begin, 20)
        return refused.stderr

    def test_a_token_with_a_query_is_told_that_it_has_no_git_index(self):
        for way in WAYS:
            with self.subTest(way=way):
                said = self.refused_by_its_limits(way, None, f"part {way}", "--limit-package-query", "name:goods")
                self.assertIn("reads a part of the repository only: its sparse index", said)

    def test_a_token_out_of_its_time_is_told_so_by_git(self):
        for way in ("libgit2", "git program"):
            with self.subTest(way=way):
                said = self.refused_by_its_limits(
                    way, "basic", f"late {way}", "--limit-date-range-to", "2020-01-01T00:00:00Z"
                )
                self.assertIn("worked until 2020-01-01T00:00:00Z", said)

    def test_publish_yank_and_install_through_git(self):
        for way in WAYS:
            with self.subTest(way=way):
                cargo = self.cargo(self.public.git_index("public"), way, token=self.server.key)
                name = "tool-" + way.replace(" ", "-")
                root = cargo.project(name, main=PROGRAM)
                polls = self.requests("git_refs")
                done = cargo.run("publish", "--registry", "house", cwd=root)
                self.assertIn("Published", done.stderr)
                # One to see what there is, one poll: what has been published is there at once.
                self.assertLessEqual(self.requests("git_refs") - polls, 2 if way != "git program" else 3)
                cargo.run("install", name, "--registry", "house", "--root", cargo.folder / "out")
                said = subprocess.run([cargo.folder / "out" / "bin" / name], capture_output=True, text=True, check=True)
                self.assertEqual(said.stdout, f"hello from {name}\n")
                cargo.run("yank", "--registry", "house", "--version", "0.1.0", name)
                refused = cargo.run("install", name, "--registry", "house", "--force", expect=101)
                self.assertIn("could not find", refused.stderr)
                cargo.run("yank", "--registry", "house", "--version", "0.1.0", "--undo", name)
                cargo.run("install", name, "--registry", "house", "--force", "--root", cargo.folder / "out")

    def test_an_unchanged_index_costs_one_question(self):
        cargo = self.cargo(self.public.git_index("public"), provider=False)
        self.builds(cargo)
        asked, fetched = self.requests("git_refs"), self.requests("git_fetch")
        cargo.run("update", cwd=cargo.folder / "consumer")
        self.assertEqual((self.requests("git_refs") - asked, self.requests("git_fetch") - fetched), (1, 0))

    def test_an_update_costs_one_question_and_one_answer(self):
        cargo = self.cargo(self.public.git_index("public"), provider=False)
        self.builds(cargo)
        self.assertEqual(self.public.publish(sample("goods", f"1.{time.time_ns() % 10**9}.0")[0]).status, 200)
        asked, fetched = self.requests("git_refs"), self.requests("git_fetch")
        cargo.run("update", cwd=cargo.folder / "consumer")
        self.assertEqual((self.requests("git_refs") - asked, self.requests("git_fetch") - fetched), (1, 1))

    def test_the_registry_is_in_the_lock_file_as_it_was_configured(self):
        cargo = self.cargo(self.public.git_index("public"), provider=False)
        self.builds(cargo)
        lock = (cargo.folder / "consumer" / "Cargo.lock").read_text()
        self.assertIn(f'"registry+{self.public.git_index("public")}"', lock)

    def test_the_followers_stand_is_told(self):
        ready = self.server.get("/readyz").body
        self.assertEqual(json.loads(ready)["checks"]["followers"]["git_index"]["lag"], 0)
        self.assertEqual(self.server.metrics()['entrepot_follower_lag_events{follower="git_index"}'], 0)


if __name__ == "__main__":
    unittest.main()
