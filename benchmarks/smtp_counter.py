"""A mail server that takes everything and counts: it reads little, to be quicker than others."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection


@dataclass
class Counter:
    """Where it listens, and what it got since the last question."""

    port: int
    _pipe: Connection

    def taken(self) -> dict[str, int]:
        """How many mails each address got since the last time."""
        self._pipe.send("count")
        found: dict[str, int] = self._pipe.recv()
        return found


@contextmanager
def smtp_counter() -> Iterator[Counter]:
    """A server in a process of its own, as mail servers are."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Counter(ours.recv(), ours)
    finally:
        process.terminate()
        process.join()


class _Session(asyncio.Protocol):
    def __init__(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._rest = b""
        self._address = ""
        self._in_data = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 counter\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while True:
            end = b"\r\n.\r\n" if self._in_data else b"\r\n"
            head, found, rest = self._rest.partition(end)
            if not found:
                return
            self._rest = rest
            self._transport.write(self._answer(head))

    def _answer(self, line: bytes) -> bytes:
        if self._in_data:
            self._in_data = False
            self._counts[self._address] = self._counts.get(self._address, 0) + 1
            return b"250 taken\r\n"
        verb = line[:4].upper()
        if verb == b"RCPT":
            self._address = line.split(b"<")[1].split(b">")[0].decode()
        if verb == b"DATA":
            self._in_data = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if verb == b"QUIT" else b"250 counter\r\n"


def _serve(pipe: Connection) -> None:
    counts: dict[str, int] = {}

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Session(counts), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])

        def answer() -> None:
            pipe.recv()
            pipe.send(dict(counts))
            counts.clear()

        loop.add_reader(pipe.fileno(), answer)
        await server.serve_forever()

    asyncio.run(run())
