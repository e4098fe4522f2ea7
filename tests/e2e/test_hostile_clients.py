"""Clients that tear, lie, smuggle, flood and dawdle. Each gets its answer or its close;
everybody else is served meanwhile.
"""

import random
import re
import socket
import struct
import threading
import time
import unittest

from support import wire
from support.crate import archive, frame, metadata, sample
from support.server import ServerCase

HOST = b"Host: 127.0.0.1\r\n"
OK = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"

# What two servers in a row could read differently (RFC 9112 §6.3, §11.2): each must be refused, not guessed at.
SMUGGLING = {
    "length and chunked": b"POST /healthz HTTP/1.1\r\n"
    + HOST
    + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "a list of lengths": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 4, 5\r\n\r\nabcde",
    "negative length": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    "signed length": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: +4\r\n\r\nabcd",
    "length beyond 64 bits": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "hexadecimal length": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Content-Length: 0x4\r\n\r\nabcd",
    "chunked is not last": b"POST /healthz HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "unknown coding": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "bad chunk size": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
    "negative chunk size": b"POST /healthz HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
    "chunk size beyond 64 bits": b"POST /healthz HTTP/1.1\r\n"
    + HOST
    + b"Transfer-Encoding: chunked\r\n\r\n1ffffffffffffffff\r\n\r\n",
    "space before the colon": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-A : b\r\n\r\n",
    "folded field": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-A: b\r\n c\r\n\r\n",
    "NUL in a value": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-A: b\0c\r\n\r\n",
    "carriage return in a value": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-A: b\rc\r\n\r\n",
    "field without a name": b"GET /healthz HTTP/1.1\r\n" + HOST + b": b\r\n\r\n",
    "field without a colon": b"GET /healthz HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\n" + HOST + b"Host: other\r\n\r\n",
    "no version": b"GET /healthz\r\n" + HOST + b"\r\n",
    "unknown version": b"GET /healthz HTTP/9.9\r\n" + HOST + b"\r\n",
    "space in the target": b"GET /health z HTTP/1.1\r\n" + HOST + b"\r\n",
    "control character in the target": b"GET /health\x01z HTTP/1.1\r\n" + HOST + b"\r\n",
    "no request at all": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40),
    "bare line feeds": b"GET /healthz HTTP/1.1\nHost: x\n\n",
}


class Case(ServerCase):
    options = (
        "--header-timeout",
        "1s",
        "--body-timeout",
        "1s",
        "--keep-alive-timeout",
        "2s",
        "--write-timeout",
        "2s",
        "--max-header-bytes",
        "16 KiB",
        "--login-slowdown",
        "0s",
    )

    def tearDown(self):
        self.assertIsNone(self.server.process.poll(), "the server is gone")
        status, _ = wire.exchange(self.server.port, OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        self.assertEqual(status, 200)


class BadRequests(Case):
    def test_smuggling_is_refused_and_the_connection_closed(self):
        for name, data in SMUGGLING.items():
            with self.subTest(attempt=name):
                status, received = wire.exchange(self.server.port, data + OK)
                self.assertIn(status, (0, 400, 405, 431, 501, 505), received[:200])  # 405: said before the body is read
                answers = re.findall(rb"HTTP/1\.[01] \d{3} ", received)
                self.assertLessEqual(len(answers), 1, "what follows a bad request must not be answered")
                self.assertNotIn(b"HTTP/1.1 200", received)

    def test_errors_of_the_codec_are_json_too(self):
        _, received = wire.exchange(self.server.port, SMUGGLING["two lengths"])
        self.assertIn(b"application/json", received.lower())
        self.assertIn(b'"errors"', received)

    def test_heads_have_a_limit(self):
        for name, head in {
            "long field": b"X-A: " + b"a" * 20000 + b"\r\n",
            "many fields": b"X-A: b\r\n" * 3000,
            "long name": b"a" * 20000 + b": x\r\n",
        }.items():
            with self.subTest(head=name):
                status, _ = wire.exchange(self.server.port, b"GET /healthz HTTP/1.1\r\n" + HOST + head + b"\r\n")
                self.assertIn(status, (400, 431))
        status, _ = wire.exchange(self.server.port, b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\n" + HOST + b"\r\n")
        self.assertIn(status, (400, 414, 431))

    def test_pipelined_requests_are_answered_in_order(self):
        last = OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
        _, received = wire.exchange(self.server.port, OK * 19 + last)
        self.assertEqual(received.count(b"HTTP/1.1 200"), 20)

    def test_http_1_0_is_answered_and_closed(self):
        with wire.RawConnection(self.server.port) as connection:
            connection.send(b"GET /healthz HTTP/1.0\r\n\r\n")
            self.assertTrue(connection.read_to_end())
            self.assertEqual(connection.status(), 200)

    def test_keep_alive_survives_a_404(self):
        with wire.RawConnection(self.server.port) as connection:
            connection.send(b"GET /nothing-here HTTP/1.1\r\n" + HOST + b"\r\n" + OK)
            self.assertTrue(connection.read_until(b"HTTP/1.1 200"))


class TornAndLyingFrames(Case):
    def test_every_cut_is_refused(self):
        """The body ends where the frame does not; announced honestly, so the server knows at once or at the end."""
        house = self.repository()
        body, _ = sample()
        for length in (0, 1, 3, 4, 5, 60, len(body) // 2, len(body) - 1):
            with self.subTest(length=length):
                answer = house.publish(body[:length])
                self.assertEqual(answer.status, 400, answer.message())
        self.assertEqual(house.lines("sample"), [])

    def test_lying_lengths_are_refused(self):
        house = self.repository()
        meta = metadata()
        crate = archive(meta)
        for name, body in {
            "trailing byte": frame(meta, crate, trailing=b"x"),
            "a second frame": frame(meta, crate) * 2,
            "archive one shorter": frame(meta, crate, crate_length=len(crate) - 1),
            "archive one longer": frame(meta, crate, crate_length=len(crate) + 1),
            "metadata shorter": frame(meta, crate, json_length=10),
            "metadata empty": frame(b"", crate),
            "archive huge": frame(meta, crate, crate_length=0xFFFFFFF0),
            "metadata huge": frame(meta, crate, json_length=0xFFFFFFF0),
        }.items():
            with self.subTest(lie=name):
                answer = house.publish(body)
                self.assertIn(answer.status, (400, 413), answer.message())
        self.assertEqual(house.lines("sample"), [])
        self.assertEqual(self.server.verify_problems(), [])

    def publish_head(self, house, *fields):
        path = house.base()[len(self.server.url) :]
        return (
            f"PUT {path}/api/v1/crates/new HTTP/1.1\r\nHost: x\r\nAuthorization: {self.server.key}\r\n"
            + "".join(field + "\r\n" for field in fields)
            + "\r\n"
        ).encode()

    def test_a_client_that_goes_away_in_the_middle(self):
        house = self.repository()
        body, _ = sample(files={"src/lib.rs": "", "big": bytes(range(256)) * 4000})
        for cut in (10, 500, len(body) - 1):
            with wire.RawConnection(self.server.port) as connection:
                connection.send(self.publish_head(house, f"Content-Length: {len(body)}") + body[:cut])
        time.sleep(0.3)
        self.assertEqual(house.lines("sample"), [])
        self.assertEqual(self.server.verify_problems(), [])
        self.assertEqual(house.publish(body).status, 200)

    def test_a_chunked_body_is_the_same_body(self):
        house = self.repository()
        body, crate = sample()
        chunks = (
            b"".join(
                b"%x\r\n" % len(body[at : at + 100]) + body[at : at + 100] + b"\r\n" for at in range(0, len(body), 100)
            )
            + b"0\r\n\r\n"
        )
        with wire.RawConnection(self.server.port) as connection:
            connection.send(self.publish_head(house, "Transfer-Encoding: chunked") + chunks)
            self.assertTrue(connection.read_until(b"\r\n\r\n"))
            self.assertEqual(connection.status(), 200, connection.received)
        self.assertEqual(house.download("sample", "1.0.0").body, crate)

    def test_a_body_far_too_large_is_answered_while_it_is_sent(self):
        house = self.repository()
        with wire.RawConnection(self.server.port) as connection:
            connection.send(self.publish_head(house, "Content-Length: 4000000000"))
            connection.send(frame(metadata(), b"", crate_length=3_999_000_000))
            for _ in range(64):
                if not connection.send(bytes(1 << 16)):
                    break
            self.assertTrue(connection.read_until(b"\r\n\r\n"))
            self.assertEqual(connection.status(), 413)


class SlowClients(Case):
    def ends_within(self, connection, seconds):
        begin = time.monotonic()
        self.assertTrue(connection.read_to_end(seconds), f"still open after {seconds} s")
        return time.monotonic() - begin

    def test_a_head_that_never_ends(self):
        with wire.RawConnection(self.server.port) as connection:
            connection.send(b"GET /healthz HTTP/1.1\r\n")
            stop = threading.Event()

            def drip():
                while not stop.wait(0.2) and connection.send(b"X-A: b\r\n"):
                    pass

            dripping = threading.Thread(target=drip)
            dripping.start()
            try:
                self.ends_within(connection, 5)
                self.assertIn(connection.status(), (0, 408))
            finally:
                stop.set()
                dripping.join()

    def test_a_body_that_stops(self):
        house = self.repository()
        body, _ = sample()
        head = (
            f"PUT {house.base()[len(self.server.url):]}/api/v1/crates/new HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {self.server.key}\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        with wire.RawConnection(self.server.port) as connection:
            connection.send(head + body[:100])
            self.ends_within(connection, 6)
            self.assertIn(connection.status(), (0, 408))
        self.assertEqual(house.lines("sample"), [])

    def test_an_idle_connection(self):
        with wire.RawConnection(self.server.port) as connection:
            connection.send(OK)
            self.assertTrue(connection.read_until(b"200"))
            self.ends_within(connection, 8)

    def test_a_reader_that_does_not_read(self):
        house = self.repository("--public")
        body, _ = sample(files={"src/lib.rs": "", "big": random.Random(1).randbytes(8 << 20)})
        self.assertEqual(house.publish(body).status, 200)
        path = house.base("public")[len(self.server.url) :]
        connection = socket.socket()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", self.server.port))
        self.addCleanup(connection.close)
        connection.sendall(f"GET {path}/sample-1.0.0.crate HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        deadline = time.monotonic() + 15
        samples = "entrepot_connections_open"
        while time.monotonic() < deadline:
            open_now = [value for key, value in self.server.metrics().items() if key.startswith(samples)]
            if open_now and open_now[0] <= 1:  # our own question for the metrics
                return
            time.sleep(0.3)
        self.fail("the stalled download is still open")

    def test_others_are_served_meanwhile(self):
        connections = [wire.RawConnection(self.server.port) for _ in range(200)]
        try:
            for connection in connections:
                connection.send(b"GET /healthz HT")
            begin = time.monotonic()
            self.assertEqual(self.server.get("/healthz").status, 200)
            self.assertLess(time.monotonic() - begin, 1)
        finally:
            for connection in connections:
                connection.socket.close()


class Http2Floods(Case):
    def block(self):
        return wire.request_block("/healthz")

    def test_rapid_reset(self):
        """CVE-2023-44487: requests that are cancelled as soon as they are sent."""
        with wire.Http2Connection(self.server.port) as connection:
            for burst in range(200):
                data = b""
                for number in range(100):
                    stream = 1 + 2 * (burst * 100 + number)
                    data += wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, stream, self.block())
                    data += wire.frame(wire.RST_STREAM, 0, stream, struct.pack(">I", 8))
                if not connection.send(data):
                    break
            goaway = connection.read_until_frame(wire.GOAWAY, 10)
            self.assertIsNotNone(goaway, "the flood was neither told off nor cut")
            self.assertNotEqual(int.from_bytes(goaway[3][4:8], "big"), 0)

    def test_continuation_flood(self):
        """CVE-2024-27316 and relatives: a head that never ends."""
        with wire.Http2Connection(self.server.port) as connection:
            connection.send(wire.frame(wire.HEADERS, wire.END_STREAM, 1, self.block()))
            for _ in range(2000):
                if not connection.send(wire.frame(wire.CONTINUATION, 0, 1, wire.literal_field("x-a", "b" * 100) * 30)):
                    break
            ended = connection.read_until_frame(wire.GOAWAY, 10)
            self.assertTrue(ended is not None or connection.read_to_end(5))

    def test_ping_and_settings_floods(self):
        for kind, payload in ((wire.PING, bytes(8)), (wire.SETTINGS, b"")):
            with self.subTest(kind=kind), wire.Http2Connection(self.server.port) as connection:
                for _ in range(400):
                    if not connection.send(wire.frame(kind, 0, 0, payload) * 250):
                        break
                # Answered to the end or cut: what must not happen is that the answers pile up in memory.
                connection.read_until_frame(wire.GOAWAY, 5)
        with open(f"/proc/{self.server.process.pid}/status", encoding="ascii") as status:
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        self.assertLess(resident, 150 * 1024)

    def test_a_header_list_too_large(self):
        with wire.Http2Connection(self.server.port) as connection:
            block = (
                self.block() + wire.literal_field("x-a", "b" * 100) * 300
            )  # over the 16 KiB of a frame, and over the limit
            connection.send(
                wire.frame(wire.HEADERS, wire.END_STREAM, 1, block[:16000])
                + wire.frame(wire.CONTINUATION, wire.END_HEADERS, 1, block[16000:])
            )
            answers = []
            while (one := connection.read_frame(3)) is not None:
                answers.append(one[0])
                if one[0] in (wire.HEADERS, wire.GOAWAY, wire.RST_STREAM):
                    break
            self.assertTrue(answers and answers[-1] in (wire.HEADERS, wire.GOAWAY, wire.RST_STREAM), answers)

    def test_many_streams_at_once(self):
        """At least 100 requests in flight on one connection; all are answered."""
        with wire.Http2Connection(self.server.port) as connection:
            count = 100
            connection.send(
                b"".join(
                    wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, 1 + 2 * n, self.block())
                    for n in range(count)
                )
            )
            answered = set()
            while len(answered) < count:
                one = connection.read_until_frame(wire.HEADERS)
                self.assertIsNotNone(one, f"{len(answered)} of {count} were answered")
                answered.add(one[2])

    def test_nonsense_frames(self):
        for name, data in {
            "stream 0": wire.frame(wire.HEADERS, 5, 0, self.block()),
            "even stream": wire.frame(wire.HEADERS, 5, 2, self.block()),
            "data on idle": wire.frame(wire.DATA, 1, 1, b"x"),
            "too long": struct.pack(">I", 1 << 20)[1:] + bytes(6) + bytes(100),
            "window overflow": wire.frame(wire.WINDOW_UPDATE, 0, 0, struct.pack(">I", 0x7FFFFFFF)) * 2,
            "bad hpack": wire.frame(wire.HEADERS, 5, 1, b"\xff\xff\xff\xff\xff\xff\xff"),
        }.items():
            with self.subTest(frame=name), wire.Http2Connection(self.server.port) as connection:
                connection.send(data)
                self.assertIsNotNone(connection.read_until_frame(wire.GOAWAY, 5))


class Logins(Case):
    options = ("--login-slowdown", "300ms")

    def test_wrong_keys_are_slowed_and_right_ones_are_not(self):
        house = self.repository()
        for _ in range(6):
            house.get("config.json", key="ent_" + "3" * 40)
        begin = time.monotonic()
        self.assertIn(house.get("config.json", key="ent_" + "4" * 40).status, (404, 429))
        self.assertGreater(time.monotonic() - begin, 0.25)
        begin = time.monotonic()
        self.assertEqual(house.get("config.json").status, 200)
        self.assertLess(time.monotonic() - begin, 0.25)

    def test_no_credentials_are_no_failure(self):
        house = self.repository()
        for _ in range(30):
            self.assertEqual(wire.request(house.base() + "/config.json").status, 401)
        begin = time.monotonic()
        wire.request(house.base() + "/config.json")
        self.assertLess(time.monotonic() - begin, 0.25)


if __name__ == "__main__":
    unittest.main()
