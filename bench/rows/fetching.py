"""A cold `cargo fetch` of a project with reqwest, clap and rayon, over a network of 25 ms each way."""

import pathlib
import subprocess
import sys
import tempfile
import time
import tomllib

from support import corpus
from support.cargo import Cargo
from support.certificates import Authority
from support.server import Server

from . import machine, report

ONE_WAY_MS = 25
GOAL = 1.1
DEPENDENCIES = 'reqwest = "0.11"\nclap = "4"\nrayon = "1"\n'
CRATES = 92  # that cargo fetches for them, of Debian 12's packages
NAMES = ("cold fetch, cleartext", "cold fetch, TLS")


class SlowPort:
    """The relay as a process of its own, so that its work is not on the measuring interpreter's lock."""

    def __init__(self, target_port):
        script = pathlib.Path(corpus.__file__).with_name("relay.py")
        self.process = subprocess.Popen(
            [sys.executable, script, str(target_port), str(ONE_WAY_MS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.process.stdout.readline())

    def protocol(self):
        """What the cleartext connections spoke, as their first answers tell."""
        print(file=self.process.stdin, flush=True)
        answered, upgraded = map(int, self.process.stdout.readline().split())
        return "h2c" if 0 < answered == upgraded else f"h2c on {upgraded} of {answered} connections"

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def fetch_seconds(index, authority):
    """One fetch with an empty cargo home; seconds and the number of crates, which are all that the lock file names."""
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-cargo-") as folder:
        cargo = Cargo(folder).use(index, replace=True)
        cargo.environment["CARGO_HTTP_CAINFO"] = authority.certificate
        project = cargo.project("harbour", DEPENDENCIES, main="fn main() {}")
        begin = time.monotonic()
        cargo.run("fetch", cwd=project)
        seconds = time.monotonic() - begin
        count = len(list(cargo.home.glob("registry/cache/*/*.crate")))
        locked = tomllib.loads((project / "Cargo.lock").read_text())["package"]
        assert count == len(locked) - 1, f"{count} crates came, the lock file names {len(locked) - 1}"
        return seconds, count


def rows(settings):
    if not any(settings.wants(name) for name in NAMES):
        return
    crates = corpus.closure("reqwest", "clap", "rayon")
    if not {"reqwest", "clap", "rayon"} <= {crate.name for crate in crates}:
        yield report.only_seen("cold fetch", "not measured: librust-{reqwest,clap,rayon}-dev are not installed")
        return
    with machine.work_folder() as folder:
        authority = Authority(folder / "tls")
        certificate, key = authority.issue("nginx")
        server = Server(folder=folder / "entrepot", options=["--event-loops", "1"], tls=authority.issue("entrepot"))
        server.folder.mkdir(parents=True)
        server.init().start()
        house = server.create_repository(
            "corpus", "--public", max_features=5000, max_feature_values=5000, refuse_reserved_names="false"
        )
        for crate in crates:
            answer = house.publish(crate.publish_body)
            assert answer.status == 200, f"{crate.name}: {answer.message()}"
        relays = []
        try:
            with machine.Nginx(folder, folder / "root", certificate, key) as nginx:
                slow = {
                    name: SlowPort(port)
                    for name, port in (("cleartext", server.port), ("tls", server.tls_port), ("nginx", nginx.tls_port))
                }
                relays += slow.values()
                origin = f"https://127.0.0.1:{slow['nginx'].port}"
                corpus.write_static_registry(
                    folder / "root", crates, origin + "/crates/{crate}/{crate}-{version}.crate"
                )
                yield from measure(settings, server, house, slow, origin, authority)
        finally:
            for relay in relays:
                relay.close()
            server.close()


def measure(settings, server, house, slow, nginx_origin, authority):
    origins = {
        "cleartext": f"http://127.0.0.1:{slow['cleartext'].port}",
        "tls": f"https://127.0.0.1:{slow['tls'].port}",
    }
    path = f"/public/{house.name}/cargo/"
    counts = set()

    def ours(which):
        # The links that a server hands out must lead through the relay too.
        server.stop()
        server.options = ["--event-loops", "1", "--public-url", origins[which]]
        server.start(server.port, server.tls_port)
        server.url = f"http://127.0.0.1:{server.port}"
        seconds, count = fetch_seconds(f"sparse+{origins[which]}{path}", authority)
        counts.add(count)
        return seconds

    def theirs():
        seconds, count = fetch_seconds(f"sparse+{nginx_origin}/index/", authority)
        counts.add(count)
        return seconds

    seen = machine.interleaved(
        settings.rounds, cleartext=lambda: ours("cleartext"), tls=lambda: ours("tls"), nginx=theirs
    )
    assert len(counts) == 1, counts
    (count,) = counts
    spoken = {"cleartext": slow["cleartext"].protocol(), "tls": "TLS"}
    for name, which in zip(NAMES, ("cleartext", "tls")):
        if settings.wants(name):
            ratio = seen[which] / seen["nginx"]
            yield report.Row(
                name,
                f"<= {GOAL} x nginx TLS h2",
                f"{ratio:.2f} x  ({seen[which]:.2f} against {seen['nginx']:.2f} s, {count} crates, {spoken[which]})"
                + ("" if count >= CRATES else f", where the whole corpus has {CRATES}"),
                ratio <= GOAL and count >= CRATES,
                {"ratio": ratio, "seconds": seen, "crates": count, "protocol": spoken[which]},
            )
