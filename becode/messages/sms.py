"""SMS backends: a class with `send(to, text, reference)`, chosen by the setting SMS_BACKEND."""

from typing import ClassVar, Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class SmsRefused(Exception):
    """The provider will never take this message (a wrong number, a blocked text)."""


class SmsBackend(Protocol):
    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand a text to the provider; raises SmsRefused for good, OSError to try again."""


class LogBackend:
    """The message log is the delivery: nothing leaves the machine."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        return None


class MemoryBackend:
    """Keeps what was sent, for tests: a list of (to, text, reference)."""

    sent: ClassVar[list[tuple[str, str, str]]] = []

    def send(self, *, to: str, text: str, reference: str) -> None:
        self.sent.append((to, text, reference))


def backend() -> SmsBackend:
    chosen: SmsBackend = import_string(settings.SMS_BACKEND)()
    return chosen
