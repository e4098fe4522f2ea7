"""A .crate that is uploaded says by itself what cargo would have sent with it."""

import unittest

from support.cargo import Cargo
from support.corpus import closure
from support.crate import sample
from support.server import ServerCase

LIBRARIES = {
    "log": {},
    "serde": {"derive": [], "std": [], "alloc": []},
    "quickcheck": {},
    "cc": {},
    "libc": {},
    "winapi": {},
    "sibling": {},
}

# Every kind of dependency, target, rename, feature and registry that cargo has a spelling of its own for.
MANIFEST = r"""
[package]
name = "harbour"
version = "0.3.0+tide"
edition = "2021"
rust-version = "1.70"
description = "Where ships are."
license = "MIT OR Apache-2.0"
keywords = ["ship"]
categories = ["science"]
homepage = "https://example.org/harbour"
links = "harbour"
build = "build.rs"
publish = ["house"]

[features]
default = ["std"]
std = []
extra = ["dep:log", "renamed?/derive", "std"]
both = ["renamed"]

[dependencies]
log = { version = "0", optional = true }
renamed = { package = "serde", version = "=1.0.0", features = ["std", "alloc"], default-features = false, optional = true }
sibling = { version = ">=0.1, <3", registry = "house" }
cousin = { version = "~1.0", registry = "other" }

[dev-dependencies]
quickcheck = "1.0"
local = { path = "local" }

[build-dependencies]
cc = "1"

[target.'cfg(all( unix,not( target_os="macos" ),))'.dependencies]
libc = "1.*"

[target."cfg(any(target_arch = \"x86\",   windows))".dev-dependencies]
libc = "1"

[target.x86_64-pc-windows-gnu.dependencies]
winapi = "1"
"""


class PushedCrate(ServerCase):
    def test_has_the_index_line_that_real_cargo_would_have_made(self):
        house, other = self.repository(), self.server.create_repository("other")
        for name, features in LIBRARIES.items():
            self.assertEqual(house.publish(sample(name, "1.0.0", features=features)[0]).status, 200)
        self.assertEqual(house.publish(sample("log", "0.4.0")[0]).status, 200)
        self.assertEqual(other.publish(sample("cousin", "1.0.0")[0]).status, 200)
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key, replace=True)
        config = (cargo.home / "config.toml").read_text() + f'[registries.other]\nindex = "{other.index()}"\n'
        cargo.configure(config)
        with (cargo.home / "credentials.toml").open("a") as credentials:
            credentials.write(f'[registries.other]\ntoken = "{self.server.key}"\n')
        project = cargo.folder / "harbour"
        for path, text in {
            "Cargo.toml": MANIFEST,
            "src/lib.rs": "",
            "build.rs": "fn main() {}",
            "README.txt": "A harbour.\n",
            "local/Cargo.toml": '[package]\nname = "local"\nversion = "0.0.0"\nedition = "2021"\n',
            "local/src/lib.rs": "",
        }.items():
            (project / path).parent.mkdir(parents=True, exist_ok=True)
            (project / path).write_text(text)
        cargo.run("publish", "--registry", "house", "--no-verify", "--allow-dirty", cwd=project)

        published = house.timeless_lines("harbour")
        self.assertEqual(len(published), 1)
        self.assertIn("crates.io-index", published[0])
        crate = house.download("harbour", "0.3.0+tide").body
        refused = house.push(crate)
        self.assertEqual(refused.status, 409, refused.body)
        pushed = house.push(crate, republish=True)
        self.assertEqual(pushed.status, 201, pushed.body)
        self.assertEqual(house.timeless_lines("harbour"), published)

    def test_of_the_corpus_has_the_index_line_of_its_publish(self):
        rules = {"max_features": 5000, "refuse_reserved_names": "false"}
        published, pushed = self.repository(**rules), self.server.create_repository("pushed", **rules)
        pushed.set(use_default_cargo_upstream=False)  # the corpus is a closed world
        crates = closure("serde", "serde_derive", "rand", "tokio", "clap", "syn", "regex")
        if not crates:
            self.skipTest("no librust-*-dev packages are installed")
        for crate in crates:
            answer = published.publish(crate.publish_body)
            self.assertEqual(answer.status, 200, f"{crate.name}: {answer.body}")
            answer = pushed.push(crate.archive)
            self.assertEqual(answer.status, 201, f"{crate.name}: {answer.body}")
        for crate in crates:
            self.assertEqual(pushed.timeless_lines(crate.name), published.timeless_lines(crate.name), crate.name)


if __name__ == "__main__":
    unittest.main()
