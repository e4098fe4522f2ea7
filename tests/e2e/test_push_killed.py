"""A push that is cut down at every step, the client or the server: pushed again, it is there, once and whole."""

import contextlib
import hashlib
import random
import sqlite3
import subprocess
import unittest

from support.crate import archive, metadata
from support.cutter import Cutter, Point
from support.server import CONFLICT, TRY_AGAIN, ServerCase, clean_environment

SMALL = 50_000
IN_PARTS = 17 << 20  # three parts
NOISE = random.Random(7).randbytes(IN_PARTS)


class KilledPush(ServerCase):
    """Every case is a version of its own in one repository."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rules = {"max_crate_bytes": 64 << 20, "new_version_burst": 0, "new_crate_burst": 0}
        cls.house = cls.server.create_repository("house", **rules)
        cls.cases = 0

    def crate(self, size):
        """A new version with so many bytes that cannot be compressed: (version, path, content)."""
        type(self).cases += 1
        version = f"1.0.{self.cases}"
        content = archive(metadata("ship", version), {"src/lib.rs": "", "hull.bin": NOISE[:size]})
        path = self.folder() / f"ship-{version}.crate"
        path.write_bytes(content)
        return version, path, content

    def start_push(self, url, path, *options):
        return subprocess.Popen(
            [self.server.binary, "push", "cargo", self.house.name, str(path), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=clean_environment(ENTREPOT_URL=url, ENTREPOT_API_KEY=self.server.key),
        )

    @staticmethod
    def end_of(process):
        with process:
            stdout, stderr = process.communicate(timeout=120)
            return process.returncode, stdout + stderr

    def push(self, url, path, *options):
        return self.end_of(self.start_push(url, path, *options))

    def killed_push(self, path, step, point):
        with Cutter(self.server.port, step, point) as relay:
            process = self.start_push(relay.url, path)
            relay.when_reached(process.kill)
            self.assertEqual(self.end_of(process)[0], -9)

    def requests_of_a_push(self, size):
        _, path, _ = self.crate(size)
        with Cutter(self.server.port) as relay:
            code, said = self.push(relay.url, path)
            self.assertEqual(code, 0, said)
            return relay.connections

    def rows(self, question):
        with contextlib.closing(sqlite3.connect(f"file:{self.server.data}/entrepot.sqlite3?mode=ro", uri=True)) as base:
            return base.execute(question).fetchone()[0]

    def check_there_once(self, version, content):
        lines = [line for line in self.house.lines("ship") if line["vers"] == version]
        self.assertEqual([line["cksum"] for line in lines], [hashlib.sha256(content).hexdigest()])
        self.assertTrue(self.house.download("ship", version).body == content)  # too much to print
        listed = self.server.cli("list", "packages", self.house.name, "-q", f"version:^{version}$")
        self.assertEqual([(one["version"], one["status_str"]) for one in listed], [(version, "Completed")])

    def check_nothing_left(self):
        self.assertEqual(self.rows("SELECT COUNT(*) FROM uploads"), 0)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM upload_parts"), 0)

    def restart(self):
        port, tls_port = self.server.port, self.server.tls_port
        self.server.kill()
        self.server.start(port, tls_port)

    def cases_of(self, size):
        for step in range(1, self.requests_of_a_push(size) + 1):
            for point in Point:
                yield step, point

    def check_client_killed(self, size):
        for step, point in self.cases_of(size):
            with self.subTest(step=step, point=point.value):
                version, path, content = self.crate(size)
                self.killed_push(path, step, point)
                code, said = self.push(self.server.url, path)
                # The last answer may be all that was lost: then the package is there, and that is what is said.
                self.assertIn(code, (0, CONFLICT), said)
                self.check_there_once(version, content)
                self.check_nothing_left()
                if size == SMALL:
                    code, said = self.push(self.server.url, path, "--skip-existing")
                    self.assertEqual(code, 0, said)
                    self.check_nothing_left()

    def check_server_killed(self, size):
        for step, point in self.cases_of(size):
            with self.subTest(step=step, point=point.value):
                version, path, content = self.crate(size)
                with Cutter(self.server.port, step, point) as relay:
                    process = self.start_push(relay.url, path)
                    relay.when_reached(self.restart)
                    code, said = self.end_of(process)
                # The push outlives the server: it asks again what was lost.
                self.assertEqual(code, 0, said)
                self.check_there_once(version, content)
                self.assertEqual(self.push(self.server.url, path)[0], CONFLICT)
                self.check_nothing_left()

    def test_client_of_a_small_file(self):
        self.check_client_killed(SMALL)

    def test_client_of_a_file_in_parts(self):
        self.check_client_killed(IN_PARTS)

    def test_server_of_a_small_file(self):
        self.check_server_killed(SMALL)

    def test_server_of_a_file_in_parts(self):
        self.check_server_killed(IN_PARTS)

    def test_parts_that_have_come_are_not_sent_again(self):
        version, path, content = self.crate(IN_PARTS)
        all_requests = self.requests_of_a_push(IN_PARTS)
        # validate, announce, info, part 1, part 2, part 3, complete, make: killed before the third part.
        self.killed_push(path, 6, Point.BEFORE)
        with Cutter(self.server.port) as relay:
            code, said = self.push(relay.url, path)
            self.assertEqual(code, 0, said)
            self.assertEqual(relay.connections, all_requests - 2)
        self.check_there_once(version, content)

    def test_a_server_that_stays_away_is_told_and_the_push_goes_on_later(self):
        version, path, content = self.crate(IN_PARTS)
        port, tls_port = self.server.port, self.server.tls_port
        with Cutter(port, 5, Point.MIDWAY) as relay:
            process = self.start_push(relay.url, path)
            relay.when_reached(self.server.kill)
            code, said = self.end_of(process)
        self.assertEqual(code, TRY_AGAIN, said)
        self.server.start(port, tls_port)
        code, said = self.push(self.server.url, path)
        self.assertEqual(code, 0, said)
        self.check_there_once(version, content)
        self.check_nothing_left()

    def test_parts_that_somebody_else_completes_meanwhile_are_taken(self):
        version, path, content = self.crate(IN_PARTS)
        with Cutter(self.server.port, 5, Point.BEFORE) as relay:
            process = self.start_push(relay.url, path)
            # Another goes on with the same upload from its second part, and is gone before it makes the package.
            relay.when_reached(lambda: self.killed_push(path, 7, Point.BEFORE))
            code, said = self.end_of(process)
        self.assertEqual(code, 0, said)
        self.check_there_once(version, content)
        self.check_nothing_left()

    def test_what_somebody_else_pushes_meanwhile_is_there(self):
        for options, expected in ((("--skip-existing",), 0), ((), CONFLICT)):
            version, path, content = self.crate(SMALL)
            with Cutter(self.server.port, 3, Point.BEFORE) as relay:
                process = self.start_push(relay.url, path, *options)
                relay.when_reached(lambda path=path: self.assertEqual(self.push(self.server.url, path)[0], 0))
                code, said = self.end_of(process)
            self.assertEqual(code, expected, said)
            self.check_there_once(version, content)
            self.check_nothing_left()

    def test_two_pushes_of_one_file_at_once_are_one_package_and_one_conflict(self):
        for size in (SMALL, IN_PARTS):
            version, path, content = self.crate(size)
            both = [self.start_push(self.server.url, path) for _ in range(2)]
            said = [process.communicate(timeout=120)[1] for process in both]
            self.assertEqual(sorted(process.returncode for process in both), [0, CONFLICT], said)
            self.assertIn("already uploaded", "".join(said))
            self.check_there_once(version, content)
            self.check_nothing_left()


if __name__ == "__main__":
    unittest.main()
