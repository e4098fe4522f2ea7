"""The git index of 100,000 crates: a clone, an update, nothing new, a hundred clones at once. Each beside
`git http-backend` with an ordinary repository of the same files, and after all updates both have the same tree."""

import http.client
import os
import selectors
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

from support.crate import sample
from support.git import Git
from support.server import Server, index_path

from . import git_backend, large, machine, report

CRATES = 100_000
CHANGES = 1_000
CLONERS = 100
NAMES = {
    "made": "git: index made of the log",
    "first": "git: first clone",
    "answer": "git: cold clone, the answer",
    "clone": "git: cold clone by git",
    "next": "git: first clone after a publish",
    "update": "git: update after 1 publish, the exchange",
    "one": "git: update after 1 publish by git",
    "many": f"git: update after {CHANGES:,} publishes by git",
    "same": "git: nothing new, by git",
    "crowd": f"git: {CLONERS} clones at once",
}
BRANCH = f"+{git_backend.BRANCH}:{git_backend.BRANCH}"


class Clients:
    """The git program on the load's core, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.folder.mkdir()
        self.git = Git(folder).configure("[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n")

    def seconds(self, *arguments):
        begin = time.monotonic()
        subprocess.run(
            ["git", *map(str, arguments)],
            env=self.git.environment(),
            check=True,
            preexec_fn=lambda: os.sched_setaffinity(0, machine.LOAD_CORES),
        )
        return time.monotonic() - begin

    def clone(self, url, name="clone"):
        """Without a checkout: that is files on the client's disk and nothing of the server's."""
        shutil.rmtree(self.folder / name, ignore_errors=True)
        return self.seconds("clone", "--quiet", "--bare", url, self.folder / name)

    def copy(self, name, to):
        """Of a clone. Objects are never written to, so they may be the same files."""
        shutil.rmtree(self.folder / to, ignore_errors=True)
        subprocess.run(["cp", "-al", self.folder / name, self.folder / to], check=True)
        for path in ("packed-refs", "HEAD", "config"):
            link = self.folder / to / path
            content = link.read_bytes()
            link.unlink()
            link.write_bytes(content)

    def fetch(self, url, name):
        return self.seconds("--git-dir", self.folder / name, "fetch", "--quiet", url, BRANCH)

    def tree(self, name):
        return self.git.run("--git-dir", self.folder / name, "rev-parse", f"{git_backend.BRANCH}^{{tree}}").stdout

    def tip(self, url):
        return self.git.run("ls-remote", url, git_backend.BRANCH).stdout.split()[0]


def command(name, *lines):
    """A request of protocol v2."""
    said = "".join(f"{len(line) + 5:04x}{line}\n" for line in lines)
    return f"{len(name) + 12:04x}command={name}0001{said}0000".encode()


def fetch_command(tip, *haves):
    return command("fetch", "thin-pack", "no-progress", "ofs-delta", f"want {tip}", *(f"have {have}" for have in haves), "done")


def clone_request(url, tip):
    """(address, bytes): the question of a cold clone."""
    body = fetch_command(tip)
    parts = urllib.parse.urlsplit(url)
    head = (
        f"POST {parts.path}/git-upload-pack HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n"
        "Content-Type: application/x-git-upload-pack-request\r\nGit-Protocol: version=2\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return (parts.hostname, parts.port), head.encode() + body


def answers(url, tip, count):
    """(seconds, bytes of all): so many at once, read and thrown away."""
    address, request = clone_request(url, tip)
    chosen, sizes, tails = selectors.DefaultSelector(), {}, {}
    buffer = bytearray(1 << 20)
    begin = time.monotonic()
    for _ in range(count):
        connection = socket.create_connection(address, timeout=600)
        connection.sendall(request)
        chosen.register(connection, selectors.EVENT_READ)
        sizes[connection], tails[connection] = 0, b""
    while chosen.get_map():
        for key, _ in chosen.select(600):
            size = key.fileobj.recv_into(buffer)
            if size == 0:
                chosen.unregister(key.fileobj)
                key.fileobj.close()
                continue
            if sizes[key.fileobj] == 0 and not bytes(buffer[:12]).startswith(b"HTTP/1.1 200"):
                raise SystemExit(f"no clone from {url}: {bytes(buffer[:300])}")
            sizes[key.fileobj] += size
            tails[key.fileobj] = (tails[key.fileobj] + bytes(buffer[max(0, size - 16) : size]))[-16:]
    seconds = time.monotonic() - begin
    # The flush that ends the pack's pkt-lines, and nginx's last chunk behind it.
    if any(not tail.endswith((b"0000", b"0000\r\n0\r\n\r\n")) for tail in tails.values()):
        raise SystemExit(f"a clone from {url} broke off")
    return seconds, sum(sizes.values())


def exchange(url, have):
    """(seconds, tip): an update as git asks for it, of a client that has nothing else to do."""
    parts = urllib.parse.urlsplit(url)
    fields = {"Git-Protocol": "version=2", "Content-Type": "application/x-git-upload-pack-request"}
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=60)

    def ask(method, path, body=None):
        connection.request(method, parts.path + path, body, fields)
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise SystemExit(f"no update from {url}: {answer.status} {content[:300]}")
        return content

    begin = time.monotonic()
    ask("GET", "/info/refs?service=git-upload-pack")
    refs = ask("POST", "/git-upload-pack", command("ls-refs", f"ref-prefix {git_backend.BRANCH}"))
    tip = refs[4:44].decode()
    pack = ask("POST", "/git-upload-pack", fetch_command(tip, have))
    seconds = time.monotonic() - begin
    connection.close()
    assert b"\x01PACK" in pack, pack[:300]
    return seconds, tip


class Peak:
    """The most that a measure said while a block ran, and what it said before."""

    def __init__(self, measure):
        self.measure, self.most, self.ended = measure, 0, threading.Event()

    def __enter__(self):
        self.before = self.measure()
        self.thread = threading.Thread(target=self.watch, daemon=True)
        self.thread.start()
        return self

    def watch(self):
        while not self.ended.wait(0.2):
            self.most = max(self.most, self.measure())

    def __exit__(self, *unused):
        self.ended.set()
        self.thread.join()


class Ours:
    def __init__(self, folder):
        self.server = Server(folder=folder, options=["--event-loops", "1"])
        self.server.folder.mkdir()
        self.server.init().start()
        self.house = self.server.create_repository("bulk", "--public")
        assert self.house.publish(sample("seed-crate")[0]).status == 200
        time.sleep(0.5)  # the other followers have rows then, which the generator moves
        self.server.stop()
        names = large.generator().varied_names(CRATES)
        large.generator().fill(self.server.data, self.house.name, CRATES, CRATES, names.__getitem__, with_git=True)
        self.names = iter(names)

    def start(self):
        """Seconds until the git index has every event."""
        begin = time.monotonic()
        self.server.start(wait_ready=False)  # it is not ready while a follower is far behind
        machine.pin(self.server.process.pid, machine.SERVER_CORES)
        while self.server.metrics()['entrepot_follower_lag_events{follower="git_index"}'] > 0:
            time.sleep(0.2)
        self.url = self.house.git_index("public")
        return time.monotonic() - begin

    def publish(self, count):
        """New versions of so many crates; [(path, content of the index file)]."""
        changed = [next(self.names) for _ in range(count)]
        for name in changed:
            answer = self.house.publish(sample(name, "9.0.0")[0])
            assert answer.status == 200, answer.message()
        return [(index_path(name), self.house.index_file(name, access="public").body) for name in changed]

    def memory_megabytes(self):
        return machine.proportional_megabytes(self.server.process.pid)

    def stop(self):
        self.server.stop()
        problems = self.server.leaked_secrets()
        assert not problems, problems


def rows(settings):
    if not any(settings.wants(name) for name in NAMES.values()):
        return
    with machine.work_folder() as folder:
        clients = Clients(folder / "clients")
        ours = Ours(folder / "entrepot")
        try:
            seconds = ours.start()
            yield report.only_seen(
                NAMES["made"], f"{seconds:.1f} s for {CRATES:,} events, while it serves", seconds=seconds
            )
            (folder / "theirs").mkdir()
            first = clients.clone(ours.url, "base")
            yield report.only_seen(NAMES["first"], f"{first:.2f} s, the pack is built", seconds=first)
            backend = git_backend.Backend(folder / "theirs", clients.git, CLONERS)
            backend.fill(clients.folder / "base")
            with backend:
                for row in measure(settings, clients, ours, backend):
                    if settings.wants(row.name):
                        yield row
        finally:
            ours.stop()


def measure(settings, clients, ours, theirs):
    yield clones(settings, clients, ours, theirs)
    yield pure_answers(settings, clients, ours, theirs)
    yield next_clones(settings, clients, ours, theirs)
    for url, name in ((ours.url, "ours"), (theirs.url, "theirs")):
        clients.copy("base", name)
        clients.fetch(url, name)
    yield update_exchanges(settings, clients, ours, theirs)
    yield updates(settings, clients, ours, theirs)
    yield nothing_new(settings, clients, ours, theirs)
    yield many_updates(settings, clients, ours, theirs)
    yield crowd(clients, ours, theirs)


def faster(name, least, ours, theirs, extra=""):
    ratio = theirs / ours
    return report.Row(
        name,
        f">= {least:g} x git's speed",
        f"{ratio:.2f} x  ({ours * 1000:,.0f} against {theirs * 1000:,.0f} ms{extra})",
        ratio >= least,
        {"ratio": ratio, "entrepot": ours, "http-backend": theirs},
    )


def clones(settings, clients, ours, theirs):
    seen = machine.interleaved(
        settings.rounds, ours=lambda: clients.clone(ours.url), theirs=lambda: clients.clone(theirs.url)
    )
    return faster(NAMES["clone"], 2, seen["ours"], seen["theirs"])


def pure_answers(settings, clients, ours, theirs):
    sizes = {}

    def answer(url):
        seconds, sizes[url] = answers(url, clients.tip(url), 1)
        return seconds

    seen = machine.interleaved(settings.rounds, ours=lambda: answer(ours.url), theirs=lambda: answer(theirs.url))
    extra = f"; {sizes[ours.url] / 1e6:.1f} and {sizes[theirs.url] / 1e6:.1f} MB"
    return faster(NAMES["answer"], 2, seen["ours"], seen["theirs"], extra)


def next_clones(settings, clients, ours, theirs):
    """The answer to who comes first: a publish makes every pack of everything old."""
    seen = {"ours": [], "theirs": []}
    for _ in range(settings.rounds):
        theirs.commit(ours.publish(1))
        for name, url in (("ours", ours.url), ("theirs", theirs.url)):
            seen[name].append(answers(url, clients.tip(url), 1)[0])
    medians = {name: machine.median(values) for name, values in seen.items()}
    text = f"{medians['ours'] * 1000:,.0f} against {medians['theirs'] * 1000:,.0f} ms"
    return report.only_seen(NAMES["next"], text, **medians)


def update_exchanges(settings, clients, ours, theirs):
    seen = {"ours": [], "theirs": []}
    tips = {url: clients.tip(url) for url in (ours.url, theirs.url)}
    for _ in range(3 * settings.rounds):
        theirs.commit(ours.publish(1))
        for name, url in (("ours", ours.url), ("theirs", theirs.url)):
            seconds, tips[url] = exchange(url, tips[url])
            seen[name].append(seconds)
    return faster(NAMES["update"], 1, machine.median(seen["ours"]), machine.median(seen["theirs"]))


def updates(settings, clients, ours, theirs):
    seen = {"ours": [], "theirs": []}
    for _ in range(3 * settings.rounds):
        theirs.commit(ours.publish(1))
        seen["ours"].append(clients.fetch(ours.url, "ours"))
        seen["theirs"].append(clients.fetch(theirs.url, "theirs"))
        assert clients.tree("ours") == clients.tree("theirs")
    return faster(NAMES["one"], 1, machine.median(seen["ours"]), machine.median(seen["theirs"]))


def nothing_new(settings, clients, ours, theirs):
    seen = machine.interleaved(
        3 * settings.rounds,
        ours=lambda: clients.fetch(ours.url, "ours"),
        theirs=lambda: clients.fetch(theirs.url, "theirs"),
    )
    return faster(NAMES["same"], 1, seen["ours"], seen["theirs"])


def many_updates(settings, clients, ours, theirs):
    clients.fetch(ours.url, "ours")
    clients.fetch(theirs.url, "theirs")
    theirs.commit(ours.publish(CHANGES))
    seen = {"ours": [], "theirs": []}
    for _ in range(settings.rounds):
        for name, url in (("ours", ours.url), ("theirs", theirs.url)):
            clients.copy(name, "old")
            seen[name].append(clients.fetch(url, "old"))
    clients.fetch(ours.url, "ours")
    clients.fetch(theirs.url, "theirs")
    assert clients.tree("ours") == clients.tree("theirs")
    extra = f"; the first {seen['ours'][0] * 1000:,.0f} and {seen['theirs'][0] * 1000:,.0f}"
    return faster(NAMES["many"], 1, machine.median(seen["ours"]), machine.median(seen["theirs"]), extra)


def crowd(clients, ours, theirs):
    """Whole clones, read by one program: a hundred times git would measure git."""
    seconds, memory = {}, {}
    for name, side in (("ours", ours), ("theirs", theirs)):
        with Peak(side.memory_megabytes) as peak:
            seconds[name], _ = answers(side.url, clients.tip(side.url), CLONERS)
        memory[name] = peak
    grown = memory["ours"].most - memory["ours"].before
    return report.Row(
        NAMES["crowd"],
        "<= 64 MB more",
        f"{grown:.0f} MB more ({memory['ours'].most:.0f} MB against {memory['theirs'].most:.0f}), "
        f"{seconds['ours']:.1f} against {seconds['theirs']:.1f} s",
        grown <= 64,
        {"seconds": seconds} | {name: {"before": peak.before, "most": peak.most} for name, peak in memory.items()},
    )
