"""`kill -9` while clients publish and yank: the git index is the sparse index each time, old clones can be updated, and
made again from the first event it is the same to the last object."""

import http.client
import os
import pathlib
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from support import wire  # noqa: E402
from support.crate import sample  # noqa: E402
from support.git import Git, has_git, sparse_index  # noqa: E402
from support.server import Server  # noqa: E402

ROUNDS = int(os.environ.get("ENTREPOT_GIT_KILL_ROUNDS", "10"))
CLIENTS = 6
SEED = int(os.environ.get("ENTREPOT_KILL_SEED", "0")) or random.randrange(1 << 30)
NAMES = ["shared"] + [f"crate-{number}" for number in range(CLIENTS)]


def publish_and_yank(house, round_number, number, count):
    """Until the server dies."""
    yank = house.base() + "/api/v1/crates/{}/{}/yank"
    for turn in range(10_000):
        name, version = ("shared" if turn % 3 == 0 else f"crate-{number}"), f"{round_number}.{number}.{turn}"
        try:
            if house.publish(sample(name, version)[0]).status != 200:
                return
            count.append(version)
            if turn % 4 == 3:
                wire.request(yank.format(name, version), "DELETE", {"Authorization": house.server.key})
        except (OSError, http.client.HTTPException, AttributeError):  # the last: how http.client says "reset"
            return


def objects_of(clone):
    return set(clone.run("cat-file", "--batch-all-objects", "--batch-check").stdout.splitlines())


@unittest.skipUnless(has_git(), "git is not installed")
class KilledWhileTheIndexGrows(unittest.TestCase):
    def setUp(self):
        folder = tempfile.mkdtemp(prefix="entrepot-fault-git-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.git = Git(folder)
        self.server = Server(options=["--event-loops", "2"]).init().start()
        self.addCleanup(self.server.close)
        self.house = self.server.create_repository("under-fire", "--public")

    def assert_is_the_sparse_index(self, clone):
        self.assertEqual(clone.files(), sparse_index(self.house, NAMES), f"seed {SEED}")

    def test_it_is_the_sparse_index_after_each_kill_and_the_same_when_made_again(self):
        chance = random.Random(SEED)
        old = self.git.clone(self.house.git_index("public"), "old")
        published = []
        for round_number in range(ROUNDS):
            threads = [
                threading.Thread(target=publish_and_yank, args=(self.house, round_number, number, published), daemon=True)
                for number in range(CLIENTS)
            ]
            for thread in threads:
                thread.start()
            time.sleep(chance.uniform(0.05, 0.5))
            self.server.kill()
            for thread in threads:
                thread.join(30)
                self.assertFalse(thread.is_alive())
            self.server.start(self.server.port)
            fresh = self.git.clone(self.house.git_index("public"), f"fresh-{round_number}", version=round_number % 3)
            old.fetch()
            for clone in (fresh, old):
                clone.check()
                self.assert_is_the_sparse_index(clone)
        self.assertGreater(len(published), ROUNDS, "the clients hardly published: the test says nothing")
        last = self.git.clone(self.house.git_index("public"), "last")
        self.make_again()
        again = self.git.clone(self.house.git_index("public"), "again")
        self.assertEqual(objects_of(again), objects_of(last))
        self.assertEqual(again.commit(), last.commit())
        # A clone from before is known to what was made again.
        self.assertEqual(self.house.publish(sample("shared", "999.0.0")[0]).status, 200)
        before = len(objects_of(last))
        last.fetch()
        self.assertEqual(len(objects_of(last)) - before, 5)
        self.assert_is_the_sparse_index(last)

    def make_again(self):
        """Everything that is derived is thrown away behind the server's back."""
        self.assertEqual(self.server.stop(), 0)
        database = sqlite3.connect(self.server.data / "entrepot.sqlite3", isolation_level=None)
        for table in ("git_states", "git_entries", "followers WHERE name = 'git_index'"):
            database.execute(f"DELETE FROM {table}")
        database.close()
        self.server.start(self.server.port)
        deadline = time.monotonic() + 60
        while self.server.metrics()['entrepot_follower_lag_events{follower="git_index"}'] > 0:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main()
