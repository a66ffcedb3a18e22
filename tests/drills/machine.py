"""A machine of a drill: `python -m tests.drills.machine PORT SOCKET COMMAND…`.

Started in a network namespace of its own, where nothing is reachable but sockets in the file
system: it brings its loopback up, passes its local mail port on to the sink's socket, and runs the
command.
"""

import asyncio
import fcntl
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress

SIOCSIFFLAGS = 0x8914
IFF_UP_RUNNING = 0x41


def main(port: int, path: str, command: list[str]) -> int:
    _loopback_up()
    listening = threading.Event()
    threading.Thread(target=lambda: asyncio.run(_relay(port, path, listening)), daemon=True).start()
    listening.wait(5)
    return subprocess.call(command)


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh", b"lo", IFF_UP_RUNNING)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, request)


async def _relay(port: int, path: str, listening: threading.Event) -> None:
    async def connect(reader, writer) -> None:
        there, back = await asyncio.open_unix_connection(path)
        await asyncio.gather(_copy(reader, back), _copy(there, writer))

    server = await asyncio.start_server(connect, "127.0.0.1", port)
    listening.set()
    await server.serve_forever()


async def _copy(reader, writer) -> None:
    with suppress(ConnectionError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))
