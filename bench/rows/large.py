"""A repository of 100,000 crates and 1,000,000 versions: start, hot reads against a small one, memory, search."""

import importlib.machinery
import importlib.util
import pathlib
import time

from support.crate import sample
from support.server import Server, index_path

from . import machine, report

CRATES, VERSIONS = 100_000, 1_000_000
CACHE_MEGABYTES = 16
NAMES = (
    "big repository: start",
    "big repository: hot reads",
    "big repository: memory",
    "big repository: publish and search",
)


def generator():
    path = str(pathlib.Path(__file__).resolve().parents[1] / "generate_repository")
    loader = importlib.machinery.SourceFileLoader("generate_repository", path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def made_server(folder, crates, versions, packages=False):
    """A server (stopped) with a repository of that many, and the name of a crate in its middle."""
    server = Server(folder=folder, options=["--event-loops", "1", "--index-cache-bytes", f"{CACHE_MEGABYTES} MiB"])
    server.folder.mkdir()
    server.init().start()
    house = server.create_repository("bulk", "--public")
    assert house.publish(sample("seed-crate", description="The one that all others are copies of.")[0]).status == 200
    time.sleep(0.5)  # the search follower has a row then, which the generator moves
    server.stop()
    name = generator().fill(server.data, house.name, crates, versions, packages=packages)
    return server, house, name


def rows(settings):
    if not any(settings.wants(name) for name in NAMES):
        return
    with machine.work_folder() as folder:
        small, small_house, small_name = made_server(folder / "small", 10, 100)
        large, large_house, large_name = made_server(folder / "large", CRATES, VERSIONS)
        begin = time.monotonic()
        large.start()
        seconds = time.monotonic() - begin
        small.start()
        try:
            yield report.at_most(NAMES[0], 1, seconds, "s")
            for server in (small, large):
                machine.pin(server.process.pid, machine.SERVER_CORES)
            if settings.wants(NAMES[1]):
                yield hot_reads(settings, small, small_house, small_name, large, large_house, large_name)
            if settings.wants(NAMES[2]):
                yield all_crates_once(large, large_house, folder)
            if settings.wants(NAMES[3]):
                yield publish_and_search(large, large_house)
        finally:
            small.stop()
            large.stop()  # without `verify` over a million versions: the generator shares one blob among all
            problems = small.leaked_secrets() + large.leaked_secrets()
            assert not problems, problems


def hot_reads(settings, small, small_house, small_name, large, large_house, large_name):
    urls = {
        "small": f"{small_house.base('public')}/{index_path(small_name)}",
        "large": f"{large_house.base('public')}/{index_path(large_name)}",
    }
    seen = machine.interleaved(
        settings.rounds, **{name: (lambda url=url: machine.wrk(url, settings.seconds)) for name, url in urls.items()}
    )
    ratio = seen["large"] / seen["small"]
    return report.Row(
        NAMES[1],
        ">= 0.9 x small",
        f"{ratio:.2f} x  ({seen['large']:,.0f} against {seen['small']:,.0f} requests/s)",
        ratio >= 0.9,
        {"ratio": ratio} | seen,
    )


def all_crates_once(large, house, folder):
    """Every index file once: many times more bytes than the cache may hold."""
    before = machine.resident_megabytes(large.process.pid)
    base = house.base("public")
    (folder / "urls").write_text("".join(f"{base}/{index_path(f'crate-{n:06d}')}\n" for n in range(CRATES)))
    begin = time.monotonic()
    text = machine.run_load(
        [machine.tool("h2load", "nghttp2-client"), "--h1", "-t1", "-c16", f"-n{CRATES}", "-i", folder / "urls"], 120
    )
    seconds = time.monotonic() - begin
    assert machine.check_h2load(text) == CRATES, text
    after = machine.resident_megabytes(large.process.pid)
    return report.at_most(
        NAMES[2],
        40 + 2 * CACHE_MEGABYTES,
        after,
        "MB",
        f"  (cache option {CACHE_MEGABYTES} MiB, {before:.0f} MB before; {CRATES / seconds:,.0f} cold reads/s)",
        before=before,
        cold_reads_per_second=CRATES / seconds,
    )


def publish_and_search(large, house):
    begin = time.monotonic()
    assert house.publish(sample("latecomer")[0]).status == 200
    published = (time.monotonic() - begin) * 1000
    worst = 0
    for words in ("latecomer", "crate-0", "number", "099999", "nothing-like-this"):
        begin = time.monotonic()
        answer = house.get(f"api/v1/crates?q={words}&per_page=10", access="public")
        assert answer.status == 200, answer.body
        worst = max(worst, (time.monotonic() - begin) * 1000)
    return report.only_seen(
        NAMES[3],
        f"publish {published:.0f} ms, slowest of five searches {worst:.0f} ms",
        publish_ms=published,
        search_ms=worst,
    )
