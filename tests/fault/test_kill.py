"""`kill -9` at random moments while eight clients publish: what was acknowledged is there, nothing is there by half."""

import http.client
import json
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

ROUNDS = int(os.environ.get("ENTREPOT_KILL_ROUNDS", "50"))
CLIENTS = 8
SEED = int(os.environ.get("ENTREPOT_KILL_SEED", "0")) or random.randrange(1 << 30)

# Clients publish to crates of their own and to one that all share, so that the lines of one file are contended too.
SHARED = "shared"


class Client(threading.Thread):
    """Publishes until the server dies. `acknowledged`: what it was told is published; `unknown`: what had no answer."""

    def __init__(self, house, round_number, number):
        super().__init__(daemon=True)
        self.house, self.round, self.number = house, round_number, number
        self.acknowledged, self.unknown, self.wrong = {}, {}, []

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.house.server.port, timeout=20)
        target = self.house.base()[len(self.house.server.url) :] + "/api/v1/crates/new"
        headers = {"Authorization": self.house.server.key}
        for count in range(100_000):
            name = SHARED if count % 4 == 0 else f"crate-{self.number}"
            version = f"{self.round}.{self.number}.{count}"
            body, crate = sample(name, version, {"src/lib.rs": f"// {self.round} {self.number} {count}\n" * 20})
            self.unknown[name, version] = crate
            try:
                answer = wire.send(connection, "PUT", target, headers, body)
            except (OSError, http.client.HTTPException):
                return
            del self.unknown[name, version]
            if answer.status == 200:
                self.acknowledged[name, version] = crate
            else:
                self.wrong.append((name, version, answer.status, answer.message()))
                return


class KilledWhileWriting(unittest.TestCase):
    def test_nothing_acknowledged_is_lost_and_nothing_half_is_seen(self):
        chance = random.Random(SEED)
        server = Server(options=["--event-loops", "2"]).init().start()
        self.addCleanup(server.close)
        house = server.create_repository("under-fire")
        acknowledged, unknown, published_in_round = {}, {}, []
        for round_number in range(ROUNDS):
            clients = [Client(house, round_number, number) for number in range(CLIENTS)]
            for client in clients:
                client.start()
            time.sleep(chance.uniform(0.05, 0.6))
            server.kill()
            for client in clients:
                client.join(30)
                self.assertFalse(client.is_alive())
                self.assertEqual(client.wrong, [], f"seed {SEED}")
                acknowledged |= client.acknowledged
                unknown |= client.unknown
            published_in_round.append(sum(len(client.acknowledged) for client in clients))
            server.start()
            recent = {key: crate for client in clients for key, crate in client.acknowledged.items()}
            with self.subTest(round=round_number, seed=SEED):
                self.check_round(house, recent, unknown)
        self.assertGreater(sum(published_in_round), ROUNDS, "the clients hardly published: the test says nothing")
        with self.subTest(seed=SEED, what="all rounds together"):
            self.check_everything(server, house, acknowledged, unknown)
        sys.stderr.write(
            f"\n{ROUNDS} kills, {len(acknowledged)} publishes acknowledged, {len(unknown)} cut off; seed {SEED}\n"
        )

    def check_round(self, house, acknowledged, unknown):
        """Cheap enough for each round: every acknowledged version of it, its line and its bytes."""
        lines = {name: {line["vers"]: line for line in house.lines(name)} for name in {key[0] for key in acknowledged}}
        connection = http.client.HTTPConnection("127.0.0.1", house.server.port, timeout=20)
        for (name, version), crate in acknowledged.items():
            self.assertIn(version, lines[name], "an acknowledged version is gone")
            self.check_bytes(connection, house, name, version, crate)
        connection.close()

    def check_bytes(self, connection, house, name, version, crate):
        path = f"{house.base()[len(house.server.url):]}/{name}-{version}.crate"
        answer = wire.send(connection, "GET", path, {"Authorization": house.server.key})
        self.assertEqual((answer.status, answer.body == crate), (200, True), f"{name} {version}")

    def check_everything(self, server, house, acknowledged, unknown):
        names = {key[0] for key in acknowledged} | {key[0] for key in unknown}
        lines = {(line["name"], line["vers"]): line for name in names for line in house.lines(name)}
        self.assertEqual(set(acknowledged) - set(lines), set())
        self.assertEqual(set(lines) - set(acknowledged) - set(unknown), set())
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        for name, version in set(lines) - set(
            acknowledged
        ):  # unacknowledged, but there: then it must be there as a whole
            self.check_bytes(connection, house, name, version, unknown[name, version])
        for (name, version), crate in acknowledged.items():
            self.check_bytes(connection, house, name, version, crate)
        connection.close()
        # What was cut off and is not there can be published again: no half version bars its number.
        for (name, version), crate in list(unknown.items())[:40]:
            if (name, version) not in lines:
                body, again = sample(name, version, {"src/lib.rs": "// again\n"})
                answer = house.publish(body)
                self.assertEqual(answer.status, 200, answer.message())
                self.assertEqual(house.download(name, version).body, again)
        # Orphans of the last moments may stay until gc's grace is over; everything else must be clean.
        server.stop()
        server.offline("gc", "--data", str(server.data), "--grace", "0s")
        code, report = server.verify()
        self.assertEqual(code, 0, json.dumps(report)[:3000])
        server.start()


if __name__ == "__main__":
    unittest.main()
