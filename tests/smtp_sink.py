"""A mail server on loopback that keeps what it gets, and misbehaves for some addresses.

    with SmtpSink() as sink:
        sink.use(settings)          # pytest-django's `settings`: Django mails to it
        ...
        assert sink.addresses() == ["amina@school.example"]

What it does depends on how the address begins: `busy` is answered 421, `refused` and `policy`
550, `hang` gets no answer to its data for `hang_seconds`, `drop` is taken and then the line goes
dead without an answer. Everybody else is taken.
"""

import asyncio
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as default_policy
from itertools import pairwise

from aiosmtpd.smtp import SMTP


@dataclass(frozen=True)
class Received:
    address: str
    message_id: str
    subject: str
    text: str
    at: float  # as time.monotonic() has it


class SmtpSink:
    def __init__(self, *, hang_seconds: float = 3.0, port: int = 0, path: str = "") -> None:
        self.received: list[Received] = []
        self.connections = 0
        self.port = port
        self.path = path  # a socket where it listens too
        self.hang_seconds = hang_seconds
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._listening = threading.Event()
        self._server: asyncio.Server | None = None
        self._sessions: list[SMTP] = []

    def start(self) -> "SmtpSink":
        self._thread.start()
        assert self._listening.wait(5), "the mail server did not start"
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def go_away(self) -> int:
        """Nobody listens any more, and open lines are dead; returns how many were open."""
        return asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result(5)

    def come_back(self) -> None:
        """Listen again, at the same port."""
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)

    def __enter__(self) -> "SmtpSink":
        return self.start()

    def __exit__(self, *error: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def use(self, settings) -> None:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port

    def addresses(self) -> list[str]:
        """Who got something, in order of arrival."""
        return [one.address for one in self.received]

    def longest_silence(self) -> float:
        """The most seconds between two arrivals."""
        moments = [one.at for one in self.received]
        return max((after - before for before, after in pairwise(moments)), default=0.0)

    def wait_for(self, number: int, *, seconds: float) -> bool:
        """Whether that many messages arrived in time."""
        end = time.monotonic() + seconds
        while len(self.received) < number and time.monotonic() < end:
            time.sleep(0.02)
        return len(self.received) >= number

    # The handler's side: called by aiosmtpd in the loop's thread.

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if address.startswith("busy"):
            return "421 too busy"
        if address.startswith("refused"):
            return "550 no such mailbox"
        if address.startswith("policy"):
            return "550 5.7.1 we do not like your network"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        address = envelope.rcpt_tos[0]
        if address.startswith("hang"):
            await asyncio.sleep(self.hang_seconds)
        self.received.append(_received(address, envelope.content))
        if address.startswith("drop"):
            server.transport.abort()
        return "250 taken"

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.set_exception_handler(lambda loop, context: None)  # lines we cut ourselves
        self._loop.run_until_complete(self._listen())
        beside = None
        if self.path:
            listening = self._loop.create_unix_server(self._session, self.path)
            beside = self._loop.run_until_complete(listening)
        self._listening.set()
        self._loop.run_forever()
        if self._server is not None:
            self._server.close()
        if beside is not None:
            beside.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        with suppress(asyncio.CancelledError, RuntimeError):
            self._loop.run_until_complete(asyncio.sleep(0.05))
        self._loop.close()

    async def _listen(self) -> None:
        self._server = await self._loop.create_server(self._session, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _leave(self) -> int:
        assert self._server is not None
        self._server.close()
        self._server = None
        lines = [one.transport for one in self._sessions if one.transport is not None]
        open_ones = [line for line in lines if not line.is_closing()]
        for line in open_ones:
            line.abort()
        self._sessions.clear()
        return len(open_ones)

    def _session(self) -> SMTP:
        self.connections += 1
        session = SMTP(self, hostname="sink.example", loop=self._loop)
        self._sessions.append(session)
        return session


def _received(address: str, content: bytes) -> Received:
    message = message_from_bytes(content, policy=default_policy)
    part = message.get_body(("plain",))
    return Received(
        address=address,
        message_id=str(message["Message-ID"]),
        subject=str(message["Subject"]),
        text=part.get_content() if part else "",
        at=time.monotonic(),
    )
