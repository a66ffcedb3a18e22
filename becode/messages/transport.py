"""Handing one message to the mail server or the SMS gateway, and what their answers mean."""

import hashlib
import smtplib
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from email.errors import MessageError
from types import TracebackType
from typing import Any, Self, TypeVar

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import translation

from becode.core.sealing import CannotOpen, unseal
from becode.messages import sms
from becode.messages.appointments import attachment
from becode.messages.compose import SEALING_PURPOSE
from becode.messages.enums import Channel
from becode.messages.models import Message
from becode.messages.preference_links import preferences_address, unsubscribe_headers
from becode.messages.rendering import Parts, email_html, email_text, sms_text, subject_line

# A connection that rested longer is asked whether it still lives before it is used again.
RESTED_SECONDS = 5.0
# What a provider's interface answers about itself, not about the message.
PROVIDER_TROUBLE = (401, 403, 408, 425, 429)
# Unknown, moved, no such name: RFC 5321, 4.2.3.
ADDRESS_CODES = (550, 551, 553)


Words = TypeVar("Words", str, Parts)


class Refused(Exception):
    """This message will never be taken; the text is the outcome code.

    `of_address`: the answer was about the address itself, whatever is sent to it; `words` are
    what the server said.
    """

    def __init__(self, outcome: str, *, of_address: bool = False, words: str = "") -> None:
        super().__init__(outcome)
        self.of_address = of_address
        self.words = words


class TryLater(Exception):
    """This message could not be sent now; the text is the outcome code."""


class ServerAway(TryLater):
    """Nobody could be reached: not this message's fault, and the others would fare no better."""


class Post:
    """The way out during one run of the sender.

    Opening a connection takes as long as several messages, so one serves the whole run; after
    any error the next message gets a new one, and a bad row leaves nothing behind for the others.
    """

    def __init__(self) -> None:
        self._connection: Any = None
        self._used_at = 0.0
        self._watchdog = _Watchdog()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
        self._watchdog.stop()

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.close()

    def reach(self, channel: str) -> None:
        """Make sure that somebody answers, before a message is risked; raises ServerAway."""
        if channel == Channel.SMS:
            return  # a gateway is asked per message
        if self._connection is not None and not self._is_alive():
            self.close()
        if self._connection is None:
            connection = get_connection(timeout=settings.EMAIL_TIMEOUT)
            try:
                connection.open()
            except (smtplib.SMTPException, OSError) as error:
                with suppress(smtplib.SMTPException, OSError):
                    connection.close()
                raise ServerAway("server_away") from error
            self._connection = connection
        self._used_at = time.monotonic()

    def send(self, message: Message, others: Sequence[Message] = ()) -> None:
        """Hand over one message, with what goes along in it; raises Refused or TryLater.

        What the provider calls it is left in `provider_key`.
        """
        together = [message, *others]
        parts = [words_of(one) for one in together]
        if message.channel == Channel.SMS:
            with translation.override(message.language):
                text = sms_text(parts)
            _send_sms(message, text)
        else:
            self._send_email(together, parts)
        if settings.PRINT_SECRETS:
            for name, value in (pair for one in together for pair in open_secrets(one).items()):
                print(f"[message] {message.address}: {name} {value}", file=sys.stderr, flush=True)

    def _is_alive(self) -> bool:
        session = getattr(self._connection, "connection", None)
        if not isinstance(session, smtplib.SMTP):
            return True
        if time.monotonic() - self._used_at < RESTED_SECONDS:
            return session.sock is not None
        with (
            suppress(smtplib.SMTPException, OSError),
            self._watchdog.cut_after(session, settings.EMAIL_TIMEOUT),
        ):
            return session.noop()[0] == 250
        return False

    def _send_email(self, together: Sequence[Message], parts: list[Parts]) -> None:
        message = together[0]
        choices = preferences_address(message)
        with translation.override(message.language):
            subject = subject_line(parts)
            text = email_text(parts, preferences=choices)
            html = email_html(parts, preferences=choices)
        mail = EmailMultiAlternatives(
            subject=subject,
            body=text,
            to=[message.address],
            headers={
                "Message-ID": message_id(message),
                "Auto-Submitted": "auto-generated",
                "Content-Language": message.language,
                **unsubscribe_headers(together),
            },
        )
        mail.attach_alternative(html, "text/html")
        calendars = [one.calendar for one in together if one.calendar]
        for number, calendar in enumerate(calendars, start=1):
            mail.attach(attachment(calendar, number=number))
        session = getattr(self._connection, "connection", None)
        try:
            with self._watchdog.cut_after(session, settings.EMAIL_TIMEOUT):
                taken = self._connection.send_messages([mail])
        except BaseException as error:
            self.close()
            meaning = _meaning(error)
            if meaning is None:
                raise
            raise meaning from error
        if not taken:
            raise TryLater("not_taken")
        status = getattr(mail, "anymail_status", None)
        message.provider_key = str(getattr(status, "message_id", None) or "")[:150]


def _meaning(error: BaseException) -> Refused | TryLater | None:
    """What an error says about the message; None for one that nobody foresaw.

    SMTP's own rule: 5xx is for good, everything else may pass.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return _of_recipient(error)
        case smtplib.SMTPResponseException():  # the sender or the data were refused
            return _by_code(int(error.smtp_code))
        case smtplib.SMTPNotSupportedError():
            return Refused("address_not_supported")
        case AnymailRecipientsRefused():
            return Refused("recipient_refused", of_address=True)
        case AnymailAPIError():
            return _by_status(error.status_code)
        case AnymailError():
            return Refused("bad_message")
        case smtplib.SMTPException() | OSError():  # hung, or gone in the middle
            return TryLater("interrupted")
        case ValueError() | MessageError():  # a header that cannot be written
            return Refused("bad_header")
    return None


def _of_recipient(error: smtplib.SMTPRecipientsRefused) -> Refused | TryLater:
    """550, 551 and 553 are about the address, unless they name a policy (5.7): that is about us."""
    code, text = max(error.recipients.values(), key=lambda answer: int(answer[0]))
    meaning = _by_code(int(code))
    if isinstance(meaning, Refused):
        said = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
        meaning.words = f"{code} {said}"
        meaning.of_address = int(code) in ADDRESS_CODES and "5.7." not in said
    return meaning


def _by_code(code: int) -> Refused | TryLater:
    return Refused(f"smtp_{code}") if 500 <= code < 600 else TryLater(f"smtp_{code}")


def _by_status(status: int | None) -> Refused | TryLater:
    if status is not None and 400 <= status < 500 and status not in PROVIDER_TROUBLE:
        return Refused(f"provider_{status}")
    return TryLater(f"provider_{status or 'away'}")


class _Watchdog:
    """Ends a conversation that lasts too long, however many small answers it is made of.

    The timeout of a socket counts anew at each byte; a lease does not. One thread for a whole run,
    which sleeps while all goes well: to start one for each message costs more than its statements.
    """

    def __init__(self) -> None:
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._line: socket.socket | None = None
        self._until = self._sleeps_until = 0.0
        self._seconds = 0.0
        self._is_over = False

    @contextmanager
    def cut_after(self, session: object, seconds: float) -> Iterator[None]:
        line = session.sock if isinstance(session, smtplib.SMTP) else None
        if line is None:
            yield
            return
        with self._change:
            self._line, self._seconds = line, seconds
            self._until = time.monotonic() + seconds
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, daemon=True)
                self._thread.start()
            elif self._sleeps_until > self._until:
                self._change.notify()
        try:
            yield
        finally:
            with self._change:
                self._line = None

    def stop(self) -> None:
        with self._change:
            self._is_over = True
            self._change.notify()

    def _watch(self) -> None:
        with self._change:
            while not self._is_over:
                now = time.monotonic()
                if self._line is not None and now >= self._until:
                    with suppress(OSError):
                        self._line.shutdown(socket.SHUT_RDWR)
                    self._line = None
                self._sleeps_until = self._until if self._line is not None else now + self._seconds
                self._change.wait(self._sleeps_until - now)


def _send_sms(message: Message, text: str) -> None:
    try:
        key = sms.backend().send(to=message.address, text=text, reference=sms_reference(message))
    except sms.SmsRefused as error:
        raise Refused("sms_refused") from error
    except sms.SmsLater as error:
        raise TryLater(str(error)) from error
    except OSError as error:
        raise TryLater("gateway_away") from error
    message.provider_key = key[:150]


def sms_reference(message: Message) -> str:
    """What a gateway calls the message when it reports back: the row alone, nothing personal."""
    return f"message-{message.pk}"


def words_of(message: Message) -> Parts:
    """What a message says, with its secrets in; raises Refused when it cannot be read."""
    parts = fill(message.parts, open_secrets(message))
    if not parts.get("sms" if message.channel == Channel.SMS else "subject"):
        raise Refused("no_words")
    return parts


def open_secrets(message: Message) -> dict[str, str]:
    """The codes and links of a message, by placeholder; raises Refused when the key is gone."""
    if message.sealed is None:
        return {}
    try:
        secrets: dict[str, str] = unseal(message.sealed, purpose=SEALING_PURPOSE)
    except CannotOpen as error:
        raise Refused("secret_unreadable") from error
    return secrets


def fill(words: Words, secrets: dict[str, str]) -> Words:
    """Put secrets in the place of their placeholders, `[[link]]`, in a text or in parts."""
    for name, value in secrets.items():
        words = _replaced(words, f"[[{name}]]", value)
    return words


def _replaced(part: Any, old: str, new: str) -> Any:
    match part:
        case str():
            return part.replace(old, new)
        case list():
            return [_replaced(one, old, new) for one in part]
        case dict():
            return {name: _replaced(one, old, new) for name, one in part.items()}
    return part


def message_id(message: Message) -> str:
    """The same row always has the same Message-ID, so that a repetition can be recognised."""
    digest = hashlib.sha256(message.dedupe_key.encode()).hexdigest()[:32]
    host = settings.PUBLIC_BASE_URL.split("://", 1)[-1].split(":")[0].split("/")[0]
    return f"<{digest}@{host}>"
