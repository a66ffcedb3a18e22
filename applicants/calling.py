"""Whom a colleague calls today, and why: one line a person, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applicants.enums import MoreTime
from applicants.models import Application, HelpRequest, SeatOffer
from becode.accounts.models import User
from becode.core.clock import BRUSSELS, local_day
from becode.core.normalise import phone_in_groups
from becode.people.enums import ContactKind
from becode.people.models import ContactNote, ContactPoint, Person

SOON = timedelta(hours=24)
MOST = 200  # of each kind: nobody calls more in a day


class CallReason(models.TextChoices):
    """Why somebody is to be called, the most urgent first."""

    OFFER_ENDS = "offer", _("A seat offer ends")
    MORE_TIME = "time", _("Wants more time to answer an offer")
    HELP = "help", _("Asked for help")
    NEXT_STEP = "next", _("A next step is due")
    NOT_HEARD = "not_heard", _("Our message did not arrive")
    STILL_WAITS = "interest", _("Ask whether they still wait")


@dataclass(frozen=True, slots=True)
class Why:
    """One reason with its words, the moment that sorts it, and the page it is about."""

    reason: CallReason
    text: str
    moment: datetime
    url: str = ""


@dataclass(slots=True)
class Call:
    """One person to call; `person` is None for somebody who asked for help and is not known."""

    name: str
    language: str
    language_name: str
    person: Person | None = None
    phones: list[str] = field(default_factory=list)
    whys: list[Why] = field(default_factory=list)
    campuses: set[int] = field(default_factory=set)
    last: ContactNote | None = None
    help_request: HelpRequest | None = None

    @property
    def numbers(self) -> list[tuple[str, str]]:
        """Each number as a link dials it, and as people read it."""
        return [(phone, phone_in_groups(phone)) for phone in self.phones]

    @property
    def order(self) -> tuple[int, datetime]:
        first = min(self.whys, key=_urgency)
        return _urgency(first)

    @property
    def url(self) -> str:
        if self.person is None:
            return self.whys[0].url
        return reverse("admin:people_person_change", args=[self.person.pk])


def _urgency(why: Why) -> tuple[int, datetime]:
    return list(CallReason).index(why.reason), why.moment


def calls_for(
    user: User,
    *,
    at: datetime,
    campus: int | None = None,
    language: str = "",
    reason: str = "",
) -> list[Call]:
    """The people to call today for this colleague, the most urgent first."""
    calls: dict[int, Call] = {}
    _add_offers(calls, user, at)
    _add_next_steps(calls, user, at)
    _add_not_heard(calls, user, at)
    _add_still_waits(calls, user, at)
    _add_what_helps(calls)
    found = [*calls.values(), *_help_wanted(user)]
    return sorted(
        (
            call
            for call in found
            if (campus is None or campus in call.campuses)
            and (not language or call.language == language)
            and (not reason or any(why.reason == reason for why in call.whys))
        ),
        key=lambda call: call.order,
    )


def _call(calls: dict[int, Call], person: Person) -> Call:
    if person.pk not in calls:
        calls[person.pk] = Call(
            name=person.full_name,
            language=person.contact_language,
            language_name=str(person.get_contact_language_display()),
            person=person,
        )
    return calls[person.pk]


def _add_offers(calls: dict[int, Call], user: User, at: datetime) -> None:
    """Offers that end soon, and those whose person wants more time: one reason an offer."""
    offers = SeatOffer.objects.visible_to(user).to_call(at, by=at + SOON).for_lists()
    for offer in offers.order_by("expires_at", "pk")[:MOST]:
        if offer.more_time == MoreTime.ASKED:
            words = gettext("The offer for %(cohort)s: more time?") % {"cohort": offer.cohort.code}
            _add_offer(calls, offer, CallReason.MORE_TIME, words)
            continue
        words = gettext("The offer for %(cohort)s ends at %(time)s.") % {
            "cohort": offer.cohort.code,
            "time": f"{offer.expires_at.astimezone(BRUSSELS):%H:%M}",
        }
        _add_offer(calls, offer, CallReason.OFFER_ENDS, words)


def _add_offer(calls: dict[int, Call], offer: SeatOffer, reason: CallReason, words: str) -> None:
    call = _call(calls, offer.person)
    call.campuses.add(offer.cohort.campus_id)
    url = reverse("admin:applicants_seatoffer_change", args=[offer.pk])
    call.whys.append(Why(reason, words, offer.expires_at, url))


def _add_next_steps(calls: dict[int, Call], user: User, at: datetime) -> None:
    notes = ContactNote.objects.waiting_for(user).due(local_day(at)).with_people()
    for note in notes[:MOST]:
        assert note.next_on is not None, "what is due has a day"
        call = _call(calls, note.person)
        words = note.next_action
        if note.next_on < local_day(at):
            words = gettext("%(what)s (since %(day)s)") % {
                "what": words,
                "day": date_format(note.next_on, "j F"),
            }
        call.whys.append(Why(CallReason.NEXT_STEP, words, _start_of(note.next_on)))


def _add_not_heard(calls: dict[int, Call], user: User, at: datetime) -> None:
    """Who is to be called on a later day waits until then."""
    later = ContactNote.objects.to_do().filter(next_on__gt=local_day(at)).order_by()
    applications: Any = Application.objects.visible_to(user).not_heard().for_lists()
    waiting = applications.exclude(person__in=later.values("person")).order_by("failed_at", "pk")
    for application in waiting[:MOST]:
        call = _call(calls, application.person)
        call.campuses.add(application.campus_id)
        words = gettext("No e-mail address, and our message of %(day)s did not arrive.") % {
            "day": date_format(local_day(application.failed_at), "j F")
        }
        url = reverse("admin:applicants_application_change", args=[application.pk])
        call.whys.append(Why(CallReason.NOT_HEARD, words, application.failed_at, url))


def _add_still_waits(calls: dict[int, Call], user: User, at: datetime) -> None:
    """Whom the yearly question cannot reach by e-mail or phone message."""
    applications = Application.objects.visible_to(user).to_ask_in_person(at).for_lists()
    for application in applications[:MOST]:
        asked_at = application.interest_asked_at
        assert asked_at is not None, "who was asked was asked at a moment"
        call = _call(calls, application.person)
        call.campuses.add(application.campus_id)
        words = gettext("On the waitlist for a year. Does this person still want a seat?")
        url = reverse("admin:applicants_application_change", args=[application.pk])
        call.whys.append(Why(CallReason.STILL_WAITS, words, asked_at, url))


def _add_what_helps(calls: dict[int, Call]) -> None:
    """Numbers, the last contact and the campuses of all these people."""
    points = ContactPoint.objects.usable().filter(person__in=calls, kind=ContactKind.PHONE)
    for point in points:
        calls[point.person_id].phones.append(point.value)
    for key, note in ContactNote.objects.last_of(calls).items():
        calls[key].last = note
    chosen = Application.objects.open().filter(person__in=calls).order_by()
    for person, campus in chosen.values_list("person_id", "campus_id"):
        calls[person].campuses.add(campus)


def _help_wanted(user: User) -> Iterable[Call]:
    requests = HelpRequest.objects.visible_to(user).open().select_related("campus")
    for request in requests[:MOST]:
        words = request.question or gettext("Wants to be called back.")
        url = reverse("admin:applicants_helprequest_change", args=[request.pk])
        why = Why(CallReason.HELP, words, request.asked_at, url)
        yield Call(
            name=request.name,
            language=request.language,
            language_name=str(request.get_language_display()),
            phones=[request.phone],
            whys=[why],
            campuses={request.campus_id} if request.campus_id else set(),
            help_request=request,
        )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=BRUSSELS)
