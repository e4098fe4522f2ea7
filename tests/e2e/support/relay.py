#!/usr/bin/env python3
"""A TCP relay on loopback that can deliver every byte late (as over a network) and that counts what passes.

relay.py TARGET_PORT ONE_WAY_MS     prints the port it listens on; a new connection costs one round trip. To every line on its
standard input it says how many connections have been answered and how many of these switched their protocol.
"""

import asyncio
import sys
import threading
import time

BLOCK = 65536


class Relay:
    """Runs in a thread of its own from `start` to `stop`. `connections` counts clients; `heads` keeps
    the first 200 bytes of each connection's first answer: enough to see which protocol it switched to."""

    def __init__(self, target_port, one_way_seconds=0.0):
        self.target_port = target_port
        self.delay = one_way_seconds
        self.port = 0
        self.connections = 0
        self.heads = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self):
        self._thread.start()
        self._ready.wait(10)
        return self

    def stop(self):
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)

    def upgraded(self):
        return [head for head in self.heads if b"101 Switching Protocols" in head]

    def __enter__(self):
        return self.start()

    def __exit__(self, *unused):
        self.stop()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())

    async def _serve(self):
        self._stopped = asyncio.Event()
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stopped.wait()
        server.close()
        pending = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)

    async def _relay(self, reader, writer):
        self.connections += 1
        if self.delay:
            await asyncio.sleep(2 * self.delay)
        try:
            target_reader, target_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.close()
            return
        try:
            await asyncio.gather(
                self._pump(reader, target_writer, None),
                self._pump(target_reader, writer, self.heads),
                return_exceptions=True,
            )
        except asyncio.CancelledError:
            pass  # the relay is being stopped
        writer.close()
        target_writer.close()

    async def _pump(self, reader, writer, heads):
        late = asyncio.Queue()
        delivery = asyncio.create_task(self._deliver(late, writer))
        data = b"."
        while data:
            try:
                data = await reader.read(BLOCK)
            except ConnectionError:
                data = b""
            if heads is not None and data:
                heads.append(data[:200])
                heads = None
            late.put_nowait((time.monotonic() + self.delay, data))
        await delivery

    @staticmethod
    async def _deliver(late, writer):
        while True:
            due, data = await late.get()
            wait = due - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            if not data:
                if writer.can_write_eof() and not writer.is_closing():
                    writer.write_eof()
                return
            writer.write(data)
            await writer.drain()


def main():
    relay = Relay(int(sys.argv[1]), float(sys.argv[2]) / 1000).start()
    print(relay.port, flush=True)
    for _ in sys.stdin:  # until the parent closes our standard input: no relay outlives its owner
        print(len(relay.heads), len(relay.upgraded()), flush=True)
    relay.stop()


if __name__ == "__main__":
    main()
