"""Every crate that Debian's librust-*-dev packages have put here (about 316), through a private
repository. `make test-corpus`.

Not called test_*.py: it takes minutes, and needs librust-{reqwest,tokio,clap,serde,hyper,regex,rayon,criterion}-dev.
"""

import concurrent.futures
import hashlib
import tempfile
import unittest

from support.cargo import Cargo
from support.corpus import all_crates
from support.git import Git, sparse_index
from support.server import ServerCase

LEAST = 300
PUBLISHERS = 4

DEPENDENCIES = """
reqwest = {{ version = "0.11"{registry} }}
clap = {{ version = "4"{registry} }}
rayon = {{ version = "1"{registry} }}
"""

MAIN = """
fn main() {
    let matches = clap::Command::new("harbour").get_matches();
    use rayon::prelude::*;
    let sum: u64 = (0..100u64).into_par_iter().sum();
    let client: Option<reqwest::Client> = None;
    println!("{sum} {} {}", client.is_none(), matches.args_present());
}
"""


class WholeCorpus(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.crates = list(all_crates().values())
        assert len(cls.crates) >= LEAST, f"only {len(cls.crates)} crates are installed"
        # web-sys and winapi have thousands of features, compiler_builtins a reserved name: a repository must say that it takes them.
        cls.house = cls.server.create_repository(
            "corpus", max_features=5000, max_feature_values=5000, max_dependencies=1000, refuse_reserved_names="false"
        )

        def publish(crate):
            answer = cls.house.publish(crate.publish_body)
            return None if answer.status == 200 else f"{crate.name} {crate.version}: {answer.status} {answer.message()}"

        with concurrent.futures.ThreadPoolExecutor(PUBLISHERS) as pool:
            refused = [text for text in pool.map(publish, cls.crates) if text]
        assert not refused, "\n".join(refused)

    def test_a_file_alone_gives_the_index_line_of_a_publish(self):
        pushed = self.server.create_repository(
            "pushed", max_features=5000, max_feature_values=5000, max_dependencies=1000, refuse_reserved_names="false"
        ).set(use_default_cargo_upstream=False)

        def push(crate):
            answer = pushed.push(crate.archive)
            return None if answer.status == 201 else f"{crate.name} {crate.version}: {answer.status} {answer.body}"

        with concurrent.futures.ThreadPoolExecutor(PUBLISHERS) as pool:
            refused = [text for text in pool.map(push, self.crates) if text]
        self.assertEqual(refused, [])
        for name in sorted({crate.name for crate in self.crates}):
            with self.subTest(crate=name):
                self.assertEqual(pushed.timeless_lines(name), self.house.timeless_lines(name))

    def builds(self, cargo, registry):
        project = cargo.project("harbour", DEPENDENCIES.format(registry=registry), main=MAIN)
        cargo.run("check", cwd=project, timeout=1200)
        return (project / "Cargo.lock").read_text()

    def test_every_crate_is_served_byte_for_byte(self):
        for crate in self.crates:
            with self.subTest(crate=f"{crate.name} {crate.version}"):
                answer = self.house.download(crate.name, crate.version)
                self.assertEqual(hashlib.sha256(answer.body).hexdigest(), crate.checksum)
                self.assertIn(crate.checksum, [line["cksum"] for line in self.house.lines(crate.name)])

    def test_a_project_builds_by_source_replacement_alone(self):
        lock = self.builds(Cargo(self.folder()).use(self.house.index(), token=self.server.key, replace=True), "")
        self.assertGreater(lock.count("[[package]]"), 60)
        self.assertIn("registry+https://github.com/rust-lang/crates.io-index", lock)

    def test_a_project_builds_by_naming_the_registry(self):
        lock = self.builds(Cargo(self.folder()).use(self.house.index(), token=self.server.key), ', registry = "house"')
        self.assertNotIn("crates.io", lock)

    def test_the_git_index_is_the_sparse_index_byte_for_byte(self):
        token = self.server.create_entitlement(self.house.name, "reader")
        names = {crate.name for crate in self.crates}
        expected = sparse_index(self.house, names, access=token)
        self.assertEqual(len(expected), len(names) + 1)
        with tempfile.TemporaryDirectory(prefix="entrepot-e2e-work-") as folder:
            git = Git(folder)
            for version in (0, 2):
                clone = git.clone(self.house.git_index(token), f"v{version}", version=version)
                clone.check()
                self.assertEqual(clone.files(), expected)

    def test_a_project_builds_through_git(self):
        token = self.server.create_entitlement(self.house.name, "builder")
        for replace, registry in ((True, ""), (False, ', registry = "house"')):
            cargo = Cargo(self.folder()).use(self.house.git_index(token), replace=replace, provider=False)
            self.assertGreater(self.builds(cargo, registry).count("[[package]]"), 60)

    def test_publishing_twice_is_refused_for_each(self):
        for crate in self.crates[::20]:
            self.assertIn(self.house.publish(crate.publish_body).status, (400, 409))


if __name__ == "__main__":
    unittest.main()
