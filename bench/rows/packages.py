"""The packages API: pushing files, lists and queries over 100,000 packages, copying a repository of 1,000 versions."""

import concurrent.futures
import json
import tempfile
import time
import urllib.parse

from support import wire
from support.cargo import Cargo
from support.corpus import all_crates
from support.crate import sample
from support.server import Server

from . import large, machine, report

PACKAGES, COPIED, PUBLISHED = 100_000, 1_000, 10
NAMES = ("push of the corpus", "lists and queries of 100,000 packages", "copy of 1,000 versions")
QUERIES = (
    "",
    "network",
    "name:crate-0420",
    "name:^crate-099999$",
    "tag:nightly",
    "downloads:>900 AND size:>2KB",
    "NOT network AND (parser OR codec) license:mit",
    "dependency:serde<2 AND tag:~stable",
    "version:>=1.0 uploaded:<'1 day ago'",
    "nothing-like-this",
)
ORDERS = ("-date", "name,-version", "-downloads")


def ask(server, path, method="GET", body=None):
    answer = wire.request(
        server.url + path, method, {"Authorization": server.key}, json.dumps(body).encode() if body else b"", timeout=120
    )
    assert answer.status in (200, 201), answer.body
    return answer


def push(server):
    """One command, all files, in the order of their dependencies."""
    crates = list(all_crates().values())
    house = server.create_repository(
        "pushed", max_features=5000, max_feature_values=5000, max_dependencies=1000, refuse_reserved_names="false"
    )
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for crate in crates:
            files.append(f"{folder}/{crate.name}-{crate.version}.crate")
            with open(files[-1], "wb") as out:
                out.write(crate.archive)
        begin = time.monotonic()
        server.command("push", "cargo", house.name, *files)
        seconds = time.monotonic() - begin
    by_cargo = publish_by_cargo(server)
    return report.only_seen(
        NAMES[0],
        f"{len(crates) / seconds:,.0f} crates/s ({len(crates)} in {seconds:.1f} s; "
        f"{PUBLISHED} by cargo publish --no-verify in {by_cargo:.1f} s)",
        crates=len(crates),
        s=seconds,
        ten_by_cargo_s=by_cargo,
    )


def publish_by_cargo(server):
    """Small packages without dependencies, one after another, as cargo does it; seconds."""
    house = server.create_repository("published")
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-cargo-") as folder:
        cargo = Cargo(folder).use(house.index(), token=server.key)
        projects = [cargo.project(f"parcel-{number}") for number in range(PUBLISHED)]
        begin = time.monotonic()
        for project in projects:
            cargo.run("publish", "--no-verify", "--registry", "house", cwd=project)
        return time.monotonic() - begin


def copy(server):
    house, shop = server.create_repository("promoted"), server.create_repository("shop")

    def publish(count):
        assert house.publish(sample(f"crate-{count % 50}", f"1.{count}.0")[0]).status == 200

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(publish, range(COPIED)))
    identifiers = []
    for page in range(1, COPIED // 500 + 1):
        listed = ask(server, f"/v1/packages/{house.name}/?page_size=500&page={page}").json()
        identifiers += [package["slug_perm"] for package in listed]
    begin = time.monotonic()
    body = {"action": "Copy", "identifiers": identifiers, "target_repository": shop.name.split("/")[1]}
    done = ask(server, f"/v1/bulk-action/{server.user}/", "POST", body).json()
    seconds = time.monotonic() - begin
    assert len(done["packages_actioned"]) == COPIED, done["packages_failed_to_action"]
    return report.at_most(NAMES[2], 2, seconds, "s")


def lists(settings, folder):
    server, house, _ = large.made_server(folder / "listed", PACKAGES, PACKAGES, packages=True)
    server.start()
    try:
        taken = {query: [] for query in QUERIES}
        for _ in range(settings.rounds * 10):
            for query in QUERIES:
                for order in ORDERS:
                    options = urllib.parse.urlencode({"query": query, "sort": order})
                    begin = time.monotonic()
                    ask(server, f"/v1/packages/{house.name}/?{options}")
                    taken[query].append((time.monotonic() - begin) * 1000)
        each = {query: (percentile(seen, 0.5), percentile(seen, 0.99)) for query, seen in taken.items()}
        slowest, (half, most) = max(each.items(), key=lambda item: item[1][1])
        return report.at_most(
            NAMES[1], 50, most, "ms", f"  (p99 of the slowest of ten, {slowest!r}; its p50 {half:.1f} ms)", queries=each
        )
    finally:
        server.stop()


def percentile(seen, share):
    return sorted(seen)[int(len(seen) * share)]


def rows(settings):
    if settings.wants(NAMES[0]) or settings.wants(NAMES[2]):
        with machine.work_folder() as folder:
            server = Server(folder=folder / "entrepot", options=["--event-loops", "1", "--api-rate-limit", "0"])
            server.folder.mkdir()
            server.init().start()
            try:
                if settings.wants(NAMES[0]):
                    yield push(server)
                if settings.wants(NAMES[2]):
                    yield copy(server)
            finally:
                server.close()
    if settings.wants(NAMES[1]):
        with machine.work_folder() as folder:
            yield lists(settings, folder)
