"""Bodies that git would not send: lengths that lie, wants that are nobody's, haves without end, packed bombs.
The answer is a line that git shows, the server stays as quick as it was, and nothing comes out that others own."""

import gzip
import hashlib
import time
import unittest

from support import wire
from support.crate import sample
from support.server import ServerCase

FORM = "application/x-git-upload-pack-request"
FLUSH, DELIMITER = b"0000", b"0001"


def pkt(text):
    line = text.encode() + b"\n"
    return f"{len(line) + 4:04x}".encode() + line


def unknown_id(number):
    return hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest()


class Hostile(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls.server.create_repository("goods", "--public")
        cls.hidden = cls.server.create_repository("hidden")
        for repository in (cls.house, cls.hidden):
            for version in ("1.0.0", "1.1.0"):
                assert repository.publish(sample("goods", version)[0]).status == 200
        cls.url = cls.house.git_index("public")
        cls.tip = cls.tip_of(cls.url)

    @classmethod
    def tip_of(cls, url, headers=None):
        answer = wire.request(url + "/info/refs?service=git-upload-pack", headers=headers)
        assert answer.status == 200, answer
        return answer.body.split(b"\n")[1][8:48].decode()

    def ask(self, body, version=2, headers=None, url=None):
        fields = {"Content-Type": FORM} | (headers or {})
        if version:
            fields["Git-Protocol"] = f"version={version}"
        return wire.request((url or self.url) + "/git-upload-pack", "POST", fields, body)

    @staticmethod
    def fetch(*lines):
        return pkt("command=fetch") + DELIMITER + b"".join(pkt(line) for line in lines) + FLUSH

    def assert_error_line(self, answer, words=""):
        self.assertEqual(answer.status, 200, answer.body[:300])
        self.assertEqual(answer.body[4:8], b"ERR ", answer.body[:300])
        self.assertEqual(int(answer.body[:4], 16), len(answer.body), "one line and nothing else")
        self.assertIn(words, answer.body.decode())

    def assert_still_serves(self):
        answer = self.ask(self.fetch(f"want {self.tip}", "done"))
        self.assertTrue(answer.body.startswith(b"000dpackfile\n"), answer.body[:100])

    def test_lengths_that_lie(self):
        want = pkt(f"want {self.tip} side-band-64k")
        bodies = [b"", b"0", b"zzzz", b"0002", b"0003", b"fff1", b"ffff" + b"x" * 70_000, b"0032want"]
        bodies += [want[:-9], want, want + b"00"]
        bodies += [want + FLUSH + end for end in (b"0005", b"-001done", b"+009done\n", b"0x09done\n", b" 009done\n")]
        for version in (0, 1, 2):
            for body in bodies + [pkt("command=fetch") + DELIMITER + body for body in bodies]:
                with self.subTest(version=version, body=body[:60]):
                    self.assert_error_line(self.ask(body, version))
        self.assert_still_serves()

    def test_bodies_that_are_no_requests(self):
        self.assertEqual(self.ask(FLUSH * 3).body, b"", "a flush ends the conversation")
        for body in (
            pkt("command=push") + FLUSH,
            pkt("command=fetch") + FLUSH + pkt("command=fetch") + FLUSH,
            pkt("command=fetch") + DELIMITER * 2 + FLUSH,
            self.fetch("want " + "g" * 40),
            self.fetch("want " + self.tip[:39]),
            self.fetch("want " + self.tip + "0"),
            self.fetch("filter blob:none", f"want {self.tip}", "done"),
        ):
            with self.subTest(body=body[:80]):
                self.assert_error_line(self.ask(body))
        self.assert_still_serves()

    def test_what_is_not_there_or_not_ones_own_is_refused_in_the_same_words(self):
        hidden = self.tip_of(self.hidden.git_index(), {"Authorization": self.server.key})
        token = self.server.create_entitlement(self.house.name, "reader")
        of_token = self.tip_of(self.house.git_index(token))
        self.assertEqual(len({hidden, of_token, self.tip}), 3)
        tree = hashlib.sha1(b"tree 0\0", usedforsecurity=False).hexdigest()
        for wanted in (hidden, of_token, tree, unknown_id(1), "0" * 40, "f" * 40):
            for body, version in (
                (self.fetch(f"want {wanted}", "done"), 2),
                (pkt(f"want {wanted} side-band-64k") + FLUSH + pkt("done"), 0),
                (self.fetch(f"want {self.tip}", f"want {wanted}", "done"), 2),
            ):
                with self.subTest(wanted=wanted, version=version):
                    self.assert_error_line(self.ask(body, version), f"not our ref {wanted}")
        # To have it changes nothing either: neither is it acknowledged, nor is anything left out of the pack.
        whole = self.ask(self.fetch(f"want {self.tip}", "done")).body
        lies = (f"want {self.tip}", f"have {of_token}", f"have {hidden}")
        self.assertEqual(self.ask(self.fetch(*lies, "done")).body, whole)
        told = self.ask(self.fetch(*lies)).body
        self.assertNotIn(b"ACK", told)
        self.assertIn(b"NAK", told)

    def test_haves_without_end(self):
        haves = [f"have {unknown_id(number)}" for number in range(20_000)]
        begin = time.monotonic()
        answer = self.ask(self.fetch(f"want {self.tip}", *haves, "done"))
        self.assertTrue(answer.body.startswith(b"000dpackfile\n"), answer.body[:100])
        self.assertLess(time.monotonic() - begin, 5)
        self.assertEqual(self.ask(self.fetch(f"want {self.tip}", *haves, *haves, "done")).status, 413)
        self.assert_still_serves()

    def test_unknown_haves_cost_the_server_one_look_at_its_states(self):
        name = "entrepot_git_commits_made_again_total"
        self.ask(self.fetch(f"want {self.tip}", f"have {unknown_id(0)}", "done"))
        before = self.server.metrics()[name]
        for number in range(100):
            self.ask(self.fetch(f"want {self.tip}", f"have {unknown_id(number)}", "done"))
        self.assertEqual(self.server.metrics()[name], before)

    def test_more_wants_than_anybody_has(self):
        self.assert_error_line(self.ask(self.fetch(*[f"want {self.tip}"] * 257, "done")), "too many")
        prefixes = pkt("command=ls-refs") + DELIMITER + pkt("ref-prefix x") * 1_001 + FLUSH
        self.assert_error_line(self.ask(prefixes), "too many")

    def test_packed_bodies_that_swell_or_break(self):
        packed = {"Content-Encoding": "gzip"}
        good = gzip.compress(self.fetch(f"want {self.tip}", "done"))
        self.assertTrue(self.ask(good, headers=packed).body.startswith(b"000dpackfile\n"))
        bomb = gzip.compress(b"0032have" * 16_000_000, 9)
        self.assertLess(len(bomb), 1_000_000)
        begin = time.monotonic()
        self.assert_error_line(self.ask(bomb, headers=packed), "unpacks to more")
        self.assertLess(time.monotonic() - begin, 3)
        for body in (good[:-5], good[:20], good + b"more", b"", b"not packed"):
            self.assert_error_line(self.ask(body, headers=packed), "gzip")
        self.assert_error_line(self.ask(good, headers={"Content-Encoding": "br"}), "content-encoding")
        self.assert_still_serves()

    def test_a_body_of_another_kind_or_cut_off(self):
        self.assertEqual(self.ask(b"0000", headers={"Content-Type": "application/json"}).status, 415)
        path = self.url[len(self.server.url) :] + "/git-upload-pack"
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 500\r\n\r\n".encode()
        with wire.RawConnection(self.server.port) as connection:
            connection.send(head + b"0032want ")
        self.assert_still_serves()

    def test_a_client_that_hangs_up_while_its_pack_comes(self):
        path = self.url[len(self.server.url) :] + "/git-upload-pack"
        body = self.fetch(f"want {self.tip}", "done")
        fields = f"Content-Type: {FORM}\r\nGit-Protocol: version=2\r\nContent-Length: {len(body)}\r\n"
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\n{fields}\r\n"
        for _ in range(50):
            with wire.RawConnection(self.server.port) as connection:
                connection.send(head.encode() + body)
        self.assert_still_serves()


if __name__ == "__main__":
    unittest.main()
