"""E-mail backends beside Django's own."""

from collections.abc import Sequence
from typing import ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class LogBackend(BaseEmailBackend):
    """The message log is the delivery: nothing leaves the machine."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return len(email_messages)


class MemoryBackend(BaseEmailBackend):
    """Keeps what was sent in this process, for tests."""

    sent: ClassVar[list[EmailMessage]] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # a header that cannot be written fails here, as over SMTP
            self.sent.append(message)
        return len(email_messages)
