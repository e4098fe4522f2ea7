"""What the website asks of a repository of 100,000 crates: lists in every order, a search at each letter, a crate."""

import time
import urllib.parse

from support.crate import sample

from . import large, machine, report
from .packages import QUERIES, ask, percentile

CRATES, VERSIONS = 100_000, 200_000
GOAL = 100  # ms, at the 99th percentile
NAMES = (
    "list of 100,000 crates",
    "deep pages of 100,000 crates",
    "search as you type in 100,000 crates",
    "queries of 100,000 crates",
    "crate page among 100,000 crates",
)
SORTS = [sign + name for name in ("name", "downloads", "updated_at", "versions", "size") for sign in ("", "-")]
LETTERS = ["network"[:length] for length in range(1, 8)] + ["crate-0420"[:length] for length in range(1, 11)]


def options(**names):
    return "?" + urllib.parse.urlencode(names)


def questions(name):
    """The paths below a repository's crates, by row."""
    deep = [options(sort=sort, page=page) for sort in SORTS for page in (100, 1667, 3333)]
    return {
        NAMES[0]: [options(sort=sort, page_size=size) for sort in SORTS for size in (30, 100)],
        NAMES[1]: [*deep, *(options(query="crate", sort=sort, page=3333) for sort in SORTS)],
        NAMES[2]: [options(query=letters) for letters in LETTERS],
        NAMES[3]: [options(query=query, sort=sort) for query in QUERIES for sort in ("-updated_at", "name", "-size")],
        NAMES[4]: [f"{name}/", "serde/", "serde/latest/", "serde/dependents/", "serde/dependents/?page=3000",
                   "serde/1.0.0/files/", "serde/1.0.0/files/src/lib.rs"],
    }


def rows(settings):
    if not any(settings.wants(name) for name in NAMES):
        return
    with machine.work_folder() as folder:
        server, house, name = large.made_server(folder / "listed", CRATES, VERSIONS, packages=True)
        server.options += ["--api-rate-limit", "0"]
        server.start()
        try:
            assert house.publish(sample("serde")[0]).status == 200
            for row, paths in questions(name).items():
                if settings.wants(row):
                    yield measure(settings, server, house, row, paths)
        finally:
            server.stop()


def measure(settings, server, house, row, paths):
    taken = {path: [] for path in paths}
    for _ in range(settings.rounds * 10):
        for path in paths:
            begin = time.monotonic()
            ask(server, f"/v1/crates/{house.name}/{path}")
            taken[path].append((time.monotonic() - begin) * 1000)
    every = [one for times in taken.values() for one in times]
    slowest = max(taken, key=lambda path: percentile(taken[path], 0.99))
    of_it = percentile(taken[slowest], 0.99)
    return report.at_most(
        row,
        GOAL,
        percentile(every, 0.99),
        "ms",
        f"  (p99; p50 {percentile(every, 0.5):.1f} ms; slowest {slowest!r}, p99 {of_it:.1f} ms)",
        each={path: (percentile(times, 0.5), percentile(times, 0.99)) for path, times in taken.items()},
    )
