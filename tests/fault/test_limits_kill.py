"""`kill -9` while limited tokens are used: at most the counts of the last second are gone, and none is made up."""

import http.client
import os
import pathlib
import random
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
from support import wire  # noqa: E402
from support.crate import sample  # noqa: E402
from support.server import Server  # noqa: E402

ROUNDS = int(os.environ.get("ENTREPOT_KILL_ROUNDS", "50")) // 5
CLIENTS = 4
SEED = int(os.environ.get("ENTREPOT_KILL_SEED", "0")) or random.randrange(1 << 30)
FOREVER = 1_000_000_000


class Visitor(threading.Thread):
    """Downloads until the server dies, each time from another address. `served`: when each answer was complete."""

    def __init__(self, server, target, number):
        super().__init__(daemon=True)
        self.server, self.target, self.number = server, target, number
        self.asked, self.served, self.wrong = 0, [], []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=20)
        while True:
            self.asked += 1
            address = f"10.{self.number}.{self.asked // 250 % 250}.{self.asked % 250}"
            try:
                answer = wire.send(connection, "GET", self.target, {"X-Forwarded-For": address})
            except (OSError, http.client.HTTPException):
                return
            if answer.status != 200:
                self.wrong.append((answer.status, answer.message()))
                return
            self.served.append(time.monotonic())


class KilledWhileCounting(unittest.TestCase):
    def test_at_most_a_second_of_counts_is_lost(self):
        chance = random.Random(SEED)
        server = Server(options=["--event-loops", "2", "--trusted-proxies", "127.0.0.1"]).init().start()
        self.addCleanup(server.close)
        house = server.create_repository("under-fire")
        body, crate = sample("tea")
        self.assertEqual(house.publish(body).status, 200)
        limits = ["--limit-num-downloads", FOREVER, "--limit-num-clients", 100_000, "--limit-bandwidth", FOREVER]
        made = server.cli("entitlements", "create", house.name, "--name", "watched", *map(str, limits))
        server.secrets.add(made["token"])
        lost = []
        for round_number in range(ROUNDS):
            server.command("entitlements", "reset", house.name, made["slug_perm"])
            target = house.base(made["token"])[len(server.url) :] + "/tea-1.0.0.crate"
            visitors = [Visitor(server, target, number) for number in range(CLIENTS)]
            for visitor in visitors:
                visitor.start()
            time.sleep(chance.uniform(1.1, 2.5))
            killed = time.monotonic()
            server.kill()
            for visitor in visitors:
                visitor.join(30)
                self.assertFalse(visitor.is_alive())
                self.assertEqual(visitor.wrong, [], f"seed {SEED}")
            server.start()
            counted = next(
                one
                for one in server.cli("entitlements", "list", house.name)
                if one["slug_perm"] == made["slug_perm"]
            )
            with self.subTest(round=round_number, seed=SEED):
                before = sum(1 for visitor in visitors for when in visitor.served if when < killed - 1)
                self.assertGreater(before, 0, "nobody was served in time: the test says nothing")
                self.assertGreaterEqual(counted["downloads"], before, "more than a second of counts is gone")
                self.assertLessEqual(counted["downloads"], sum(visitor.asked for visitor in visitors))
                self.assertEqual(counted["bandwidth"], counted["downloads"] * len(crate))
                self.assertEqual(counted["clients"], counted["downloads"], "each came from an address of its own")
            lost.append(sum(len(visitor.served) for visitor in visitors) - counted["downloads"])
        sys.stderr.write(f"\n{ROUNDS} kills, lost counts of downloads: {lost}; seed {SEED}\n")


if __name__ == "__main__":
    unittest.main()
