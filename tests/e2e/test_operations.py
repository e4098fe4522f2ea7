"""Running a server: first start, options, health, restart, drain, overload, and what the log says."""

import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from support import wire
from support.cargo import Cargo
from support.crate import sample
from support.environment import BINARY, cargo_program
from support.server import Server, ServerCase, clean_environment


class FirstStart(unittest.TestCase):
    """`serve` on an empty folder prints what a beginner needs; the printed lines are run as they stand."""

    def test_the_printed_lines_work_when_pasted(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-e2e-first-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        server = Server(folder=folder)
        server.start()
        try:
            text = server.output.read_text()
            key = re.search(r"\bent_[A-Za-z0-9]{40}\b", text).group(0)
            server.secrets.add(key)
            home = folder / "home"
            home.mkdir()
            cargo = Cargo(folder)
            environment = clean_environment(
                HOME=str(home),
                CARGO_HOME=str(cargo.home),
                CARGO_TERM_COLOR="never",
                PATH=f"{cargo_program().parent}:{os.environ['PATH']}",
            )
            work = folder / "work"
            work.mkdir()
            script = "set -eu\n" + "\n".join(printed_commands(text))
            done = subprocess.run(
                ["bash", "-c", script],
                cwd=work,
                env=environment,
                capture_output=True,
                text=True,
                timeout=240,
                check=False,
            )
            self.assertEqual(done.returncode, 0, f"{script}\n---\n{done.stdout}\n{done.stderr}\n--- printed:\n{text}")
            self.assertIn("cargo publish", script)
            self.assertRegex(done.stderr, r"Published|Uploaded")
        finally:
            server.close()

    def test_the_second_start_shows_no_key(self):
        server = Server()
        try:
            server.start()
            self.assertIn("ent_", server.output.read_text())
            server.stop()
            server.start()
            self.assertNotIn("ent_", server.output.read_text() + server.log.read_text())
        finally:
            server.close()

    def test_init_refuses_a_second_time(self):
        server = Server().init()
        try:
            done = server.offline("init", "--data", str(server.data), "--admin", "other", "--json", expect=1)
            self.assertTrue(done.stderr.strip())
        finally:
            server.close()

    def test_two_servers_do_not_share_a_folder(self):
        server = Server().init().start()
        try:
            done = subprocess.run(
                [BINARY, "serve", "--data", server.data, "--listen", "127.0.0.1:0"],
                capture_output=True,
                text=True,
                timeout=20,
                env=clean_environment(),
                check=False,
            )
            self.assertNotEqual(done.returncode, 0)
            self.assertIn("data", (done.stderr + done.stdout).lower())
        finally:
            server.close()


def printed_commands(text):
    """The lines meant for a shell: indented ones, here-documents included, in the order printed."""
    commands = []
    for line in text.splitlines():
        if line.startswith("    ") and line.strip():
            commands.append(line[4:])
    return commands


class Options(unittest.TestCase):
    def refused(self, *arguments, config=None, **environment):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-e2e-options-"))
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        command = [BINARY, "serve", "--data", folder / "data", "--listen", "127.0.0.1:0", *arguments]
        if config is not None:
            (folder / "entrepot.toml").write_text(config)
            command += ["--config", folder / "entrepot.toml"]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=20, env=clean_environment(**environment), check=False
        )
        self.assertNotEqual(done.returncode, 0)
        return done.stderr + done.stdout

    def test_an_unknown_key_names_the_nearest(self):
        self.assertIn("event-loops", self.refused("--event-loop", "2"))
        self.assertIn("event-loops", self.refused(config="event-loop = 2\n"))
        self.assertIn("ENTREPOT_EVENT_LOOPS", self.refused(ENTREPOT_EVENT_LOOP="2"))

    def test_a_bad_value_names_key_and_range(self):
        for text in (
            self.refused("--event-loops", "many"),
            self.refused(config='event-loops = "many"\n'),
            self.refused(ENTREPOT_EVENT_LOOPS="100000"),
        ):
            self.assertRegex(text, r"event-loops|ENTREPOT_EVENT_LOOPS")
            self.assertIn("256", text)

    def test_broken_toml_names_the_line(self):
        self.assertRegex(self.refused(config="listen = \n"), r"line 1|:1")

    def test_tls_needs_both_files(self):
        self.assertIn("tls-key", self.refused("--tls-listen", "127.0.0.1:0", "--tls-cert", "/nowhere.pem"))

    def test_flag_before_environment_before_file(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-e2e-options-"))
        (folder / "entrepot.toml").write_text('public-url = "http://file.example"\n')
        for options, environment, expected in (
            ((), {}, "http://file.example"),
            ((), {"ENTREPOT_PUBLIC_URL": "http://environment.example"}, "http://environment.example"),
            (
                ("--public-url", "http://flag.example/base"),
                {"ENTREPOT_PUBLIC_URL": "http://environment.example"},
                "http://flag.example/base",
            ),
        ):
            with self.subTest(expected=expected):
                server = Server(options=["--config", folder / "entrepot.toml", *options]).init()
                try:
                    server.start(wait_ready=False, **environment)
                    base = "/base" if expected.endswith("/base") else ""
                    answer = wire.request(f"http://127.0.0.1:{server.port}{base}/basic/a/b/cargo/config.json")
                    self.assertIn(f'login_url="{expected}/', answer.field("www-authenticate"))
                finally:
                    server.close()
        shutil.rmtree(folder)

    def test_help_names_every_option(self):
        done = subprocess.run([BINARY, "serve", "--help"], capture_output=True, text=True, timeout=20, check=True)
        for option in (
            "--data",
            "--listen",
            "--tls-listen",
            "--tls-cert",
            "--tls-key",
            "--public-url",
            "--event-loops",
            "--config",
        ):
            self.assertIn(option, done.stdout)


class Health(ServerCase):
    def test_health_ready_and_metrics(self):
        self.assertEqual(self.server.get("/healthz").status, 200)
        self.assertEqual(self.server.get("/readyz").status, 200)
        house = self.repository("--public")
        assert house.publish(sample()[0]).status == 200
        before = self.server.metrics()
        for _ in range(5):
            house.index_file("sample", access="public")
        after = self.server.metrics()
        self.assertTrue(all(name.startswith(("entrepot_", "process_")) for name in after), sorted(after))
        grown = {name for name in after if after[name] >= before.get(name, 0) + 5}
        self.assertTrue(any("request" in name for name in grown), grown)

    def test_openapi_describes_the_routes(self):
        document = self.server.get("/openapi.json").json()
        self.assertTrue(document["openapi"].startswith("3."))
        self.assertIn("/v1/user/self/", document["paths"])

    def test_the_log_is_json_and_names_requests(self):
        answer = self.repository().publish(sample()[0])
        time.sleep(0.2)
        lines = self.server.log_lines()
        mine = [line for line in lines if answer.field("x-request-id") in json.dumps(line)]
        self.assertEqual(len(mine), 1, mine)
        self.assertIn("/api/v1/crates/new", json.dumps(mine[0]))

    def test_a_path_token_is_not_in_the_log(self):
        house = self.repository()
        token = self.server.create_entitlement(house.name, "reader")
        self.assertEqual(house.get("config.json", access=token).status, 200)
        self.assertEqual(house.publish(b"", access=token).status, 400)
        wire.request(f"{house.base(token)}/nothing/at/all?token={token}", "POST")
        wire.request(f"{self.server.url}/v1/entitlements/{house.name}/?token={token}")
        time.sleep(0.2)
        self.assertEqual(self.server.leaked_secrets(), [])


class StalledLog(unittest.TestCase):
    def test_a_log_that_nobody_reads_holds_up_nobody(self):
        server = Server().init()
        self.addCleanup(server.close)
        command = [BINARY, "serve", "--data", server.data, "--listen", "127.0.0.1:0", "--access-log", "all"]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=clean_environment()
        )
        self.addCleanup(process.stderr.close)
        self.addCleanup(process.kill)
        port = int(json.loads(process.stderr.readline())["address"].rsplit(":", 1)[1])
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.addCleanup(connection.close)
        for _ in range(4000):  # some megabytes of log
            self.assertEqual(wire.send(connection, "GET", "/v1/" + "x" * 500).status, 404)
        dropped = wire.send(connection, "GET", "/metrics").body.split(b"entrepot_log_lines_dropped_total ")[-1]
        self.assertGreater(float(dropped.split()[0]), 0)
        process.terminate()
        self.assertEqual(process.wait(10), 0)


class BasePath(unittest.TestCase):
    def test_everything_works_below_a_base_path(self):
        server = Server(options=["--public-url", "http://127.0.0.1:1/goods"]).init().start(wait_ready=False)
        try:
            server.stop()
            server.options = ["--public-url", f"http://127.0.0.1:{server.port}/goods"]
            server.start(server.port, wait_ready=False)
            server.url = f"http://127.0.0.1:{server.port}/goods"
            house = server.create_repository("below")
            cargo = Cargo(server.folder / "work").use(house.index(), token=server.key)
            cargo.run("publish", "--registry", "house", cwd=cargo.project("tea"))
            cargo.run("check", cwd=cargo.project("user", 'tea = { version = "0.1", registry = "house" }'))
            self.assertEqual(
                wire.request(f"http://127.0.0.1:{server.port}/basic/{house.name}/cargo/config.json").status, 404
            )
        finally:
            server.close()


class Stopping(unittest.TestCase):
    def setUp(self):
        self.server = Server(options=["--event-loops", "2", "--drain-deadline", "20s"]).init().start()
        self.addCleanup(self.server.close)
        self.house = self.server.create_repository("stopping", "--public")
        body, self.crate = sample("heavy", files={"src/lib.rs": "", "noise": random.Random(5).randbytes(9 << 20)})
        self.assertEqual(self.house.publish(body).status, 200)

    def slow_download(self):
        """A connection with a download that has begun; nothing is read beyond its head."""
        connection = wire.RawConnection(self.server.port, timeout=30)
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        path = self.house.base("public")[len(self.server.url) :]
        connection.send(f"GET {path}/heavy-1.0.0.crate HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        self.assertTrue(connection.read_until(b"\r\n\r\n"))
        return connection

    def test_sigterm_finishes_what_runs_and_takes_nothing_new(self):
        with self.slow_download() as download:
            process, port = self.server.process, self.server.port
            idle = wire.RawConnection(port)
            self.addCleanup(idle.socket.close)
            idle.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            self.assertTrue(idle.read_until(b"\r\n\r\n"))
            process.send_signal(signal.SIGTERM)
            deadline = time.monotonic() + 5
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                except ConnectionRefusedError:
                    break
                except ConnectionResetError:
                    pass  # it was in the queue of the socket that is being closed
                self.assertLess(time.monotonic(), deadline, "new connections are still taken")
                time.sleep(0.02)
            self.assertIsNone(process.poll(), "it ended in the middle of a download")
            self.assertTrue(idle.read_to_end(5), "an idle connection is kept open")
            self.assertTrue(download.read_until(b"\r\n\r\n"))
            head, _, rest = download.received.partition(b"\r\n\r\n")
            self.assertTrue(head.startswith(b"HTTP/1.1 200"))
            download.received = rest
            self.assertEqual(download.read_exactly(len(self.crate)), self.crate)
            self.assertEqual(process.wait(3), 0, "nothing runs any more: it must not wait for the drain's deadline")
        self.server.process = None

    def test_sigterm_finishes_a_download_over_http2_that_has_stalled(self):
        connection = wire.Http2Connection(self.server.port)
        self.addCleanup(connection.socket.close)
        path = self.house.base("public")[len(self.server.url) :]
        wide = (0x0004).to_bytes(2, "big") + ((1 << 31) - 1).to_bytes(4, "big")  # INITIAL_WINDOW_SIZE
        connection.send(wire.frame(wire.SETTINGS, 0, 0, wide))
        connection.send(wire.frame(wire.WINDOW_UPDATE, 0, 0, (1 << 30).to_bytes(4, "big")))
        connection.send(wire.frame(wire.HEADERS, 5, 1, wire.request_block(f"{path}/heavy-1.0.0.crate")))
        self.assertIsNotNone(connection.read_until_frame(wire.HEADERS))
        process, self.server.process = self.server.process, None
        process.send_signal(signal.SIGTERM)
        time.sleep(3)  # the kernel's buffers are full; a stall is no reason to cut the download
        self.assertIsNone(process.poll(), "it ended in the middle of a download")
        received = bytearray()
        while len(received) < len(self.crate):
            frame = connection.read_until_frame(wire.DATA)
            self.assertIsNotNone(frame, f"{len(received)} bytes came")
            received += frame[3]
        self.assertTrue(bytes(received) == self.crate)
        self.assertEqual(process.wait(3), 0)

    def test_http2_is_told_with_goaway(self):
        with wire.Http2Connection(self.server.port) as connection:
            connection.send(wire.frame(wire.HEADERS, 5, 1, wire.request_block("/healthz")))
            self.assertIsNotNone(connection.read_until_frame(wire.HEADERS))
            process, self.server.process = self.server.process, None
            process.send_signal(signal.SIGTERM)
            goaway = connection.read_until_frame(wire.GOAWAY)
            self.assertIsNotNone(goaway)
            self.assertEqual(int.from_bytes(goaway[3][4:8], "big"), 0)
            self.assertEqual(process.wait(25), 0)

    def test_a_second_signal_ends_at_once(self):
        with self.slow_download():
            process = self.server.process
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            self.assertIsNone(process.poll())
            process.send_signal(signal.SIGTERM)
            process.wait(5)
        self.server.process = None


class Deadline(unittest.TestCase):
    def test_the_drain_has_an_end(self):
        server = Server(options=["--drain-deadline", "1s"]).init().start()
        self.addCleanup(server.close)
        house = server.create_repository("stopping", "--public")
        body, _ = sample("heavy", files={"src/lib.rs": "", "noise": random.Random(6).randbytes(9 << 20)})
        self.assertEqual(house.publish(body).status, 200)
        connection = wire.RawConnection(server.port)
        connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        connection.send(
            f"GET {house.base('public')[len(server.url):]}/heavy-1.0.0.crate HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        )
        self.assertTrue(connection.read_until(b"\r\n\r\n"))
        process, server.process = server.process, None
        begin = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(10), 0)
        self.assertLess(time.monotonic() - begin, 5)
        connection.socket.close()


class Overload(unittest.TestCase):
    def test_too_many_connections_are_answered_503(self):
        server = Server(options=["--max-connections", "20", "--event-loops", "1"]).init().start()
        self.addCleanup(server.close)
        held = []
        try:
            for _ in range(20):
                connection = wire.RawConnection(server.port)
                connection.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(connection.read_until(b"\r\n\r\n"))
                held.append(connection)
            with wire.RawConnection(server.port) as refused:
                refused.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                self.assertTrue(refused.read_to_end(5))
                self.assertEqual(refused.status(), 503)
                self.assertRegex(refused.received.lower(), rb"retry-after: [0-9]+")
        finally:
            for connection in held:
                connection.socket.close()
        deadline = time.monotonic() + 5
        while True:
            try:
                if wire.request(f"http://127.0.0.1:{server.port}/healthz").status == 200:
                    break
            except OSError:
                pass
            self.assertLess(time.monotonic(), deadline, "it did not come back")
            time.sleep(0.05)

    def test_too_much_waiting_work_is_answered_503(self):
        """Publishes at once beyond what may wait: some are told to come again, none is left hanging."""
        server = Server(options=["--max-waiting-requests", "2", "--event-loops", "1"]).init().start()
        self.addCleanup(server.close)
        house = server.create_repository("busy")
        answers = []

        def publish(number):
            answers.append(house.publish(sample(f"crate-{number}")[0]))

        threads = [threading.Thread(target=publish, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual({answer.status for answer in answers} - {200, 503}, set())
        self.assertTrue(any(answer.status == 200 for answer in answers))
        refused = [answer for answer in answers if answer.status == 503]
        self.assertTrue(refused, "forty at once with two places, and nobody was refused")
        for answer in refused:
            self.assertIsNotNone(answer.field("retry-after"))
            self.assertTrue(answer.message())


if __name__ == "__main__":
    unittest.main()
