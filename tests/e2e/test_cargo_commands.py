"""Every cargo command that talks to a registry, one after another as a maintainer and a user would run them."""

import json
import re
import time
import unittest

from support.cargo import Cargo
from support.crate import archive, dependency, frame, metadata, sample
from support.environment import needs_cargo
from support.server import ServerCase


class CommandsOfAMaintainer(ServerCase):
    def setUp(self):
        self.house = self.repository()
        self.cargo = Cargo(self.folder()).use(self.house.index(), token=self.server.key)

    def publish(self, name, version="0.1.0", expect=0, **options):
        project = self.cargo.project(name, version=version, **options)
        return self.cargo.run("publish", "--registry", "house", cwd=project, expect=expect)

    def test_publish_is_confirmed_at_once(self):
        done = self.publish("tea")
        self.assertIn("Published tea v0.1.0", done.stderr)
        self.assertNotIn("timed out", done.stderr)
        (line,) = self.house.lines("tea")
        self.assertRegex(line["pubtime"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertFalse(line["yanked"])

    def test_publish_warns_of_unknown_categories(self):
        done = self.publish("tea", package='categories = ["no-std", "tea-pots"]')
        self.assertRegex(done.stderr, r"not valid category slugs.*tea-pots")
        self.assertNotRegex(done.stderr, r"not valid category slugs.*no-std")

    def test_publishing_the_same_version_again_is_refused(self):
        self.publish("tea")
        self.assertIn("already", self.publish("tea", expect=101).stderr)

    def test_publishing_a_yanked_version_again_is_refused_by_the_server(self):
        body, _ = sample("tea")
        self.assertEqual(self.house.publish(body).status, 200)
        self.cargo.run("yank", "--registry", "house", "tea@1.0.0")
        answer = self.house.publish(body)
        self.assertIn(answer.status, (400, 409))
        self.assertIn("already", answer.message())
        self.assertIn("yank", answer.message())

    def test_yank_and_unyank(self):
        self.publish("tea", "1.0.0")
        self.publish("tea", "1.1.0")
        before = self.house.index_file("tea").body
        self.cargo.run("yank", "--registry", "house", "tea@1.1.0")
        self.assertEqual([line["yanked"] for line in self.house.lines("tea")], [False, True])
        user = Cargo(self.folder()).use(self.house.index(), token=self.server.key)
        project = user.project("user", 'tea = { version = "1", registry = "house" }')
        user.run("check", cwd=project)
        self.assertIn('version = "1.0.0"', (project / "Cargo.lock").read_text())
        self.cargo.run("yank", "--undo", "--registry", "house", "tea@1.1.0")
        self.assertEqual(self.house.index_file("tea").body, before)
        user.run("update", cwd=project)
        self.assertIn('version = "1.1.0"', (project / "Cargo.lock").read_text())

    def test_a_lock_file_still_builds_with_a_yanked_version_and_a_cold_cache(self):
        self.publish("tea", "1.0.0")
        project = self.cargo.project("user", 'tea = { version = "1", registry = "house" }')
        self.cargo.run("check", cwd=project)
        self.cargo.run("yank", "--registry", "house", "tea@1.0.0")
        cold = Cargo(self.folder()).use(self.house.index(), token=self.server.key)
        cold.run("check", "--locked", cwd=project)
        (project / "Cargo.lock").unlink()
        self.assertIn("tea", cold.run("check", cwd=project, expect=101).stderr)

    def test_yanking_an_unknown_version_says_so(self):
        self.publish("tea")
        done = self.cargo.run("yank", "--registry", "house", "tea@9.9.9", expect=101)
        self.assertIn("9.9.9", done.stderr)

    def test_build_metadata_travels_through_every_command(self):
        self.publish("tea", "1.0.0+first.flush")
        project = self.cargo.project("user", 'tea = { version = "1", registry = "house" }')
        self.cargo.run("check", cwd=project)
        self.assertIn("1.0.0+first.flush", (project / "Cargo.lock").read_text())
        self.cargo.run("yank", "--registry", "house", "tea@1.0.0+first.flush")
        self.assertTrue(self.house.lines("tea")[0]["yanked"])
        body, _ = sample("tea", "1.0.0+second.flush")
        self.assertIn(self.house.publish(body).status, (400, 409))

    def test_owners(self):
        self.publish("tea")
        self.server.create_user("hand", admin=True)  # who may write to it
        owner = ("owner", "--registry", "house", "tea")
        self.assertEqual(self.cargo.run(*owner, "--list").stdout.split()[0], "admin")
        self.assertIn("hand", self.cargo.run(*owner, "--add", "hand").stderr)
        listed = self.cargo.run(*owner, "--list").stdout
        self.assertTrue("admin" in listed and "hand" in listed, listed)
        self.cargo.run(*owner, "--remove", "hand")
        self.assertNotIn("hand", self.cargo.run(*owner, "--list").stdout)

    def test_owner_remove_and_list_in_one_command(self):
        """cargo up to 1.95 sends the list as a DELETE without a body, which must not remove anybody."""
        self.publish("tea")
        self.server.create_user("stevedore", admin=True)  # who may write to it
        self.cargo.run("owner", "--registry", "house", "tea", "--add", "stevedore")
        done = self.cargo.run("owner", "--registry", "house", "tea", "--remove", "stevedore", "--list")
        self.assertIn("admin", done.stdout)
        answer = self.house.get("api/v1/crates/tea/owners", method="DELETE")
        self.assertEqual([user["login"] for user in answer.json()["users"]], ["admin"])

    def test_the_last_owner_stays(self):
        self.publish("tea")
        done = self.cargo.run("owner", "--registry", "house", "tea", "--remove", "admin", expect=101)
        self.assertIn("owner", done.stderr)
        self.assertIn("admin", self.cargo.run("owner", "--registry", "house", "tea", "--list").stdout)

    def test_an_unknown_owner_is_named(self):
        self.publish("tea")
        done = self.cargo.run("owner", "--registry", "house", "tea", "--add", "nobody-here", expect=101)
        self.assertIn("nobody-here", done.stderr)

    def test_owner_ids_fit_cargo(self):
        self.publish("tea")
        for user in self.house.get("api/v1/crates/tea/owners").json()["users"]:
            self.assertIsInstance(user["id"], int)
            self.assertTrue(0 <= user["id"] < 2**32)

    def test_searching(self):
        for name, words in (("tea", "Leaves in hot water"), ("tea-pot", "Holds it"), ("coffee", "Not tea, but beans")):
            self.assertEqual(self.house.publish(sample(name, description=words)[0]).status, 200)
        deadline = time.monotonic() + 5  # search follows the event log: it may be a moment late
        names = []
        while len(names) < 3 and time.monotonic() < deadline:
            found = self.cargo.run("search", "--registry", "house", "tea").stdout
            names = re.findall(r"^([a-z-]+) = ", found, re.MULTILINE)
        self.assertEqual(names, ["tea", "tea-pot", "coffee"])
        self.assertIn("beans", self.cargo.run("search", "--registry", "house", "beans").stdout)
        self.assertEqual(self.cargo.run("search", "--registry", "house", "porcelain").stdout, "")
        limited = self.cargo.run("search", "--registry", "house", "--limit", "1", "tea")
        self.assertIn("and 2 crates more", limited.stdout + limited.stderr)

    def test_add_finds_the_spelling(self):
        self.publish("tea-pot")
        project = self.cargo.project("kitchen")
        done = self.cargo.run("add", "--registry", "house", "tea_pot", cwd=project)
        self.assertIn("tea-pot", (project / "Cargo.toml").read_text())
        self.assertRegex(done.stderr, "tea-pot")

    def test_add_says_what_is_missing(self):
        project = self.cargo.project("kitchen")
        self.assertIn(
            "cupboard", self.cargo.run("add", "--registry", "house", "cupboard", cwd=project, expect=101).stderr
        )

    def test_install(self):
        self.publish("whistle", "1.2.3", main='fn main() { println!("steam"); }')
        root = self.folder()
        self.cargo.run("install", "whistle", "--registry", "house", "--root", root)
        self.assertTrue((root / "bin" / "whistle").exists())
        self.cargo.run("install", "whistle@1.2.3", "--index", self.house.index(), "--root", root, "--force")

    @needs_cargo(1, 82, "cargo info")
    def test_info(self):
        self.publish("tea", "1.0.0")
        self.publish("tea", "1.1.0")
        shown = self.cargo.run("info", "--registry", "house", "tea").stdout
        self.assertIn("1.1.0", shown)
        self.assertIn("A test.", shown)
        self.assertIn("MIT", shown)

    def test_update_to_one_version(self):
        for version in ("1.0.0", "1.0.1", "1.1.0"):
            self.publish("tea", version)
        project = self.cargo.project("user", 'tea = { version = "1", registry = "house" }')
        self.cargo.run("generate-lockfile", cwd=project)
        self.cargo.run("update", "tea", "--precise", "1.0.1", cwd=project)
        self.assertIn('version = "1.0.1"', (project / "Cargo.lock").read_text())
        self.cargo.run("check", "--locked", cwd=project)

    def test_a_warm_client_is_answered_304(self):
        self.publish("tea")
        project = self.cargo.project("user", 'tea = { version = "0.1", registry = "house" }')
        self.cargo.run("check", cwd=project)
        as_cargo = {"Accept-Encoding": "deflate, gzip"}
        first = self.house.index_file("tea", headers=as_cargo)
        again = self.house.index_file("tea", headers=as_cargo | {"If-None-Match": first.field("etag")})
        self.assertEqual((again.status, again.body), (304, b""))
        self.cargo.run("update", cwd=project)
        cached = list(self.cargo.home.glob("registry/index/*/.cache/3/t/tea"))
        self.assertEqual(len(cached), 1)
        self.assertIn(first.field("etag").encode(), cached[0].read_bytes())

    def test_renamed_and_optional_dependencies_resolve(self):
        self.publish("tea")
        project = self.cargo.project(
            "service",
            package="",
            dependencies='leaves = { package = "tea", version = "0.1", registry = "house", optional = true }\n'
            '[features]\nserve = ["dep:leaves"]',
        )
        self.cargo.run("publish", "--registry", "house", cwd=project)
        (line,) = self.house.lines("service")
        (one,) = line["deps"]
        self.assertEqual(
            (one["name"], one["package"], one["optional"], one.get("registry")), ("leaves", "tea", True, None)
        )
        user = self.cargo.project("user", 'service = { version = "0.1", registry = "house", features = ["serve"] }')
        self.cargo.run("check", cwd=user)
        self.assertIn('name = "tea"', (user / "Cargo.lock").read_text())

    def test_a_crates_io_dependency_keeps_its_registry(self):
        meta_deps = [dependency("serde", "^1", registry="https://github.com/rust-lang/crates.io-index")]
        meta = metadata("uses-serde", deps=meta_deps)
        plain = metadata("uses-serde", deps=[dependency("serde", "^1")])  # in the package crates.io is the silent one
        answer = self.house.publish(frame(meta, archive(plain)))
        self.assertEqual(answer.status, 200, answer.message())
        (line,) = self.house.lines("uses-serde")
        self.assertEqual(line["deps"][0]["registry"], "https://github.com/rust-lang/crates.io-index")

    def test_metadata_reaches_cargo(self):
        project = self.cargo.project(
            "linked", package='links = "porcelain"\nrust-version = "1.70"\nbuild = "build.rs"\n'
        )
        (project / "build.rs").write_text("fn main() {}\n")
        self.cargo.run("publish", "--registry", "house", cwd=project)
        (line,) = self.house.lines("linked")
        self.assertEqual((line["links"], line["rust_version"]), ("porcelain", "1.70"))

    def test_vendor(self):
        self.publish("tea")
        project = self.cargo.project("user", 'tea = { version = "0.1", registry = "house" }')
        self.cargo.run("vendor", "goods", cwd=project)
        checksums = json.loads((project / "goods" / "tea" / ".cargo-checksum.json").read_text())
        self.assertEqual(checksums["package"], self.house.lines("tea")[0]["cksum"])


if __name__ == "__main__":
    unittest.main()
