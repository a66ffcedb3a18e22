"""What a person was told, on their page, and why something was not sent."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.kinds import heading_of
from becode.backoffice.parts import Link, Section, Tag, Tone
from becode.backoffice.person_page import person_section
from becode.core import clock
from becode.messages import outcomes
from becode.messages.enums import Delivery, MessageState
from becode.messages.models import Message
from becode.messages.permissions import can_read_messages
from becode.people.models import Person

SHOWN = 20
TONES: dict[str, Tone] = {
    MessageState.PENDING: "info",
    MessageState.SENDING: "info",
    MessageState.SENT: "good",
    MessageState.FAILED: "bad",
}
RESENDERS = (Role.ADMISSIONS, Role.COACH, Role.PLACEMENT, Role.CAMPUS_MANAGER)
NOT_TRACKED = gettext_lazy(
    "We do not see whether somebody opened a message, and on purpose we do not try."
)


def can_send_again(user: User, message: Message) -> bool:
    return user.has_role(Role.ADMINISTRATOR, *RESENDERS)


def what_became(message: Message) -> str:
    """In a sentence: how it ended, with what it went, what stands in its place."""
    if message.delivery in (Delivery.BOUNCED, Delivery.COMPLAINED):
        return str(message.get_delivery_display())
    if message.merged_into is not None:
        return _("Sent together with: %(subject)s") % {"subject": heading_of(message.merged_into)}
    said = outcomes.sentence(message.outcome)
    if message.instead_of_id is not None:
        return _("Written anew after one that did not arrive. %(outcome)s") % {"outcome": said}
    return said


@person_section
def _messages(person: Person, user: User) -> list[Section]:
    """The latest messages; two queries."""
    if not can_read_messages(user):
        return []
    rows = Message.objects.for_people(person.all_keys).visible_to(user)
    latest = list(rows.select_related("merged_into").order_by("-created_at", "-pk")[:SHOWN])
    more = rows.count() - len(latest) if len(latest) == SHOWN else 0
    context = {
        "headers": [_("Message"), _("By"), _("State"), _("What became of it"), ""],
        "rows": [_row(message, user) for message in latest],
        "empty": _("We did not write to this person yet."),
        "note": NOT_TRACKED,
        "more": ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        if more
        else "",
    }
    return [Section(_("Messages"), "backoffice/sections/messages.html", context)]


def _row(message: Message, user: User) -> Sequence[Any]:
    page = reverse("admin:messaging_message_change", args=[message.pk])
    again = reverse("admin:messaging_message_do", args=[message.pk, "again"])
    may_resend = message.did_not_arrive and can_send_again(user, message)
    when = message.finished_at or message.created_at
    return (
        Link(heading_of(message), page),
        f"{message.get_channel_display()} · {date_format(clock.local_day(when), 'j N Y')}",
        Tag(message.get_state_display(), TONES.get(message.state, "neutral")),
        what_became(message),
        Link(_("Send again"), again) if may_resend else " ",
    )
