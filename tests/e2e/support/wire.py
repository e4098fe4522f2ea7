"""Small clients that say exactly what a test wants said: plain HTTP, raw sockets, and hand-made HTTP/2 frames."""

import dataclasses
import http.client
import json
import socket
import struct
import time
import urllib.parse


@dataclasses.dataclass
class Answer:
    status: int
    fields: list
    body: bytes

    def field(self, name):
        """The value of a field that may be there once; None where it is absent."""
        values = self.all(name)
        return values[0] if values else None

    def all(self, name):
        return [value for key, value in self.fields if key.lower() == name.lower()]

    def json(self):
        return json.loads(self.body)

    def message(self):
        """The sentence of an error answer, in cargo's shape or the management API's."""
        try:
            value = self.json()
        except ValueError:
            return self.body.decode("utf-8", "replace")
        if isinstance(value, dict) and "errors" in value:
            return ", ".join(error["detail"] for error in value["errors"])
        return value.get("detail", "") if isinstance(value, dict) else ""


def request(url, method="GET", headers=None, body=None, context=None, timeout=30):
    """One request on a connection of its own. `url` is sent as it stands: nothing is escaped or normalised."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.hostname, parts.port, timeout=timeout, context=context)
    else:
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        return send(connection, method, parts.path + ("?" + parts.query if parts.query else ""), headers, body)
    finally:
        connection.close()


def send(connection, method, target, headers=None, body=None):
    """One request on a kept connection."""
    connection.putrequest(method, target, skip_accept_encoding=True)
    headers = dict(headers or {})
    if body is not None and not any(key.lower() in ("content-length", "transfer-encoding") for key in headers):
        headers["Content-Length"] = str(len(body))
    for key, value in headers.items():
        connection.putheader(key, value)
    try:
        connection.endheaders(body)
    except (BrokenPipeError, ConnectionResetError):
        pass  # refused while we still sent: the early answer is there to be read
    response = connection.getresponse()
    return Answer(response.status, response.getheaders(), response.read())


class RawConnection:
    """A socket with deadlines; what the peer says is kept in `received`."""

    def __init__(self, port, timeout=10):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.timeout = timeout
        self.received = b""

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.socket.close()

    def send(self, data):
        """False where the peer is gone."""
        try:
            self.socket.sendall(data)
            return True
        except (BrokenPipeError, ConnectionResetError, ConnectionAbortedError):
            return False

    def read_until(self, marker, timeout=None):
        """Reads until `marker` was seen (True), or the peer closed or the time is over (False)."""
        deadline = time.monotonic() + (timeout or self.timeout)
        while marker not in self.received:
            if not self._read_some(deadline):
                return marker in self.received
        return True

    def read_to_end(self, timeout=None):
        """True where the peer closed within the time."""
        deadline = time.monotonic() + (timeout or self.timeout)
        while time.monotonic() < deadline:
            if not self._read_some(deadline):
                return time.monotonic() < deadline
        return False

    def read_exactly(self, count, timeout=None):
        deadline = time.monotonic() + (timeout or self.timeout)
        while len(self.received) < count and self._read_some(deadline):
            pass
        data, self.received = self.received[:count], self.received[count:]
        return data

    def _read_some(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        self.socket.settimeout(left)
        try:
            data = self.socket.recv(65536)
        except (TimeoutError, ConnectionResetError, ConnectionAbortedError):
            return False
        finally:
            self.socket.settimeout(self.timeout)
        self.received += data
        return bool(data)

    def status(self):
        """The status of the first answer, 0 where none came."""
        head = self.received.split(b"\r\n", 1)[0].split(b" ")
        return int(head[1]) if len(head) > 1 and head[0].startswith(b"HTTP/1.") and head[1].isdigit() else 0


def exchange(port, data, timeout=5):
    """Sends bytes, returns the status of the first answer and all that was received until close or time-out."""
    with RawConnection(port, timeout) as connection:
        connection.send(data)
        connection.read_to_end(timeout)
        return connection.status(), connection.received


# --- HTTP/2 by hand (RFC 9113): enough to be a hostile client -----------------------------------------------------

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 3, 4, 6, 7, 8, 9
END_STREAM, END_HEADERS, ACK = 1, 4, 1


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def literal_field(name, value):
    """HPACK literal without indexing, no Huffman (RFC 7541 §6.2.2)."""

    def text(data):
        assert len(data) < 127
        return bytes([len(data)]) + data

    return b"\x00" + text(name.encode()) + text(value.encode())


def request_block(path, authority="127.0.0.1", method="GET", fields=()):
    block = b"".join(
        literal_field(name, value)
        for name, value in ((":method", method), (":scheme", "http"), (":authority", authority), (":path", path))
    )
    return block + b"".join(literal_field(name, value) for name, value in fields)


class Http2Connection(RawConnection):
    """HTTP/2 with prior knowledge on cleartext."""

    def __init__(self, port, timeout=10):
        super().__init__(port, timeout)
        self.send(PREFACE + frame(SETTINGS, 0, 0))

    def read_frame(self, timeout=None):
        """(kind, flags, stream, payload), or None where the peer closed."""
        head = self.read_exactly(9, timeout)
        if len(head) < 9:
            return None
        length = int.from_bytes(head[:3], "big")
        payload = self.read_exactly(length, timeout)
        return head[3], head[4], int.from_bytes(head[5:9], "big") & 0x7FFFFFFF, payload

    def read_until_frame(self, kind, timeout=10):
        """The first frame of that kind, or None where the peer closed or the time was over."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            one = self.read_frame(max(0.1, deadline - time.monotonic()))
            if one is None or one[0] == kind:
                return one
            if one[0] == SETTINGS and not one[1] & ACK:
                self.send(frame(SETTINGS, ACK, 0))
        return None
