"""A full disk: publishes are refused with 5xx, reading goes on, nothing is lost, and it heals with room.

Twice: on a small disk where one may be mounted, and anywhere with system calls that say that the disk is full.
"""

import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import shim  # noqa: E402
from support.crate import sample  # noqa: E402
from support.server import Server  # noqa: E402

DISK = "24m"
PLENTY = 1 << 40


def may_mount():
    """In a user and mount namespace of our own, as anybody may on most systems; as root it always works."""
    return subprocess.run([*namespace(), "true"], capture_output=True, check=False).returncode == 0


def namespace():
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


class MountedDisk:
    """A tmpfs that only processes in its namespace see; a sleeping process holds the namespace open."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-fault-disk-"))
        self.holder = subprocess.Popen(
            [
                *namespace(),
                "sh",
                "-c",
                f'mount -t tmpfs -o size={DISK} tmpfs "$1" && echo mounted && exec sleep 600',
                "sh",
                self.folder,
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.holder.stdout.readline() == "mounted\n"

    def command(self, program):
        """The program, on this disk."""
        flags = ["--mount"] if os.geteuid() == 0 else ["--user", "--preserve-credentials", "--mount"]
        return ["nsenter", *flags, "--target", str(self.holder.pid), str(program)]

    @property
    def path(self):
        """The disk as seen from outside its namespace."""
        return pathlib.Path(f"/proc/{self.holder.pid}/root") / self.folder.relative_to("/")

    def free(self):
        status = os.statvfs(self.path)
        return status.f_bavail * status.f_frsize

    def fill(self, leave):
        """Takes all room but `leave` bytes."""
        with (self.path / "ballast").open("ab", buffering=0) as ballast:
            while (room := self.free() - leave) > 0:
                try:
                    ballast.write(bytes(room))
                except OSError:
                    return  # the last page is gone

    def make_room(self):
        (self.path / "ballast").unlink(missing_ok=True)

    def close(self):
        self.holder.kill()
        self.holder.wait()
        self.holder.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class BudgetDisk:
    """A folder whose files may grow by so many bytes, all together: the shim counts, and then says ENOSPC."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-fault-disk-")).resolve()
        self.budget = self.folder / "budget"
        self.make_room()

    def command(self, program):
        variables = shim.variables(self.folder / "data", budget=self.budget)
        return ["env", *(f"{key}={value}" for key, value in variables.items()), str(program)]

    def set_budget(self, size):
        with self.budget.open("r+b" if self.budget.exists() else "wb", buffering=0) as file:
            file.write(struct.pack("=q", size))  # in place: running programs have it mapped

    def fill(self, leave):
        self.set_budget(leave)

    def make_room(self):
        self.set_budget(PLENTY)

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class FullDisk:
    """What must hold on a disk that `make_disk` gives."""

    def setUp(self):
        self.disk = self.make_disk()
        self.addCleanup(self.disk.close)
        self.server = Server(folder=tempfile.mkdtemp(prefix="entrepot-fault-"))
        self.addCleanup(shutil.rmtree, self.server.folder, ignore_errors=True)
        self.addCleanup(lambda: self.server.stop())
        self.start(first=True)
        self.house = self.server.create_repository("small-disk")
        self.chance = random.Random(11)
        self.kept = {}

    def start(self, first=False):
        """init, serve and verify run where the data folder is on the small disk."""
        self.server.data = self.disk.folder / "data"
        if first:
            wrapper = self.server.folder / "entrepot"
            wrapper.write_text("#!/bin/sh\nexec " + " ".join(self.disk.command(self.server.binary)) + ' "$@"\n')
            wrapper.chmod(0o755)
            self.server.binary = wrapper
            self.server.init()
        self.server.start()

    def publish(self, version, size):
        body, crate = sample("goods", version, {"src/lib.rs": "", "noise": self.chance.randbytes(size)})
        answer = self.house.publish(body)
        if answer.status == 200:
            self.kept[version] = crate
        return answer

    def everything_is_there(self):
        self.assertEqual({line["vers"] for line in self.house.lines("goods")}, set(self.kept))
        for version, crate in self.kept.items():
            self.assertEqual(self.house.download("goods", version).body, crate, version)

    def test_it_says_so_loses_nothing_and_heals(self):
        for number in range(3):
            self.assertEqual(self.publish(f"1.0.{number}", 100_000).status, 200)
        refused = 0
        for leave in (400_000, 64_000, 8_000, 0):  # no room for the crate, then none for the database, then none at all
            self.disk.fill(leave)
            for number in range(3):
                answer = self.publish(f"2.{leave}.{number}", 500_000)
                self.assertIn(answer.status // 100, (2, 5), answer.message())
                if answer.status != 200:
                    refused += 1
                    self.assertIn("errors", answer.json())
                answer = self.publish(f"3.{leave}.{number}", 100)
                self.assertIn(answer.status // 100, (2, 5), answer.message())
            self.everything_is_there()
        self.assertGreater(refused, 3, "the disk was never full")
        self.assertEqual(self.server.get("/healthz").status, 200)

        self.disk.make_room()
        deadline = time.monotonic() + 20
        number = 0
        while self.publish(f"4.0.{number}", 100_000).status != 200:
            number += 1
            self.assertLess(time.monotonic(), deadline, "there is room again, and still nothing can be published")
            time.sleep(0.2)
        self.everything_is_there()
        self.server.wait_ready()
        self.assertEqual(self.server.stop(), 0)
        self.server.offline("gc", "--data", str(self.server.data), "--grace", "0s")
        code, report = self.server.verify()
        self.assertEqual(code, 0, report)
        self.start()
        self.everything_is_there()

    def test_it_survives_a_restart_on_a_full_disk(self):
        self.assertEqual(self.publish("1.0.0", 100_000).status, 200)
        self.disk.fill(0)
        self.server.kill()
        try:
            self.server.start()
            self.everything_is_there()
            self.server.stop()
        except AssertionError as problem:  # it may refuse to start without any room, if it says why
            self.assertRegex(str(problem).lower(), r"disk|space|room|full")
        self.server.process = None
        self.disk.make_room()
        self.start()
        self.everything_is_there()
        self.assertEqual(self.publish("1.0.1", 100_000).status, 200)


@unittest.skipUnless(may_mount(), "this system lets us mount nothing, not even in a namespace of our own")
class FullMountedDisk(FullDisk, unittest.TestCase):
    make_disk = MountedDisk


class FullBudgetDisk(FullDisk, unittest.TestCase):
    make_disk = BudgetDisk


if __name__ == "__main__":
    unittest.main()
