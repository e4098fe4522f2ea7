"""Durable publishes: each is on the disk, and served, before its answer. By 1, 8 and 32 clients at once."""

import socket
import threading
import time

from support.crate import sample
from support.server import Server

from . import machine, report

CLIENTS = (1, 8, 32)
PREPARED = 400  # bodies per client, made before the clock starts


def prepare(house, number, name_prefix):
    target = house.base()[len(house.server.url) :] + "/api/v1/crates/new"
    requests = []
    for count in range(PREPARED):
        body, _ = sample(f"{name_prefix}-{number}", f"0.{count}.0")
        requests.append(
            f"PUT {target} HTTP/1.1\r\nHost: x\r\nAuthorization: {house.server.key}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n".encode() + body
        )
    return requests


def publish_all(port, requests, until, latencies, problems):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            begin = time.monotonic()
            if begin > until:
                return
            connection.sendall(request)
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(65536)
            head, _, body = received.partition(b"\r\n\r\n")
            length = next(
                int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
            )
            while len(body) < length:
                body += connection.recv(65536)
            if not head.startswith(b"HTTP/1.1 200"):
                problems.append(received[:300])
                return
            latencies.append(time.monotonic() - begin)


def rows(settings):
    names = {count: f"durable publishes, {count} client{'s' if count > 1 else ''}" for count in CLIENTS}
    if not any(settings.wants(name) for name in names.values()):
        return
    with machine.work_folder() as folder:
        server = Server(folder=folder / "entrepot", options=["--event-loops", "1"])
        server.folder.mkdir()
        server.init().start()
        try:
            house = server.create_repository("publishing")
            for count, name in names.items():
                if not settings.wants(name):
                    continue
                requests = [prepare(house, number, f"by-{count}") for number in range(count)]
                latencies, problems = [], []
                begin = time.monotonic()
                threads = [
                    threading.Thread(
                        target=publish_all, args=(server.port, one, begin + settings.seconds, latencies, problems)
                    )
                    for one in requests
                ]
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
                seconds = time.monotonic() - begin
                assert not problems, problems[0]
                latencies.sort()
                half, most = latencies[len(latencies) // 2] * 1000, latencies[int(len(latencies) * 0.99)] * 1000
                yield report.only_seen(
                    name,
                    f"{len(latencies) / seconds:,.0f}/s, p50 {half:.1f} ms, p99 {most:.1f} ms",
                    per_second=len(latencies) / seconds,
                    p50_ms=half,
                    p99_ms=most,
                )
        finally:
            server.close()
