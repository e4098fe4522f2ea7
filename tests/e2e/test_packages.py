"""Packages by the command line: pushed, listed, copied, tagged, kept in quarantine, deleted and restored."""

import hashlib
import json
import unittest

from support import wire
from support.cargo import Cargo
from support.crate import archive, dependency, metadata, sample
from support.server import CONFLICT, NOT_FOUND, ServerCase


class PackagesByCommandLine(ServerCase):
    def crate_file(self, folder, name, version="1.0.0", **fields):
        path = folder / f"{name}-{version}.crate"
        path.write_bytes(archive(metadata(name, version, **fields)))
        return str(path)

    def names(self, house, *options):
        return [f"{one['name']} {one['version']}" for one in self.server.cli("list", "packages", house.name, *options)]

    def test_many_files_go_in_the_order_of_their_dependencies_and_are_built_from(self):
        house = self.repository(require_known_dependencies="true")
        house.set(use_default_cargo_upstream=False)
        folder = self.folder()
        files = [
            self.crate_file(folder, "ship", deps=[dependency("sail"), dependency("hull")]),
            self.crate_file(folder, "sail", deps=[dependency("mast")]),
            self.crate_file(folder, "mast", deps=[dependency("hull")]),
            self.crate_file(folder, "hull"),
        ]
        results = self.server.cli("push", "cargo", house.name, *files, "--tags", "Fleet")
        self.assertEqual({one["name"] for one in results}, {"ship", "sail", "mast", "hull"})
        self.assertTrue(all(one["status"] == "Completed" for one in results), results)
        self.assertEqual(self.names(house, "-q", "tag:fleet", "--sort", "name")[0], "hull 1.0.0")
        self.assertEqual(self.names(house, "--sort", "name", "--page", "2", "--page-size", "3"), ["ship 1.0.0"])
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key)
        project = cargo.project("harbour", 'ship = { version = "1", registry = "house" }')
        cargo.run("check", cwd=project)

    def test_a_refused_file_is_told_and_the_others_go_on_if_asked_to(self):
        house, folder = self.repository(), self.folder()
        files = [self.crate_file(folder, name) for name in ("tea", "cup")]
        self.server.command("push", "cargo", house.name, files[0])
        done = self.server.command("push", "cargo", house.name, files[0], expect=CONFLICT)
        self.assertIn("already uploaded", done.stderr)
        done = self.server.command("push", "cargo", house.name, *files, "--skip-errors", expect=CONFLICT)
        self.assertIn("1 of 2 files were refused", done.stderr)
        self.assertEqual(sorted(self.names(house)), ["cup 1.0.0", "tea 1.0.0"])
        self.server.command("push", "cargo", house.name, files[0], "--republish")
        (folder / "junk.crate").write_text("no crate")
        done = self.server.command("push", "cargo", house.name, str(folder / "junk.crate"), expect=1)
        self.assertIn("junk.crate", done.stderr)

    def test_a_dry_run_leaves_nothing(self):
        house, folder = self.repository(), self.folder()
        done = self.server.command("push", "cargo", house.name, self.crate_file(folder, "tea"), "--dry-run")
        self.assertIn("could be pushed", done.stderr)
        self.assertEqual(self.names(house), [])

    def test_the_life_of_a_package(self):
        house, shop = self.repository(), self.server.create_repository("shop")
        folder = self.folder()
        content = archive(metadata("tea", "1.0.0", deps=[dependency("leaf", "^0.3")]))
        (folder / "tea-1.0.0.crate").write_bytes(content)
        self.server.command("push", "cargo", house.name, str(folder / "tea-1.0.0.crate"))
        tea = f"{house.name}/tea@1.0.0"
        self.assertEqual(self.server.command("status", tea).stdout.strip(), "Completed")
        self.assertIn("leaf", self.server.command("dependencies", tea).stdout)
        self.assertIn("good", self.server.command("tags", "add", tea, "good", "--immutable").stdout)
        self.assertIn("automatic: latest", self.server.command("tags", "list", tea).stdout)
        self.server.command("tags", "remove", tea, "good")

        target = folder / "fetched"
        self.server.command("download", tea, "--output", str(target))
        self.assertEqual(hashlib.sha256(target.read_bytes()).digest(), hashlib.sha256(content).digest())

        self.server.command("copy", tea, "shop")
        self.assertEqual(self.names(shop), ["tea 1.0.0"])
        self.assertIn("already uploaded", self.server.command("copy", tea, "shop", expect=CONFLICT).stderr)
        self.server.command("quarantine", "add", tea)
        self.assertEqual(house.download("tea", "1.0.0").status, 403)
        self.server.command("quarantine", "remove", tea)

        self.server.command("delete", tea, "--yes")
        self.assertEqual(self.names(house), [])
        deleted = self.server.cli("list", "deleted", house.name)
        self.server.command("restore", house.name, deleted[0]["slug_perm"])
        self.assertEqual(self.names(house), ["tea 1.0.0"])
        self.server.command("delete", f"{shop.name}/tea@1.0.0", "--yes")
        self.server.command("restore", house.name, "nothing", expect=NOT_FOUND)

    def test_what_is_in_quarantine_stays_in_lock_files_but_is_not_downloaded(self):
        house = self.repository()
        self.assertEqual(house.publish(sample("tea", "1.0.0")[0]).status, 200)
        cargo = Cargo(self.folder()).use(house.index(), token=self.server.key)
        project = cargo.project("harbour", 'tea = { version = "1", registry = "house" }')
        cargo.run("generate-lockfile", cwd=project)
        self.server.command("quarantine", "add", f"{house.name}/tea@1.0.0")
        other = Cargo(self.folder()).use(house.index(), token=self.server.key)
        done = other.run("fetch", "--locked", cwd=project, expect=101)
        self.assertIn("quarantine", done.stderr)
        fresh = other.project("fresh", 'tea = { version = "1", registry = "house" }')
        done = other.run("generate-lockfile", cwd=fresh, expect=101)
        self.assertIn("tea", done.stderr)


class KilledServer(ServerCase):
    def ask(self, method, path, body=b""):
        return wire.request(self.server.url + path, method, {"Authorization": self.server.key}, body)

    def test_an_upload_goes_on_where_it_was(self):
        house = self.repository()
        crate = sample("tea", "1.0.0", files={"src/lib.rs": "x" * 50_000})[1]
        begun = self.ask(
            "POST",
            f"/v1/files/{house.name}/",
            json.dumps(
                {
                    "filename": "tea-1.0.0.crate",
                    "method": "put_parts",
                    "md5_checksum": hashlib.md5(crate).hexdigest(),
                }
            ).encode(),
        ).json()
        identifier = begun["identifier"]
        self.server.secrets.add(identifier)
        half = len(crate) // 2
        for number, part in ((1, crate[:half]), (2, crate[half:])):
            answer = self.ask("PUT", f"/v1/uploads/{identifier}/?part_number={number}", part)
            self.assertEqual(answer.status, 200, answer.body)
            self.restart()
        self.assertEqual(self.ask("POST", f"/v1/files/{house.name}/{identifier}/complete/").status, 201)
        self.restart()
        made = self.ask(
            "POST", f"/v1/packages/{house.name}/upload/cargo/", json.dumps({"package_file": identifier}).encode()
        )
        self.assertEqual(made.status, 201, made.body)
        self.restart()
        self.assertEqual(house.download("tea", "1.0.0").body, crate)

    def restart(self):
        port, tls_port = self.server.port, self.server.tls_port
        self.server.kill()
        self.server.start(port, tls_port)


if __name__ == "__main__":
    unittest.main()
