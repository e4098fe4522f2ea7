"""A workspace of crates that depend on each other, published in one command and used by another project."""

import re
import unittest

from support.cargo import Cargo
from support.environment import needs_cargo
from support.server import ServerCase

# name → what it depends on; four levels deep, so that cargo must wait for the index three times.
MEMBERS = {"hull": [], "mast": ["hull"], "rope": [], "sail": ["mast", "rope"], "ship": ["sail", "hull"]}


class WorkspaceIsPublished(ServerCase):
    def workspace(self, cargo, version="0.1.0"):
        root = cargo.folder / "workspace"
        root.mkdir(exist_ok=True)
        (root / "Cargo.toml").write_text(
            '[workspace]\nmembers = ["*"]\nresolver = "2"\nexclude = ["target"]\n[workspace.package]\n'
            f'version = "{version}"\nedition = "2021"\nlicense = "MIT"\ndescription = "A part of a ship."\n'
        )
        for name, needs in MEMBERS.items():
            folder = root / name
            (folder / "src").mkdir(parents=True, exist_ok=True)
            lines = [f'{one} = {{ path = "../{one}", version = "{version}", registry = "house" }}' for one in needs]
            (folder / "Cargo.toml").write_text(
                f'[package]\nname = "{name}"\nversion.workspace = true\nedition.workspace = true\nlicense.workspace = true\n'
                'description.workspace = true\npublish = ["house"]\n[dependencies]\n' + "\n".join(lines) + "\n"
            )
            calls = " + ".join(["1"] + [f"{one}::parts()" for one in needs])
            (folder / "src" / "lib.rs").write_text(f"pub fn parts() -> u32 {{ {calls} }}\n")
        return root

    def uses_the_ship(self, house):
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key)
        project = cargo.project(
            "harbour",
            'ship = { version = "0.1", registry = "house" }',
            main='fn main() { println!("{}", ship::parts()); }',
        )
        self.assertEqual(cargo.run("run", "-q", cwd=project).stdout.strip(), "6")

    @needs_cargo(1, 90, "cargo publish --workspace")
    def test_in_one_command(self):
        house = self.repository()
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key)
        done = cargo.run("publish", "--workspace", "--registry", "house", cwd=self.workspace(cargo))
        confirmed = "".join(re.findall(r"Published .*", done.stderr))
        self.assertEqual(sorted(re.findall(r"(\w+) v0\.1\.0", confirmed)), sorted(MEMBERS))
        self.uses_the_ship(house)

    @needs_cargo(1, 90, "cargo publish --workspace")
    def test_again_after_half_of_it_was_published(self):
        """Publishing a workspace is not atomic: what is there already is named, and the rest can be published."""
        house = self.repository()
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key)
        root = self.workspace(cargo)
        cargo.run("publish", "-p", "hull", "-p", "mast", "--registry", "house", cwd=root)
        done = cargo.run("publish", "--workspace", "--registry", "house", cwd=root, expect=101)
        self.assertIn("already exists", done.stderr)
        cargo.run("publish", "-p", "rope", "-p", "sail", "-p", "ship", "--registry", "house", cwd=root)
        self.uses_the_ship(house)

    def test_one_after_another(self):
        """What works with every cargo: the index shows a version when the answer to its publish arrives."""
        house = self.repository()
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key)
        root = self.workspace(cargo)
        for name in MEMBERS:
            cargo.run("publish", "-p", name, "--registry", "house", "--no-verify", cwd=root)
        self.uses_the_ship(house)


if __name__ == "__main__":
    unittest.main()
