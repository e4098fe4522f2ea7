"""What the commands make of answers written down here: numbers for people, refusals, a server in a hurry."""

import http.server
import json
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse
import urllib.request

from support.crate import archive, metadata
from support.environment import BINARY
from support.server import FAILED, TRY_AGAIN, ServerCase, clean_environment

VALUE = {"display": "1.5 MB", "units": "bytes", "value": 1_500_000}
NUMBERS = {
    "active": 2,
    "inactive": 1,
    "total": 3,
    "bandwidth": {key: VALUE for key in ("average", "highest", "lowest", "total")},
    "downloads": {key: {"value": 7} for key in ("average", "highest", "lowest", "total")},
}
LIMIT = {"configured": "Unlimited", "percentage_used": "0%", "plan_limit": "Unlimited", "used": "369 bytes"}
USED = {"limit": "Unlimited", "percentage": "0%", "used": "745 bytes"}
ANSWERS = {
    "GET /v1/status/check/basic/": (200, {"detail": "All good.", "version": "9.8"}),
    "GET /v1/rates/limits/": (
        200,
        {
            "resources": {
                "core": {
                    "interval": 0.5,
                    "limit": 60,
                    "remaining": 59,
                    "reset": 1795348860,
                    "reset_iso_8601": "2026-11-22T12:01:00Z",
                    "throttled": False,
                }
            }
        },
    ),
    "GET /v1/quota/acme/": (200, {"usage": {"display": {"bandwidth": LIMIT, "storage": LIMIT | {"peak": "1 kB"}}}}),
    "GET /v1/quota/history/acme/": (
        200,
        {
            "history": [
                {
                    "start": "2026-12-01T00:00:00Z",
                    "end": "2027-01-01T00:00:00Z",
                    "display": {"downloaded": USED, "storage_used": USED, "uploaded": USED},
                }
            ]
        },
    ),
    "GET /v1/metrics/packages/acme/": (200, {"packages": NUMBERS}),
    "GET /v1/metrics/entitlements/acme/tools/": (200, NUMBERS),
    "GET /v1/repos/acme/tools/privileges/": (
        200,
        {"privileges": [{"privilege": "Read", "user": "anna"}, {"privilege": "Write", "user": "bob"}]},
    ),
    "PUT /v1/repos/acme/tools/privileges/": (204, None),
    "PATCH /v1/repos/acme/tools/privileges/": (204, None),
    "POST /v1/packages/acme/tools/validate-upload/cargo/": (
        422,
        {"detail": "Too many.", "fields": {"tags": ["Too many."]}},
    ),
    "POST /v1/packages/acme/other/validate-upload/cargo/": (204, None),
    "POST /v1/files/acme/other/validate/": (204, None),
    "POST /v1/repos/acme/": (422, {"detail": "Invalid input.", "fields": {"slug": ["Taken."]}}),
}


class CannedServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = []
        self.pages = {}  # path: (key, rows)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        path, _, query = self.path.partition("?")
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, path, dict(urllib.parse.parse_qsl(query)), body))
        status, document = ANSWERS.get(f"{self.command} {path}", (404, {"detail": "Not found."}))
        fields = {}
        if path in self.server.pages and self.command == "GET":
            status, document, fields = self.page(*self.server.pages[path], self.server.requests[-1][2])
        content = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    @staticmethod
    def page(key, rows, query):
        number, size = int(query.get("page", 1)), min(int(query.get("page_size", 30)), 500)
        shown = rows[(number - 1) * size : number * size]
        return 200, {key: shown}, {"X-Pagination-PageTotal": str(max(1, -(-len(rows) // size)))}

    do_GET = do_POST = do_PUT = do_PATCH = answer

    def log_message(self, *unused):
        pass


class CannedAnswers(unittest.TestCase):
    def setUp(self):
        self.server = CannedServer()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def run_cli(self, *arguments, expect=0):
        done = subprocess.run(
            [BINARY, *arguments],
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            env=clean_environment(ENTREPOT_URL=self.server.url, ENTREPOT_API_KEY="ent_x"),
        )
        self.assertEqual(done.returncode, expect, done.stdout + done.stderr)
        return done.stdout

    def rows(self, *arguments):
        return [line.split() for line in self.run_cli(*arguments).splitlines()]

    def test_check(self):
        self.assertIn("All good. (version 9.8)", self.run_cli("check", "service"))
        head, core = self.rows("check", "rates")
        self.assertEqual(head, ["RESOURCE", "LIMIT", "REMAINING", "INTERVAL", "THROTTLED", "RESET"])
        self.assertEqual(core, ["core", "60", "59", "0.5", "no", "2026-11-22", "12:01"])
        self.assertEqual(json.loads(self.run_cli("check", "rates", "--json")), ANSWERS["GET /v1/rates/limits/"][1])

    def test_quota(self):
        self.assertEqual(
            self.rows("quota", "limits", "acme")[1:],
            [
                ["storage", "369", "bytes", "1", "kB", "Unlimited", "0%"],
                ["bandwidth", "369", "bytes", "-", "Unlimited", "0%"],
            ],
        )
        self.assertIn("2026-12-01", self.run_cli("quota", "history", "acme"))
        self.assertEqual(
            json.loads(self.run_cli("quota", "history", "acme", "--json")), ANSWERS["GET /v1/quota/history/acme/"][1]
        )

    def test_metrics(self):
        whole = self.run_cli("metrics", "packages", "acme", "--start", "2026-11-01", "--packages", "a,b")
        self.assertIn("3 packages, 2 of them used.", whole)
        self.assertIn("1.5 MB", whole)
        self.assertEqual(self.server.requests[-1][2], {"start": "2026-11-01", "packages": "a,b"})
        one = self.run_cli("metrics", "tokens", "acme/tools", "--finish", "2026-12-01", "--tokens", "t")
        self.assertIn("3 tokens", one)
        self.assertEqual(self.server.requests[-1][2], {"finish": "2026-12-01", "tokens": "t"})

    def test_privileges(self):
        listed = self.rows("repos", "privileges", "list", "acme/tools")
        self.assertEqual(listed[1:], [["anna", "Read"], ["bob", "Write"]])
        self.run_cli("repos", "privileges", "set", "acme/tools", "carl", "--privilege", "Admin")
        method, _, _, body = self.server.requests[-1]
        carl = {"user": "carl", "privilege": "Admin"}
        self.assertEqual((method, json.loads(body)), ("PATCH", {"privileges": [carl]}))
        self.run_cli("repos", "privileges", "remove", "acme/tools", "anna")
        method, _, _, body = self.server.requests[-1]
        self.assertEqual((method, json.loads(body)), ("PUT", {"privileges": [{"user": "bob", "privilege": "Write"}]}))
        self.run_cli("repos", "privileges", "remove", "acme/tools", "nobody", expect=3)

    def test_privileges_of_more_users_than_fit_a_page(self):
        for count in (40, 640):
            rows = [{"privilege": "Read", "user": f"user-{n:03}"} for n in range(count)]
            self.server.pages = {"/v1/repos/acme/tools/privileges/": ("privileges", rows)}
            self.assertEqual(len(self.rows("repos", "privileges", "list", "acme/tools")), 1 + count)
            # The others keep theirs. Case is no part of a user's name.
            self.run_cli("repos", "privileges", "remove", "acme/tools", "USER-007")
            method, _, _, body = self.server.requests[-1]
            self.assertEqual(method, "PUT")
            self.assertEqual(json.loads(body)["privileges"], rows[:7] + rows[8:])
            last = rows[-1]["user"]
            self.run_cli("repos", "privileges", "remove", "acme/tools", last)
            self.assertEqual(json.loads(self.server.requests[-1][3])["privileges"], rows[:-1])

    def test_a_refusal_as_json_has_the_servers_status_and_fields(self):
        told = json.loads(self.run_cli("repos", "create", "acme/tools", "--public", "--json", expect=FAILED))
        self.assertEqual(told["meta"]["code"], 422)
        self.assertEqual((told["detail"], told["fields"]), ("Invalid input.", {"slug": ["Taken."]}))


    def test_a_refused_push_as_json_has_the_servers_status_too(self):
        path = pathlib.Path(tempfile.mkdtemp()) / "tea-1.0.0.crate"
        self.addCleanup(shutil.rmtree, path.parent)
        path.write_bytes(archive(metadata("tea", "1.0.0")))
        told = json.loads(self.run_cli("push", "cargo", "acme/tools", str(path), "--json", expect=FAILED))
        self.assertEqual((told["meta"]["code"], told["fields"]), (422, {"tags": ["Too many."]}))

    def test_a_broken_file_is_a_result_among_others(self):
        folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        broken, tea = folder / "broken.crate", folder / "tea-1.0.0.crate"
        broken.write_bytes(b"no archive")
        tea.write_bytes(archive(metadata("tea", "1.0.0")))
        files = [str(broken), str(tea), str(folder / "missing.crate")]
        self.run_cli("push", "cargo", "acme/other", *files, "--dry-run", expect=FAILED)
        self.assertEqual(self.server.requests, [])
        told = json.loads(
            self.run_cli("push", "cargo", "acme/other", *files, "-n", "--skip-errors", "--json", expect=FAILED)
        )
        found = {one["file"]: (one["name"], one.get("status"), one.get("error_code")) for one in told}
        self.assertEqual(
            [found[file] for file in files],
            [(None, None, "invalid"), ("tea", "Valid", None), (None, None, "invalid")],
        )


class AskedTooOften(ServerCase):
    """The real server behind one that says "too often" once per second."""

    def test_a_push_waits_as_long_as_it_is_told_to(self):
        house = self.repository()
        path = self.folder() / "tea-1.0.0.crate"
        path.write_bytes(archive(metadata("tea", "1.0.0")))
        for fields, expected in (({"X-RateLimit-Remaining": "0"}, 0), ({}, TRY_AGAIN)):
            with self.subTest(fields=fields):
                busy = BusyServer(self.server.url, fields)
                began = time.monotonic()
                done = subprocess.run(
                    [BINARY, "push", "cargo", house.name, str(path), "--republish"],
                    capture_output=True,
                    text=True,
                    timeout=60,
                    check=False,
                    env=clean_environment(ENTREPOT_URL=busy.url, ENTREPOT_API_KEY=self.server.key),
                )
                busy.shutdown()
                busy.server_close()
                self.assertEqual(done.returncode, expected, done.stderr)
                if expected == 0:
                    self.assertGreater(time.monotonic() - began, 1)


class BusyServer(CannedServer):
    """Refuses the second request, and passes all others on."""

    def __init__(self, target, fields):
        self.target, self.fields = target, fields
        super().__init__()
        self.RequestHandlerClass = BusyHandler


class BusyHandler(Handler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append(self.path)
        if len(self.server.requests) == 2:
            self.send_response(429)
            for name, value in ({"Retry-After": "1", "Content-Length": "0"} | self.server.fields).items():
                self.send_header(name, value)
            return self.end_headers()
        request = urllib.request.Request(self.server.target + self.path, body or None, method=self.command)
        for name in ("Authorization", "Content-Type"):
            if name in self.headers:
                request.add_header(name, self.headers[name])
        with urllib.request.urlopen(request, timeout=30) as answer:
            content = answer.read()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = answer


if __name__ == "__main__":
    unittest.main()
