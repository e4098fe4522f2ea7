"""The closure of librust-serde-derive-dev, published and used: the smallest proof that real crates go through."""

import hashlib
import unittest

from support.cargo import Cargo
from support.corpus import closure
from support.server import ServerCase

MAIN = """
use serde::{Deserialize, Serialize};
#[derive(Serialize, Deserialize)]
pub struct Bond { pub goods: String }
fn needs<T: Serialize>(_: &T) {}
fn main() { needs(&Bond { goods: String::from("tea") }); println!("cleared"); }
"""


class RealCratesAreServed(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crates = closure("serde")
        names = {crate.name for crate in cls.crates}
        assert {
            "serde",
            "serde_derive",
            "syn",
            "quote",
            "proc-macro2",
        } <= names, f"Debian's librust-serde-derive-dev is not installed, found only {sorted(names)}"
        cls.house = cls.server.create_repository("serde-closure")
        for crate in cls.crates:
            answer = cls.house.publish(crate.publish_body)
            assert answer.status == 200, f"{crate.name}: {answer.status} {answer.message()}"

    def test_every_crate_comes_back_byte_for_byte(self):
        for crate in self.crates:
            with self.subTest(crate=crate.name):
                answer = self.house.download(crate.name, crate.version)
                self.assertEqual(answer.status, 200)
                self.assertEqual(hashlib.sha256(answer.body).hexdigest(), crate.checksum)

    def test_every_index_line_says_what_the_manifest_says(self):
        for crate in self.crates:
            with self.subTest(crate=crate.name):
                (line,) = self.house.lines(crate.name)
                expected = crate.index_line
                self.assertEqual(
                    (line["name"], line["vers"], line["cksum"]), (crate.name, crate.version, crate.checksum)
                )
                self.assertEqual(line.get("links"), expected["links"])
                self.assertEqual(line.get("rust_version"), expected.get("rust_version"))
                self.assertEqual(line["features"] | line.get("features2", {}), crate.manifest.get("features", {}))
                self.assertEqual(len(line["deps"]), len(expected["deps"]))
                self.assertEqual(
                    {(one["name"], one["kind"], one.get("package")) for one in line["deps"]},
                    {(one["name"], one["kind"], one.get("package")) for one in expected["deps"]},
                )
                self.assertTrue(all(one.get("registry") is None for one in line["deps"]))

    def test_a_project_builds_by_source_replacement(self):
        cargo = Cargo(self.folder()).use(self.house.index(), token=self.server.key, replace=True)
        project = cargo.project("replaced", 'serde = { version = "1", features = ["derive"] }', main=MAIN)
        self.assertIn("cleared", cargo.run("run", "-q", cwd=project).stdout)
        lock = (project / "Cargo.lock").read_text()
        self.assertIn("registry+https://github.com/rust-lang/crates.io-index", lock)
        serde = next(crate for crate in self.crates if crate.name == "serde")
        self.assertIn(serde.checksum, lock)

    def test_a_project_builds_by_naming_the_registry(self):
        cargo = Cargo(self.folder()).use(self.house.index(), token=self.server.key)
        project = cargo.project(
            "named", 'serde = { version = "1", features = ["derive"], registry = "house" }', main=MAIN
        )
        cargo.run("check", cwd=project)
        lock = (project / "Cargo.lock").read_text()
        self.assertIn(self.house.index(), lock)
        self.assertNotIn("crates.io", lock)


if __name__ == "__main__":
    unittest.main()
