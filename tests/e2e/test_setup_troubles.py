"""Every error that a set-up page explains, made to appear: cargo must print what the page says it prints."""

import ctypes.util
import itertools
import json
import re
import unittest

from support.cargo import Cargo
from support.crate import sample
from support.environment import needs_cargo
from support.git import Git, has_git
from support.server import ServerCase
from support.setup import DIMENSIONS, ask

WRONG = "ent_" + "0" * 40
HOUSE = '{ version = "1", registry = "house" }'


@needs_cargo(1, 74, "what cargo prints")
@unittest.skipUnless(has_git(), "git is not installed")
class Troubles(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.private = cls.server.create_repository("private-goods")
        cls.public = cls.server.create_repository("public-goods", "--public")
        for repository in (cls.private, cls.public):
            for name in ("goods", "old", "held"):
                assert repository.publish(sample(name)[0]).status == 200
        cls.entitlement = cls.server.create_entitlement(cls.private.name, "reader")
        cls.read_key = cls.server.create_key("reading", "--scope", "read")
        cls.server.cli("quarantine", "add", f"{cls.private.name}/held@1.0.0")

    # --- somebody at work ------------------------------------------------------------------------------------------

    def cargo(self, index=None, **more):
        cargo = Cargo(self.folder())
        cargo.environment["CARGO_NET_RETRY"] = "0"
        git = Git(cargo.folder)
        cargo.environment |= {"HOME": git.home, "XDG_CONFIG_HOME": git.home, "GIT_TERMINAL_PROMPT": "0"}
        return cargo.use(index or self.private.index(), **more)

    def fetch(self, cargo, dependency="goods", requirement=HOUSE, lock=None, **environment):
        project = cargo.project("consumer", f"{dependency} = {requirement}")
        if lock:
            (project / "Cargo.lock").write_text(lock)
        return cargo.run("fetch", cwd=project, expect=101, **environment).stderr

    def publish(self, cargo, name="mine", *arguments, **more):
        project = cargo.project(name, **more)
        return cargo.run("publish", *(arguments or ("--registry", "house")), cwd=project, expect=101).stderr

    def lock_of(self, dependency):
        """A Cargo.lock of before the crate was held back, or of another source: with this checksum."""
        checksum = {"goods": "0" * 64, "held": self.private.lines("held")[0]["cksum"]}[dependency]
        return (
            f'version = 4\n\n[[package]]\nname = "consumer"\nversion = "0.1.0"\ndependencies = ["{dependency}"]\n\n'
            f'[[package]]\nname = "{dependency}"\nversion = "1.0.0"\nsource = "{self.private.index()}"\n'
            f'checksum = "{checksum}"\n'
        )

    def provider(self, name):
        cargo = self.cargo()
        cargo.configure(f'[registries.house]\nindex = "{self.private.index()}"\ncredential-provider = "{name}"\n')
        return self.fetch(cargo)

    def twice(self):
        cargo = self.cargo()
        table = f'index = "{self.private.index()}"\ncredential-provider = "cargo:token"\n'
        cargo.configure(f"[registries.house]\n{table}[registries.other]\n{table}")
        return self.fetch(cargo)

    def replaced_by_nothing(self):
        cargo = self.cargo()
        cargo.configure('[source.crates-io]\nreplace-with = "house"\n')
        return self.fetch(cargo, requirement='"1"')

    def install_without_registry(self):
        cargo = self.cargo()
        cargo.configure("")
        return cargo.run("install", "goods", "--registry", "house", expect=101).stderr

    # --- what is provoked, by a part of what the page says ---------------------------------------------------------

    def provocations(self):
        key, private, public = self.server.key, self.private, self.public
        yanker = self.cargo(token=key)
        yanker.run("yank", "--registry", "house", "--version", "1.0.0", "old", expect=None)
        own = 'goods = { version = "1", registry = "house" }'
        https = private.index().replace("http:", "https:")
        return {
            "was not found in any configuration": self.install_without_registry,
            "no token found": lambda: self.fetch(self.cargo()),
            "require a credential-provider": lambda: self.fetch(self.cargo(token=key, provider=False)),
            "config.json not found": lambda: self.fetch(self.cargo(token=WRONG)),
            "must end in a slash": lambda: self.fetch(self.cargo(private.index()[:-1], token=key)),
            "failed to authenticate when downloading": lambda: self.fetch(self.cargo(private.git_index(), token=key)),
            "could not read Username": lambda: self.fetch(
                self.cargo(private.git_index(), token=key), CARGO_NET_GIT_FETCH_WITH_CLI="true"
            ),
            "no matching package named": lambda: self.fetch(self.cargo(token=key), "nothing"),
            "failed to select a version": lambda: self.fetch(self.cargo(token=key), "old"),
            "changed between lock files": lambda: self.fetch(self.cargo(token=key), lock=self.lock_of("goods")),
            "is in quarantine": lambda: self.fetch(self.cargo(token=key), "held", lock=self.lock_of("held")),
            "multiple registries": self.twice,
            "Could not connect": lambda: self.fetch(self.cargo(private.index(origin="http://127.0.0.1:1"), token=key)),
            "SSL connect error": lambda: self.fetch(self.cargo(https, token=key)),
            "nothing to install": lambda: (
                self.cargo(token=key).run("install", "goods", "--registry", "house", expect=101).stderr
            ),
            "already exists on": lambda: self.publish(self.cargo(token=key), "goods", version="1.0.0"),
            "401 Unauthorized": lambda: self.publish(self.cargo(public.index("public"), token=WRONG)),
            "403 Forbidden": lambda: self.publish(self.cargo(token=self.read_key)),
            "An entitlement token only reads": lambda: self.publish(self.cargo(token=self.entitlement)),
            "lacks description": self.publish_bare,
            "is not listed in": lambda: self.publish(self.cargo(token=key), package='publish = ["other"]'),
            "holds a secret token": lambda: self.publish(
                self.cargo(private.index(self.entitlement), token=key), dependencies=own
            ),
            "which is replacing registry": lambda: self.fetch(self.cargo(token=key, replace=True), "serde", '"1"'),
            "failed to query replaced": lambda: self.fetch(self.cargo(replace=True), requirement='"1"'),
            "could not find a configured source": self.replaced_by_nothing,
            "crates-io is replaced": lambda: self.publish(self.cargo(token=key, replace=True), "mine", "--no-verify"),
            "failed to load libsecret": lambda: self.provider("cargo:libsecret"),
            "no credential providers": lambda: self.provider("cargo:wincred"),
        }

    def publish_bare(self):
        cargo = self.cargo(token=self.server.key)
        project = cargo.project("mine")
        manifest = project / "Cargo.toml"
        manifest.write_text(re.sub(r"(description|license) = .*\n", "", manifest.read_text()))
        return cargo.run("publish", "--registry", "house", cwd=project, expect=101).stderr

    def explained(self):
        """{error: code that helps} of all pages of both repositories."""
        errors = {}
        for repository in (self.private, self.public):
            shown = json.loads(ask(self.server, repository.name, self.server.key).body)
            values = [[choice["value"] for choice in shown["choices"][name]] for name in DIMENSIONS[:3]]
            for selection in itertools.product(*values, ("config", "helper")):
                query = dict(zip(DIMENSIONS, selection))
                answer = ask(self.server, repository.name, self.server.key, registry="house", **query)
                if answer.status == 200:
                    rows = json.loads(answer.body)["troubleshooting"]
                    errors |= {row["error"]: row["code"] for row in rows}
        return errors

    def test_cargo_prints_every_error_that_a_page_explains(self):
        explained, provocations = self.explained(), self.provocations()
        self.assertEqual(len(explained), len(provocations))
        for error in explained:
            (provoke,) = [each for part, each in provocations.items() if part in error]
            if "libsecret" in error and ctypes.util.find_library("secret-1"):
                continue
            with self.subTest(error=error):
                self.assertIn(error, provoke())

    def test_what_a_page_advises_is_a_command_of_cargo(self):
        for code in filter(None, self.explained().values()):
            words = code.split()
            self.assertEqual((words[0], words[2:]), ("cargo", ["--registry", "house"]))
            self.assertEqual(self.cargo().run(words[1], "--help").returncode, 0)

    def test_cargo_knows_the_keychains_that_a_page_names(self):
        """Of a provider of another system it says so; one that it does not know it takes for a program."""
        page = ask(self.server, self.private.name, self.server.key, store="helper").body.decode()
        named = set(re.findall(r"cargo:[a-z-]+", page))
        keychains = {"cargo:libsecret", "cargo:macos-keychain", "cargo:wincred"}
        self.assertEqual(named, keychains | {"cargo:token", "cargo:token-from-stdout"})
        for name in named:
            self.assertNotIn("failed to spawn", self.provider(name))
        self.assertIn("failed to spawn", self.provider("cargo:pocket"))


if __name__ == "__main__":
    unittest.main()
