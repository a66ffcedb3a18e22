"""SMS backends: a class with `send(to, text, reference)`, chosen by the setting SMS_BACKEND."""

import json
from typing import Any, ClassVar, Protocol

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from becode.messages.posting import post_json
from becode.messages.rendering import storable

# What a gateway answers about itself or about the moment, not about the message.
GATEWAY_TROUBLE = frozenset({401, 403, 408, 425, 429})


class SmsRefused(Exception):
    """The provider will never take this message (a wrong number, a blocked text)."""


class SmsLater(OSError):
    """The provider answered that it cannot take it now; the text is the outcome code."""


class SmsBackend(Protocol):
    def send(self, *, to: str, text: str, reference: str) -> str:
        """Hand a text to the provider and return its key for it, empty when it has none.

        Raises SmsRefused for good, OSError to try again.
        """


class LogBackend:
    """The message log is the delivery: nothing leaves the machine."""

    def send(self, *, to: str, text: str, reference: str) -> str:
        return ""


class MemoryBackend:
    """Keeps what was sent, for tests: a list of (to, text, reference)."""

    sent: ClassVar[list[tuple[str, str, str]]] = []

    def send(self, *, to: str, text: str, reference: str) -> str:
        self.sent.append((to, text, reference))
        return ""


class HttpBackend:
    """A gateway that takes JSON: `to`, `text`, `reference` (the same at a repetition) and, where
    it may tell what became of the message, `callback`. See docs/operations.md, "SMS".
    """

    def send(self, *, to: str, text: str, reference: str) -> str:
        wanted = {"to": to, "text": text, "reference": reference, "callback": callback_address()}
        status, body = post_json(
            settings.SMS_URL,
            {name: value for name, value in wanted.items() if value},
            headers={"Authorization": f"Bearer {settings.SMS_TOKEN}"},
            seconds=settings.SMS_TIMEOUT,
        )
        if 200 <= status < 300:
            return _key_in(body)
        if 400 <= status < 500 and status not in GATEWAY_TROUBLE:
            raise SmsRefused(status)
        raise SmsLater(f"gateway_{status}")


def callback_address() -> str:
    """Where the gateway tells what became of a message; empty without SMS_HOOK_SECRET."""
    if not settings.SMS_HOOK_SECRET:
        return ""
    path = reverse("messaging:sms_status", args=[settings.SMS_HOOK_SECRET])
    return f"{settings.PUBLIC_BASE_URL}{path}"


def _key_in(body: bytes) -> str:
    """The provider's key in its answer, under one of the usual names.

    The text was taken: whatever stands there is no reason to send it again.
    """
    try:
        answer: Any = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(answer, dict):
        return ""
    found = (answer.get(name) for name in ("id", "message_id"))
    return next((storable(str(key)) for key in found if key), "")


def backend() -> SmsBackend:
    chosen: SmsBackend = import_string(settings.SMS_BACKEND)()
    return chosen
