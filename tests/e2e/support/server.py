"""The real server as a test sees it: a data folder, a process, its command line, its log."""

import base64
import ctypes
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from . import wire
from .environment import BINARY

START_SECONDS = 20
STOP_SECONDS = 40

# Exit codes of the command line (`entrepot help exit-codes`).
FAILED, USAGE, NOT_FOUND, NOT_ALLOWED, CONFLICT, TRY_AGAIN = 1, 2, 3, 4, 5, 6


def die_with_parent():
    """A test that is killed leaves no server behind (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class CommandFailed(AssertionError):
    def __init__(self, arguments, done):
        super().__init__(f"entrepot {' '.join(arguments)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}")
        self.code, self.stdout, self.stderr = done.returncode, done.stdout, done.stderr


def clean_environment(**more):
    """The caller's environment without anything that would configure the programs under test."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not re.match(
            r"(CARGO|ENTREPOT|RUSTC|RUSTFLAGS|SSL_CERT|GIT_|https?_proxy|all_proxy|no_proxy)", key, re.IGNORECASE
        )
    }
    kept.update(more)
    return kept


class Server:
    """One data folder and at most one process on it. `url` is where it listens; `key` is the admin's API key.

    Everything secret that the test learns goes into `secrets`, and no log line may ever contain one of them.
    """

    def __init__(self, folder=None, options=(), tls=None, binary=None):
        if not BINARY.exists() and binary is None:
            raise FileNotFoundError(f"{BINARY} is not built: run `make build`")
        self.binary = binary or BINARY
        self.folder = pathlib.Path(folder or tempfile.mkdtemp(prefix="entrepot-e2e-"))
        self.data = self.folder / "data"
        self.options = list(options)
        self.tls = tls  # (certificate, key) files
        self.secrets = set()
        self.process = None
        self.runs = 0
        self.port = self.tls_port = 0
        self.url = self.tls_url = self.key = self.user = None

    # --- life ------------------------------------------------------------------------------------------------------

    def init(self, admin="admin"):
        answer = json.loads(self.offline("init", "--data", str(self.data), "--admin", admin, "--json").stdout)
        self.user, self.key = answer["user"], answer["api_key"]
        self.secrets.add(self.key)
        return self

    def start(self, port=0, tls_port=0, wait_ready=True, prefix=(), **environment):
        assert self.process is None
        self.runs += 1
        command = [*prefix, self.binary, "serve", "--data", self.data, "--listen", f"127.0.0.1:{port}", *self.options]
        if self.tls:
            command += ["--tls-listen", f"127.0.0.1:{tls_port}", "--tls-cert", self.tls[0], "--tls-key", self.tls[1]]
        self.log = self.folder / f"serve-{self.runs}.log"
        self.output = self.folder / f"serve-{self.runs}.out"
        with self.log.open("wb") as log, self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdout=output,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=clean_environment(**environment),
                preexec_fn=die_with_parent,
            )
        first = self._first_line()
        self.url = first["url"].rstrip("/")
        self.port = int(first["address"].rsplit(":", 1)[1])
        if self.tls:
            self.tls_port = int(first["tls_address"].rsplit(":", 1)[1])
            self.tls_url = f"https://127.0.0.1:{self.tls_port}"
        if wait_ready:
            self.wait_ready()
        return self

    def _first_line(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            lines = self.log.read_bytes().split(b"\n")
            if len(lines) > 1 and lines[0].startswith(b"{"):  # else the sentence of a server that refuses to start
                return json.loads(lines[0])
            if self.process.poll() is not None:
                code, self.process = self.process.returncode, None
                raise AssertionError(f"serve ended with {code}: {self.log.read_text()}{self.output.read_text()}")
            time.sleep(0.005)
        raise AssertionError(f"serve said nothing within {START_SECONDS} s")

    def wait_ready(self):
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if wire.request(f"http://127.0.0.1:{self.port}/readyz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.01)
        raise AssertionError(f"not ready within {START_SECONDS} s: {self.log.read_text()[-2000:]}")

    def signal(self, number):
        os.kill(self.process.pid, number)

    def stop(self):
        """SIGTERM; the exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        process.send_signal(signal.SIGTERM)
        try:
            return process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(
                f"serve did not end within {STOP_SECONDS} s of SIGTERM: {self.log.read_text()[-2000:]}"
            ) from None

    def kill(self):
        process, self.process = self.process, None
        process.kill()
        process.wait()

    def restart(self):
        """The same ports, so that what clients configured stays true."""
        code = self.stop()
        assert code == 0, f"exit {code}: {self.log.read_text()[-2000:]}"
        return self.start(self.port, self.tls_port)

    def close(self):
        """Ends the process and checks what must hold after every test: clean exit and store, no secret in a log."""
        code = self.stop()
        problems = []
        if code != 0:
            problems.append(f"serve ended with {code}: {self.log.read_text()[-2000:]}")
        problems += self.leaked_secrets()
        if self.data.exists():
            problems += self.verify_problems()
        shutil.rmtree(self.folder, ignore_errors=True)
        assert not problems, "\n".join(problems)

    # --- what it left behind ---------------------------------------------------------------------------------------

    def log_text(self):
        return "".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("serve-*.log")))

    def log_lines(self):
        """Every line must be a JSON object: that is what log collectors are promised."""
        return [json.loads(line) for line in self.log_text().splitlines()]

    def leaked_secrets(self):
        text = self.log_text()
        forms = {
            form
            for secret in self.secrets
            for form in (
                secret,
                base64.b64encode(secret.encode()).decode().rstrip("="),
                base64.b64encode(f"token:{secret}".encode()).decode().rstrip("="),
            )
        }
        return [f"a secret ({secret[:6]}…) stands in the log" for secret in forms if secret in text]

    def verify(self):
        """(exit code, report). The server may run meanwhile."""
        done = subprocess.run(
            [self.binary, "verify", "--data", self.data, "--json"],
            capture_output=True,
            text=True,
            env=clean_environment(),
            timeout=300,
            check=False,
        )
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else {"stderr": done.stderr}

    def verify_problems(self):
        code, report = self.verify()
        return [] if code == 0 else [f"verify: exit {code}: {json.dumps(report)[:3000]}"]

    # --- the command line ------------------------------------------------------------------------------------------

    def offline(self, *arguments, stdin=None, expect=0):
        done = subprocess.run(
            [self.binary, *arguments],
            capture_output=True,
            text=True,
            input=stdin,
            env=clean_environment(),
            timeout=60,
            check=False,
        )
        if done.returncode != expect:
            raise CommandFailed(arguments, done)
        return done

    def command(self, *arguments, key=None, stdin=None, expect=0):
        """A client command over /v1; the completed process."""
        done = subprocess.run(
            [self.binary, *arguments],
            capture_output=True,
            text=True,
            input=stdin,
            timeout=60,
            check=False,
            env=clean_environment(ENTREPOT_URL=self.url, ENTREPOT_API_KEY=key or self.key),
        )
        if done.returncode != expect:
            raise CommandFailed(arguments, done)
        return done

    def cli(self, *arguments, key=None, stdin=None):
        """A client command with --json; its answer."""
        text = self.command(*arguments, "--json", key=key, stdin=stdin).stdout
        return json.loads(text) if text.strip() else None

    # --- usual things ----------------------------------------------------------------------------------------------

    def create_repository(self, name, visibility="--private", **rules):
        owner_and_name = name if "/" in name else f"{self.user}/{name}"
        self.cli("repos", "create", owner_and_name, visibility)
        if rules:
            self.set_rules(owner_and_name, **rules)
        return Repository(self, owner_and_name)

    def set_rules(self, owner_and_name, **rules):
        settings = [part for key, value in rules.items() for part in ("--publish-rule", f"{key}={value}")]
        self.cli("repos", "update", owner_and_name, *settings)

    def create_user(self, name, password=None, admin=False):
        arguments = ["users", "create", name] + (["--admin"] if admin else [])
        if password is None:
            return self.cli(*arguments)
        self.secrets.add(password)
        return self.cli(*arguments, "--password-stdin", stdin=password)

    def create_key(self, name, *options, key=None):
        """A new API key's secret."""
        answer = self.cli("keys", "create", "--name", name, *options, key=key)
        secret = answer["api_key"] if "api_key" in answer else answer["key"]
        self.secrets.add(secret)
        return secret

    def create_entitlement(self, owner_and_name, name):
        answer = self.cli("entitlements", "create", owner_and_name, "--name", name)
        self.secrets.add(answer["token"])
        return answer["token"]

    def get(self, path, **options):
        return wire.request(self.url + path, **options)

    def metrics(self):
        """{sample line up to its value: value}"""
        samples = {}
        for line in self.get("/metrics").body.decode().splitlines():
            if line and not line.startswith("#"):
                name, value = line.rsplit(" ", 1)
                samples[name] = float(value)
        return samples


class Repository:
    """A repository's addresses, seen from outside."""

    def __init__(self, server, owner_and_name):
        self.server = server
        self.name = owner_and_name

    def base(self, access="basic", origin=None):
        return f"{origin or self.server.url}/{access}/{self.name}/cargo"

    def index(self, access="basic", origin=None):
        return f"sparse+{self.base(access, origin)}/"

    def git_index(self, access="basic", origin=None):
        return f"{self.base(access, origin)}/index.git"

    def publish(self, body, key=None, access="basic", headers=None, timeout=60):
        fields = {"Authorization": key or self.server.key, "Accept": "application/json"} | (headers or {})
        return wire.request(self.base(access) + "/api/v1/crates/new", "PUT", fields, body, timeout=timeout)

    def push(self, crate, **fields):
        """The bytes of a .crate, as a client of the management API sends them."""
        headers = {"Authorization": self.server.key}
        sent = wire.request(f"{self.server.url}/v1/upload/{self.name}/some-1.0.0.crate", "PUT", headers, crate)
        if sent.status != 200:
            return sent
        body = json.dumps({"package_file": json.loads(sent.body)["identifier"]} | fields).encode()
        return wire.request(f"{self.server.url}/v1/packages/{self.name}/upload/cargo/", "POST", headers, body)

    def set(self, **settings):
        """Settings of the repository, by their names in the management API."""
        headers = {"Authorization": self.server.key}
        answer = wire.request(
            f"{self.server.url}/v1/repos/{self.name}/", "PATCH", headers, json.dumps(settings).encode()
        )
        assert answer.status == 200, answer.body
        return self

    def timeless_lines(self, crate):
        """The index lines as they stand, byte for byte, but for when each was published."""
        body = self.index_file(crate).body.decode()
        return sorted(re.sub(r',"pubtime":"[^"]*"', "", line) for line in body.splitlines())

    def get(self, path, access="basic", key=None, headers=None, method="GET"):
        fields = dict(headers or {})
        if access == "basic":
            fields.setdefault("Authorization", key or self.server.key)
        return wire.request(f"{self.base(access)}/{path}", method, fields)

    def index_file(self, crate, **options):
        return self.get(index_path(crate), **options)

    def lines(self, crate):
        answer = self.index_file(crate)
        return [json.loads(line) for line in answer.body.splitlines()] if answer.status == 200 else []

    def download(self, crate, version, **options):
        return self.get(f"{crate}-{version}.crate", **options)


def index_path(crate):
    """Where cargo looks a crate up (Cargo book, Registry Index, "Index files")."""
    name = crate.lower()
    if len(name) < 3:
        return f"{len(name)}/{name}"
    return f"3/{name[0]}/{name}" if len(name) == 3 else f"{name[:2]}/{name[2:4]}/{name}"


class ServerCase(unittest.TestCase):
    """One server for the tests of a class; each test makes repositories of its own."""

    options = ()
    tls = None

    @classmethod
    def setUpClass(cls):
        cls.server = Server(options=cls.options, tls=cls.tls).init().start()
        cls.addClassCleanup(cls.server.close)

    def repository(self, visibility="--private", **rules):
        """Named after the test, so that a failure's log tells which test it was."""
        name = re.sub(r"[^a-z0-9]+", "-", self._testMethodName.removeprefix("test_").lower())[:44].strip("-")
        return self.server.create_repository(name, visibility, **rules)

    def folder(self):
        path = pathlib.Path(tempfile.mkdtemp(prefix="entrepot-e2e-work-"))
        self.addCleanup(shutil.rmtree, path, ignore_errors=True)
        return path
