"""Addresses that do not work: on Today, on a page of their own, on the page of a person.

People are within a colleague's campuses as everywhere. Accounts (companies, colleagues) keep
their address, as they sign in with it: they show where a message of a colleague's campuses
came back. Corrected or working, an address leaves by itself.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from becode.accounts.models import User
from becode.backoffice.kinds import heading_of
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Section, Tag, table_section
from becode.backoffice.person_page import person_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.timeline import tells
from becode.backoffice.today import SHOWN, Task, today
from becode.backoffice.verb import Verb
from becode.core import clock
from becode.messages import outcomes
from becode.messages.bounces import settle, settle_all_of
from becode.messages.enums import BounceKind, Delivery, MessageState, Topic
from becode.messages.models import Bounce, Message
from becode.people.enums import ContactKind
from becode.people.models import ContactPoint, Person
from becode.people.permissions import NOTERS, can_note_contact

LISTED = 200
ON_PERSON = 10
WHAT_HAPPENED = {
    BounceKind.BOUNCED: _("A message came back from this address."),
    BounceKind.REFUSED: _("The mail server does not know this address."),
    BounceKind.COMPLAINED: _("They marked our message as unwanted. Ask them before we write."),
}


def points_to_correct(user: User) -> "QuerySet[ContactPoint]":
    """What does not work, of the people this colleague sees, the latest first."""
    seen = Person.objects.visible_to(user).current().order_by().values("pk")
    return (
        ContactPoint.objects.filter(bounced_at__isnull=False, person__in=seen)
        .select_related("person")
        .order_by("-bounced_at", "pk")
    )


def accounts_to_correct(user: User) -> "QuerySet[Bounce]":
    """What came back from active accounts, of messages this colleague sees; one line an account."""
    still_theirs = User.objects.active().filter(
        pk=OuterRef("message__user"), email__iexact=OuterRef("address")
    )
    latest = (
        Bounce.objects.open()
        .visible_to(user)
        .filter(Exists(still_theirs))
        .order_by("message__user_id", "-at", "-pk")
        .distinct("message__user_id")
        .values("pk")
    )
    return (
        Bounce.objects.filter(pk__in=latest).select_related("message__user").order_by("-at", "-pk")
    )


@today
def _broken(user: User, at: datetime) -> list[Task]:
    if not can_note_contact(user):
        return []
    points, accounts = points_to_correct(user), accounts_to_correct(user)
    first = list(points[:SHOWN])
    items = [(f"{point.person} · {point.value}", _page_of(point.person)) for point in first]
    more = accounts[: SHOWN - len(items)]
    items += [(f"{_owner(one)} · {one.address}", _message_page(one)) for one in more]
    people = points.values("person").distinct().order_by().count()
    number = people + accounts.count()
    return [
        Task(
            title=_("Addresses that do not work"),
            count=number,
            url=reverse("admin:returned"),
            items=tuple(items),
            hint=ngettext(
                "We cannot write to %(count)d person this way.",
                "We cannot write to %(count)d people this way.",
                number,
            )
            % {"count": number},
        )
    ]


@staff_page("returned/", name="returned", roles=NOTERS)
@require_safe
def returned(request: StaffRequest) -> HttpResponse:
    """Everybody whom we cannot reach at an address, with what happened; a constant number of
    queries.
    """
    from becode.backoffice.site import staff_site  # the site is made of these pages

    points = list(points_to_correct(request.user)[:LISTED])
    bounces = latest_bounces(points)
    lines = [
        {
            "name": point.person.full_name,
            "address": point.value,
            "url": _page_of(point.person),
            "correct_url": reverse("admin:people_person_do", args=[point.person_id, "contact"]),
            "what": in_words(bounces.get(point.key)),
            "at": point.bounced_at,
        }
        for point in points
    ]
    lines += [
        {
            "name": _owner(bounce),
            "address": bounce.address,
            "url": _message_page(bounce),
            "correct_url": "",
            "what": in_words(bounce),
            "at": bounce.at,
        }
        for bounce in accounts_to_correct(request.user)[:LISTED]
    ]
    context = {
        **staff_site.each_context(request),
        "title": _("Addresses that do not work"),
        "lines": lines,
    }
    return TemplateResponse(request, "backoffice/returned.html", context)


def latest_bounces(points: Iterable[ContactPoint]) -> dict[str, Bounce]:
    """What happened last at each address that nobody corrected yet, by its key; one query."""
    keys = {point.key for point in points}
    rows = Bounce.objects.open().filter(address__in=keys)
    return {row.address: row for row in rows.order_by("at", "pk")}


def in_words(bounce: Bounce | None) -> str:
    if bounce is None:
        return gettext("Messages do not arrive here.")
    words = str(WHAT_HAPPENED[BounceKind(bounce.kind)])
    if not bounce.detail:
        return words
    return gettext("%(what)s It said: %(detail)s") % {"what": words, "detail": bounce.detail}


@person_section
def came_back(person: Person, user: User) -> list[Section]:
    """What is wrong with their addresses, and what did not reach them."""
    if not can_note_contact(user):
        return []
    broken = [point for point in person.contact_points.all() if point.bounced_at]
    sections = []
    if broken:
        bounces = latest_bounces(broken)
        rows = [
            (
                point.value,
                date_format(clock.local_day(point.bounced_at), "j N Y"),
                in_words(bounces.get(point.key)),
                Link(
                    _("Correct it"), reverse("admin:people_person_do", args=[person.pk, "contact"])
                ),
            )
            for point in broken
            if point.bounced_at
        ]
        headers = [_("Address or number"), _("Since"), _("What happened"), _("What to do")]
        sections.append(table_section(_("Addresses that do not work"), headers, rows))
    lost = _lost(person, user)
    if lost:
        rows_of_lost: list[tuple[Any, ...]] = [
            (
                date_format(clock.local_day(message.created_at), "j N Y"),
                Link(
                    heading_of(message),
                    reverse("admin:messaging_message_change", args=[message.pk]),
                ),
                message.address,
                what_became(message),
                Link(
                    _("Send again"),
                    reverse("admin:messaging_message_do", args=[message.pk, "again"]),
                ),
            )
            for message in lost
        ]
        headers = [_("Day"), _("Message"), _("To"), _("What happened"), _("What to do")]
        sections.append(table_section(_("Messages that did not arrive"), headers, rows_of_lost))
    return sections


def _lost(person: Person, user: User) -> list[Message]:
    """What failed or came back and that nothing was sent instead of, the latest first."""
    rows = Message.objects.for_people(person.all_keys).visible_to(user)
    rows = rows.not_arrived().filter(replacements__isnull=True).order_by("-created_at", "-pk")
    return list(rows[:ON_PERSON])


def what_became(message: Message) -> Any:
    """A message's end, in a colour."""
    if message.state == MessageState.SENT and message.delivery:
        tone: Any = "good" if message.delivery == Delivery.DELIVERED else "bad"
        return Tag(message.get_delivery_display(), tone)
    return outcomes.sentence(message.outcome)


def _has_broken(person: Person) -> bool:
    return any(point.bounced_at for point in person.contact_points.all())


WORKS = Verb(
    "works",
    label=_("Their addresses work"),
    icon="mark_email_read",
    quiet=True,
    explain=_("You asked them, and messages do arrive. From now on we write there again."),
    done=_("We write to these addresses again."),
    allowed=lambda user, person: can_note_contact(user),
    possible=_has_broken,
    run=lambda obj, data, actor, at: settle_all_of(person=obj, actor=actor, at=at),
)

MESSAGE_WORKS = Verb(
    "works",
    label=_("This address works"),
    icon="mark_email_read",
    quiet=True,
    explain=_("You asked them, and messages do arrive. It leaves the list of broken addresses."),
    done=_("The address leaves the list."),
    allowed=lambda user, message: can_note_contact(user),
    possible=lambda message: Bounce.objects.open().at(message.channel, message.address).exists(),
    run=lambda obj, data, actor, at: settle(
        channel=obj.channel, address=obj.address, actor=actor, at=at
    ),
)


def _owner(bounce: Bounce) -> str:
    return str(bounce.message.user) if bounce.message is not None else ""


def _page_of(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def _message_page(bounce: Bounce) -> str:
    return reverse("admin:messaging_message_change", args=[bounce.message_id])


tells("contact_point.failed", lambda entry: str(BounceKind(entry.reason_code).label))
tells("message.came_back", lambda entry: str(BounceKind(entry.reason_code).label))
tells("messages.preferred", lambda entry: str(ContactKind(entry.reason_code).label))
tells("messages.topic_off", lambda entry: str(Topic(entry.reason_code).label))
tells("messages.topic_on", lambda entry: str(Topic(entry.reason_code).label))
