"""What a publish makes durable before it is answered, in which order: what only a power cut would tell otherwise.

`kill -9` leaves the kernel's cache, so it cannot show a missing fsync(2). Here the calls themselves are looked at.
"""

import pathlib
import shutil
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))
import shim  # noqa: E402
from support.crate import sample  # noqa: E402
from support.server import Server  # noqa: E402

WAL = "entrepot.sqlite3-wal"


class Durability(unittest.TestCase):
    def setUp(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-fault-durability-")).resolve()
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        self.server = Server(folder=folder).init()
        self.log = folder / "calls"
        self.server.start(**shim.variables(self.server.data, log=self.log))
        self.addCleanup(self.server.close)
        self.house = self.server.create_repository("durable")

    def publish(self, version):
        """The calls from the request to its answer: (name, first, second)."""
        before = len(self.log.read_bytes())
        body, _ = sample("goods", version)
        self.assertEqual(self.house.publish(body).status, 200)
        lines = self.log.read_bytes()[before:].decode().splitlines()
        calls = [tuple(line.split("\t")) for line in lines]
        answers = [number for number, call in enumerate(calls) if call[0] == "answer"]
        self.assertTrue(answers, calls)
        self.assertIn(" 200 ", calls[answers[0]][1] + " ")
        return calls[: answers[0]]

    def after(self, calls, begin, name, path):
        """Where such a call stands after `begin`."""
        for number in range(begin + 1, len(calls)):
            if calls[number][0] == name and calls[number][1] == path:
                return number
        self.fail(f"no {name} of {path} between that and the answer:\n" + "\n".join(map(str, calls[begin:])))

    def test_file_then_name_then_database_are_on_the_disk_before_the_answer(self):
        for version in ("1.0.0", "1.0.1"):  # the first commit may be special in a new write-ahead log
            calls = self.publish(version)
            renamed = [number for number, call in enumerate(calls) if call[0] == "rename" and "blobs/" in call[2]]
            self.assertEqual(len(renamed), 1, calls)
            part, blob = pathlib.PurePath(calls[renamed[0]][1]), pathlib.PurePath(calls[renamed[0]][2])
            written = [number for number, call in enumerate(calls) if call[:2] == ("write", str(part))]
            self.assertTrue(written)
            synced = self.after(calls, written[-1], "sync", str(part))
            self.assertLess(synced, renamed[0], "the file's bytes may be lost although its name is there")
            named = self.after(calls, renamed[0], "sync", str(blob.parent))
            logged = self.after(calls, named, "write", WAL)
            self.after(calls, logged, "sync", WAL)

    def test_a_new_folder_is_on_the_disk_before_the_answer(self):
        made = 0
        for number in range(4):  # almost always each in a folder of its own
            calls = self.publish(f"2.0.{number}")
            for at, call in enumerate(calls):
                if call[0] == "mkdir":
                    made += 1
                    self.after(calls, at, "sync", str(pathlib.PurePath(call[1]).parent))
        self.assertGreater(made, 3)


if __name__ == "__main__":
    unittest.main()
