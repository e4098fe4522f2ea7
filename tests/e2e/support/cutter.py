"""A TCP relay on loopback that stops at a chosen point of a chosen connection, so that something can happen there.

The client commands open one connection per request, so the n-th connection is the n-th request.
"""

import contextlib
import enum
import socket
import threading

BLOCK = 65536
WAIT_SECONDS = 60


class Point(enum.Enum):
    """Where in an exchange it happens; nothing of the exchange passes the relay afterwards."""

    BEFORE = "before the server has heard of the request"
    MIDWAY = "when the server has a part of the request"
    AFTER = "when the server has answered and the client does not know"


class Cutter:
    """Relays to `target_port`. At `point` of connection number `at` (from 1; none when 0) it waits for `when_reached`,
    and then cuts the connection."""

    def __init__(self, target_port, at=0, point=Point.BEFORE):
        self.target_port, self.at, self.point = target_port, at, point
        self.connections = 0
        self._reached, self._released = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def when_reached(self, act):
        """Calls `act` in the caller's thread: what it starts must not end with a thread of the relay."""
        assert self._reached.wait(WAIT_SECONDS), "the point was never reached"
        act()
        self._released.set()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self._released.set()
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                cuts = self.connections == self.at
            threading.Thread(target=self._relay, args=(client, cuts), daemon=True).start()

    def _relay(self, client, cuts):
        with client, contextlib.suppress(OSError):
            if cuts and self.point is Point.BEFORE:
                client.recv(1)  # it has really begun to send
                return self._cut(client)
            with socket.create_connection(("127.0.0.1", self.target_port)) as server:
                if cuts and self.point is Point.MIDWAY:
                    data = client.recv(BLOCK)
                    server.sendall(data[: max(1, len(data) // 2)])
                    return self._cut(client)
                up = threading.Thread(target=self._pump, args=(client, server), daemon=True)
                up.start()
                if cuts:
                    server.recv(1, socket.MSG_PEEK)
                    return self._cut(client)
                self._pump(server, client)
                up.join(1)

    def _cut(self, client):
        self._reached.set()
        self._released.wait(WAIT_SECONDS)
        client.shutdown(socket.SHUT_RDWR)  # closing alone says nothing while another thread reads

    @staticmethod
    def _pump(source, sink):
        with contextlib.suppress(OSError):
            while data := source.recv(BLOCK):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
