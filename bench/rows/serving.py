"""Hot reads against nginx serving the same bytes: index file, 304, a 240 KB crate, over HTTP/1.1 and over TLS h2."""

import random

from support import wire
from support.certificates import Authority
from support.crate import dependency, sample
from support.server import Server

from . import machine, report

CRATE_BYTES = 240_000
VERSIONS = 8  # an index file of about 3 KB

GOALS = {
    "index file, HTTP/1.1": 1.6,
    "index file, TLS h2": 2.0,
    "304, HTTP/1.1": 1.6,
    "240 KB crate, HTTP/1.1": 1.0,
    "240 KB crate, TLS h2": 1.0,
}


def start_server(folder, authority, *options):
    certificate, key = authority.issue("entrepot")
    server = Server(folder=folder / "entrepot", options=["--event-loops", "1", *options], tls=(certificate, key))
    server.folder.mkdir(parents=True, exist_ok=True)
    return server.init().start()


def rows(settings):
    with machine.work_folder() as folder:
        authority = Authority(folder / "tls")
        server = start_server(folder, authority)
        try:
            house = server.create_repository("bench", "--public")
            deps = [dependency(f"dependency-{n}") for n in range(2)]
            for number in range(VERSIONS):
                assert house.publish(sample("hot-crate", f"1.{number}.0", deps=deps)[0]).status == 200
            noise = random.Random(240).randbytes(CRATE_BYTES)
            assert house.publish(sample("heavy-crate", files={"src/lib.rs": "", "noise": noise})[0]).status == 200
            base = f"/public/{house.name}/cargo"
            root = folder / "root"
            paths = {"index": f"{base}/ho/t-/hot-crate", "crate": f"{base}/heavy-crate-1.0.0.crate"}
            etags = {}
            for path in paths.values():
                answer = server.get(path)
                assert answer.status == 200
                (root / path[1:]).parent.mkdir(parents=True, exist_ok=True)
                (root / path[1:]).write_bytes(answer.body)
                etags["entrepot", path] = answer.field("etag")
            certificate, key = authority.issue("nginx")
            with machine.Nginx(folder, root, certificate, key) as nginx:
                for path in paths.values():
                    etags["nginx", path] = wire.request(nginx.url + path).field("etag")
                machine.pin(server.process.pid, machine.SERVER_CORES)
                yield from measure(settings, server, nginx, paths, etags)
        finally:
            server.close()


def measure(settings, server, nginx, paths, etags):
    index, crate = paths["index"], paths["crate"]

    def not_modified(who):
        return [f"If-None-Match: {etags[who, index]}"]

    ours, theirs = (server.url, server.tls_url), (nginx.url, nginx.tls_url)
    cases = {
        "index file, HTTP/1.1": (lambda urls, who: machine.wrk(urls[0] + index, settings.seconds)),
        "index file, TLS h2": (lambda urls, who: machine.h2load(urls[1] + index, settings.seconds)),
        "304, HTTP/1.1": (lambda urls, who: machine.wrk(urls[0] + index, settings.seconds, not_modified(who))),
        "240 KB crate, HTTP/1.1": (lambda urls, who: machine.wrk(urls[0] + crate, settings.seconds)),
        "240 KB crate, TLS h2": (lambda urls, who: machine.h2load(urls[1] + crate, settings.seconds)),
    }
    for who, urls in (("entrepot", ours), ("nginx", theirs)):
        for path in paths.values():
            machine.expect(200, wire.request(urls[0] + path))
        machine.expect(304, wire.request(urls[0] + index, headers={"If-None-Match": etags[who, index]}))
    for name, load in cases.items():
        if not settings.wants(name):
            continue
        seen = machine.interleaved(
            settings.rounds, entrepot=lambda: load(ours, "entrepot"), nginx=lambda: load(theirs, "nginx")
        )
        yield report.at_least(name, GOALS[name], seen["entrepot"], seen["nginx"], "requests/s")
