"""The link at the foot of a mail: it names the row of the message, signed, and nothing else.

Whoever has the mail may choose for its reader, between their own addresses and topics alone.
Opening it never acts. It ends when the row is gone, at the latest after LINK_LIFE.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation

from becode.accounts.models import User
from becode.messages.enums import Topic
from becode.messages.models import Message
from becode.messages.notification import UnknownNotification, notification_class
from becode.messages.preferring import Reader
from becode.people.models import Person

LINK_LIFE = timedelta(days=400)
_SALT = "becode.messages.preferences"


def token_of(message: Message) -> str:
    return Signer(salt=_SALT, sep=".").sign(str(message.pk))


def message_for(token: str, *, at: datetime) -> Message | None:
    """The message behind a token, while its link lives."""
    try:
        key = Signer(salt=_SALT, sep=".").unsign(token)
    except BadSignature:
        return None
    found = Message.objects.filter(pk=int(key), created_at__gt=at - LINK_LIFE)
    return found.select_related("person", "user").first()


def reader_of(message: Message) -> Reader | None:
    """Whose message it is, by the record that is kept where two were merged; None: nobody's."""
    if message.person is not None:
        kept = Person.objects.filter(absorbed=message.person.pk).first()
        return Reader(person=kept or message.person)
    user: User | None = message.user
    return Reader(user=user) if user is not None and user.is_active else None


def preferences_address(message: Message) -> str:
    """Where its reader says what they want; empty for what is urgent, and for what is nobody's."""
    if message.urgent or not message.owner_key:
        return ""
    with translation.override(message.language):
        path = reverse("preferences:by_link", args=[token_of(message)])
    return f"{settings.PUBLIC_BASE_URL}{path}"


def unsubscribe_headers(messages: Sequence[Message]) -> dict[str, str]:
    """RFC 8058, where all that is in the mail is of one topic that may be switched off."""
    topics = {topic_of(message) for message in messages}
    leader = messages[0]
    if len(topics) != 1 or Topic.PROGRAMME in topics or not leader.owner_key:
        return {}
    path = reverse("messaging:unsubscribe", args=[token_of(leader)])
    return {
        "List-Unsubscribe": f"<{settings.PUBLIC_BASE_URL}{path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def topic_of(message: Message) -> str:
    try:
        return notification_class(message.kind).topic
    except UnknownNotification:
        return Topic.PROGRAMME
