"""Memory of a server that does nothing, and of one that holds ten thousand connections that do nothing."""

import resource
import time

from support import wire
from support.crate import sample
from support.server import Server

from . import machine, report

CONNECTIONS = 10_000


def rows(settings):
    names = ("idle memory", f"memory with {CONNECTIONS:,} idle connections")
    if not any(settings.wants(name) for name in names):
        return
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with machine.work_folder() as folder:
        server = Server(folder=folder / "entrepot", options=["--event-loops", "1", "--keep-alive-timeout", "10m"])
        server.folder.mkdir()
        server.init().start()
        held = []
        try:
            time.sleep(1)
            yield report.at_most(names[0], 40, machine.resident_megabytes(server.process.pid), "MB")
            if not settings.wants(names[1]):
                return
            house = server.create_repository("idle", "--public")
            assert house.publish(sample()[0]).status == 200
            question = f"GET /public/{house.name}/cargo/sa/mp/sample HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            for _ in range(CONNECTIONS):  # each has been used: idle between requests, as a pool's are
                connection = wire.RawConnection(server.port)
                connection.send(question)
                assert connection.read_until(b"}\n") and connection.status() == 200, connection.received
                held.append(connection)
            time.sleep(1)
            yield report.at_most(names[1], 200, machine.resident_megabytes(server.process.pid), "MB")
        finally:
            for connection in held:
                connection.socket.close()
            server.close()
