"""The ways bytes travel: TLS with h2, cleartext with the h2c upgrade that cargo asks for, plain HTTP/1.1."""

import random
import shutil
import ssl
import struct
import subprocess
import tempfile
import time
import unittest

from support import wire
from support.cargo import Cargo
from support.certificates import Authority
from support.crate import dependency, sample
from support.relay import Relay
from support.server import Server, ServerCase

WIDE = 60  # crates in one level of the graph: enough that one-at-a-time shows


def curl_version(url, *options):
    """(protocol version curl ended up with, status) of one request."""
    done = subprocess.run(
        ["curl", "-s", "-o", "/dev/null", "-w", "%{http_version} %{http_code}", *options, url],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    version, status = done.stdout.split()
    return version, int(status)


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="entrepot-e2e-tls-")
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.authority = Authority(folder)
        cls.certificate, cls.key = cls.authority.issue("first")
        cls.server = Server(tls=(cls.certificate, cls.key)).init()
        cls.server.start()
        # The links that it hands out must be the TLS ones: start again, now that the port is known.
        cls.server.stop()
        cls.server.options = ["--public-url", cls.server.tls_url]
        cls.server.start(cls.server.port, cls.server.tls_port)
        cls.server.url = f"http://127.0.0.1:{cls.server.port}"
        cls.addClassCleanup(cls.server.close)
        cls.house = cls.server.create_repository("over-tls")

    def cargo(self):
        folder = tempfile.mkdtemp(prefix="entrepot-e2e-work-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return Cargo(folder)

    def context(self):
        return ssl.create_default_context(cafile=self.authority.certificate)

    def test_cargo_publishes_and_builds_over_tls(self):
        cargo = self.cargo().use(self.house.index(origin=self.server.tls_url), token=self.server.key)
        cargo.environment["CARGO_HTTP_CAINFO"] = self.authority.certificate
        cargo.run("publish", "--registry", "house", cwd=cargo.project("sealed-goods"))
        project = cargo.project("user", 'sealed-goods = { version = "0.1", registry = "house" }')
        cargo.run("check", cwd=project)
        config = wire.request(
            self.house.base(origin=self.server.tls_url) + "/config.json",
            context=self.context(),
            headers={"Authorization": self.server.key},
        ).json()
        self.assertTrue(config["dl"].startswith(self.server.tls_url + "/"), config)
        self.assertTrue(config["api"].startswith(self.server.tls_url + "/"), config)
        self.assertFalse(config["api"].endswith("/"))

    def test_cargo_trusts_the_authority_of_its_configuration(self):
        cargo = self.cargo().use(
            self.house.index(origin=self.server.tls_url), token=self.server.key, ca=self.authority.certificate
        )
        self.assertEqual(self.house.publish(sample("trusted")[0]).status, 200)
        cargo.run("check", cwd=cargo.project("user", 'trusted = { version = "1", registry = "house" }'))

    def test_both_protocols_are_negotiated(self):
        for protocols, expected in ((["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), (["h2"], "h2")):
            with self.subTest(offered=protocols):
                context = self.context()
                context.set_alpn_protocols(protocols)
                with wire.RawConnection(self.server.tls_port) as raw, context.wrap_socket(
                    raw.socket, server_hostname="127.0.0.1"
                ) as secure:
                    self.assertEqual(secure.selected_alpn_protocol(), expected)
        ca = str(self.authority.certificate)
        self.assertEqual(curl_version(self.server.tls_url + "/healthz", "--cacert", ca, "--http2"), ("2", 200))
        self.assertEqual(curl_version(self.server.tls_url + "/healthz", "--cacert", ca, "--http1.1"), ("1.1", 200))

    def test_old_tls_is_refused(self):
        context = self.context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        with wire.RawConnection(self.server.tls_port) as raw, self.assertRaises((ssl.SSLError, ConnectionError)):
            context.wrap_socket(raw.socket, server_hostname="127.0.0.1")

    def test_cleartext_on_the_tls_port_does_no_harm(self):
        wire.exchange(self.server.tls_port, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual(wire.request(self.server.tls_url + "/healthz", context=self.context()).status, 200)

    def test_a_new_certificate_is_served_after_sighup(self):
        def serial():
            with wire.RawConnection(self.server.tls_port) as raw, self.context().wrap_socket(
                raw.socket, server_hostname="127.0.0.1"
            ) as secure:
                return secure.getpeercert()["subject"][0][0][1]

        self.assertEqual(serial(), "first")
        certificate, key = self.authority.issue("second")
        shutil.copy(certificate, self.certificate)
        shutil.copy(key, self.key)
        self.server.signal(1)
        deadline = time.monotonic() + 10
        while serial() != "second":
            self.assertLess(time.monotonic(), deadline, "the old certificate is still served")
            time.sleep(0.05)
        self.certificate.write_text("not a certificate\n")
        self.server.signal(1)
        time.sleep(0.5)
        self.assertEqual(serial(), "second")  # a broken file leaves the good one in place, and the server up
        shutil.copy(certificate, self.certificate)


class Cleartext(ServerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls.server.create_repository("wide", "--public")
        for number in range(WIDE):
            assert cls.house.publish(sample(f"bale-{number}")[0]).status == 200
        deps = [dependency(f"bale-{number}", "^1") for number in range(WIDE)]
        cls.answer = cls.house.publish(sample("cargo-hold", deps=deps)[0])

    def test_a_crate_with_many_dependencies_is_accepted(self):
        self.assertEqual(self.answer.status, 200, self.answer.message())

    def test_cargo_is_upgraded_to_h2c_and_asks_for_everything_at_once(self):
        """25 ms each way: 60 index files and 61 downloads one after another would need 6 s."""
        with Relay(self.server.port, 0.025) as relay:
            origin = f"http://127.0.0.1:{relay.port}"
            server = Server(folder=self.folder(), options=["--public-url", origin])
            server.data = self.server.data
            self.server.stop()
            server.start(self.server.port)
            try:
                cargo = Cargo(self.folder()).use(self.house.index("public", origin=origin))
                project = cargo.project("quay", 'cargo-hold = { version = "1", registry = "house" }')
                begin = time.monotonic()
                cargo.run("fetch", cwd=project)
                seconds = time.monotonic() - begin
            finally:
                server.stop()
                self.server.start(self.server.port)
            self.assertEqual(relay.upgraded(), relay.heads)
            self.assertLessEqual(relay.connections, 6)
            self.assertLess(seconds, 3)

    def test_the_upgrade_by_curl(self):
        url = f"{self.house.base('public')}/{'config.json'}"
        self.assertEqual(curl_version(url, "--http2"), ("2", 200))
        self.assertEqual(curl_version(url, "--http2-prior-knowledge"), ("2", 200))
        self.assertEqual(curl_version(url, "--http1.1"), ("1.1", 200))
        self.assertEqual(curl_version(url, "--http1.0"), ("1.1", 200))

    def test_a_publish_is_upgraded_too(self):
        """Newer cargos ask for the upgrade on a request with a body."""
        folder = self.folder()
        body, crate = sample("upgraded-goods")
        (folder / "body").write_bytes(body)
        version, status = curl_version(
            self.house.base() + "/api/v1/crates/new",
            "--http2",
            "-X",
            "PUT",
            "-T",
            folder / "body",
            "-H",
            f"Authorization: {self.server.key}",
        )
        self.assertEqual((version, status), ("2", 200))
        self.assertEqual(self.house.download("upgraded-goods", "1.0.0").body, crate)

    def test_a_large_crate_over_h2_stops_at_the_window_and_goes_on(self):
        """3 MB through the windows that RFC 9113 (6.9.2) begins with, of the stream and of the connection."""
        noise = random.Random(7).randbytes(3 << 20)
        body, crate = sample("heavy-goods", files={"src/lib.rs": "", "noise": noise})
        self.assertEqual(self.house.publish(body).status, 200)
        path = f"/public/{self.house.name}/cargo/heavy-goods-1.0.0.crate"
        with wire.Http2Connection(self.server.port) as connection:
            connection.send(wire.frame(wire.HEADERS, wire.END_HEADERS | wire.END_STREAM, 1, wire.request_block(path)))
            allowed = 65535
            got = self.data(connection, allowed)
            self.assertEqual(len(got), allowed)
            for step in (1, 16384, 100_000, 1 << 20, 4 << 20):
                connection.send(wire.frame(wire.WINDOW_UPDATE, 0, 1, struct.pack(">I", step)))
                self.assertEqual(self.data(connection, 0), b"", "the connection's window was still full")
                connection.send(wire.frame(wire.WINDOW_UPDATE, 0, 0, struct.pack(">I", step)))
                allowed += step
                got += self.data(connection, min(allowed, len(crate)) - len(got))
                self.assertEqual(len(got), min(allowed, len(crate)))
            self.assertEqual(got, crate)

    @staticmethod
    def data(connection, expected):
        """What stream 1 brings: as much as is expected, and whatever else comes before the answer to a PING that is sent
        then, or within a tenth of a second of it."""
        got = bytearray()
        asked = answered = False
        while not answered or connection.received:
            if len(got) >= expected and not asked:
                connection.send(wire.frame(wire.PING, 0, 0, bytes(8)))
                asked = True
            one = connection.read_frame(10)
            assert one is not None, f"{len(got)} of {expected} bytes, then silence"
            kind, flags, stream, payload = one
            assert kind not in (wire.GOAWAY, wire.RST_STREAM), one
            if kind == wire.SETTINGS and not flags & wire.ACK:
                connection.send(wire.frame(wire.SETTINGS, wire.ACK, 0))
            if kind == wire.DATA and stream == 1:
                got += payload
            if kind == wire.PING and flags & wire.ACK:
                answered = True
                connection.read_until(b"\0", 0.1)  # whatever comes: every frame holds a zero
        return bytes(got)


if __name__ == "__main__":
    unittest.main()
