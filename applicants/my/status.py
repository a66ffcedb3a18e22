"""Where one application stands, in the words of the person's own page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applicants.enums import APPLICATION_MOVES, ApplicationState, OfferState
from applicants.models import Application, SeatOffer, WaitlistEntry
from applicants.notifications.words import moment_in_words
from applicants.promises import answer_by
from becode.core import clock
from cohorts.enums import SEATED, EnrolmentState, LeavingReason
from cohorts.models import Cohort, Enrolment

DONE, NOW, NEXT, STOPPED = "done", "now", "next", "stopped"
CLOSED = (ApplicationState.REJECTED, ApplicationState.WITHDRAWN, ApplicationState.LAPSED)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the route; `state` is done, now, next or stopped."""

    state: str
    title: str
    text: str = ""
    at: datetime | date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place on one list; 1 is next."""

    city: str
    number: int


@dataclass(frozen=True, slots=True)
class Status:
    """What the card of one application shows."""

    application: Application
    label: str
    next_step: str
    marks: list[Mark]
    places: list[Place] = field(default_factory=list)
    can_withdraw: bool = False


def status_of(
    application: Application,
    *,
    entries: Sequence[WaitlistEntry],
    offers: Sequence[SeatOffer],
    at: datetime,
    has_step: bool = False,
    has_left: bool = False,
    seat: Enrolment | None = None,
) -> Status:
    """The route of an application; `entries` wait now, `offers` are all of this application.

    The entries have their position. `seat` is the latest one it led to, after all moves between
    cohorts. `has_step`: it is in a step of the selection, which has a card of its own.
    `has_left`: it left its lists.
    """
    places = [
        Place(
            city=entry.campus.city((get_language() or "en")[:2]),
            number=entry.position,  # type: ignore[attr-defined]
        )
        for entry in entries
    ]
    live = next((offer for offer in offers if offer.is_live(at)), None)
    accepted = next((offer for offer in offers if offer.state == OfferState.ACCEPTED), None)
    cohort = _cohort_of(seat)
    return Status(
        application=application,
        label=_label(application, seat),
        next_step=_next_step(
            application, places, live, seat, at=at, has_step=has_step, has_left=has_left
        ),
        marks=_marks(application, places, live, accepted, seat, has_left=has_left),
        places=places,
        can_withdraw=APPLICATION_MOVES.allow(application.state, ApplicationState.WITHDRAWN)
        and not _has_begun(cohort, at=at),
    )


def _cohort_of(seat: Enrolment | None) -> Cohort | None:
    """The cohort in which they have or used a seat; None for a seat given back."""
    return seat.cohort if seat is not None and seat.state in SEATED else None


def _has_begun(cohort: Cohort | None, *, at: datetime) -> bool:
    return cohort is not None and cohort.start_on <= clock.local_day(at)


def _never_came(seat: Enrolment | None) -> bool:
    return seat is not None and seat.leaving_reason == LeavingReason.NO_SHOW


def _next_step(
    application: Application,
    places: list[Place],
    live: SeatOffer | None,
    seat: Enrolment | None,
    *,
    at: datetime,
    has_step: bool,
    has_left: bool,
) -> str:
    """What happens next, and by when."""
    state = application.state
    if state == ApplicationState.SUBMITTED:
        return _waiting_for_answer(application, at=at)
    if state == ApplicationState.IN_SELECTION and has_step:
        return _("We are getting to know you. Your next step stands on this page.")
    if state == ApplicationState.IN_SELECTION:
        return _("We want to get to know you. We call or write to you to make an appointment.")
    if state == ApplicationState.ADMITTED and live:
        until = moment_in_words(live.expires_at)
        return _("There is a seat for you. Please answer before %(until)s.") % {"until": until}
    if state == ApplicationState.ADMITTED and places:
        return _("You wait for a seat. When there is one, we write to you at once.")
    if state == ApplicationState.ADMITTED and has_left:
        return _("You are on no list now. You can come back, or stop your application.")
    if state == ApplicationState.ADMITTED:
        return _("We say yes to your application. We now put you on the list.")
    if state == ApplicationState.ENROLLED and seat:
        return _with_seat(seat, at=at)
    if state == ApplicationState.REJECTED:
        return _("This time we could not say yes. You may apply again.")
    if state == ApplicationState.WITHDRAWN:
        return _("You stopped this application. You may always apply again.")
    if state == ApplicationState.LAPSED and _never_came(seat):
        return _("We did not see you on the first day. You may apply again, or call us.")
    if state == ApplicationState.LAPSED:
        return _("We heard nothing from you for a long time. You may apply again.")
    return ""


def _with_seat(seat: Enrolment, *, at: datetime) -> str:
    """What became of the seat, or is to come."""
    if seat.state == EnrolmentState.GRADUATED and seat.graduated_on:
        return _("You graduated on %(day)s. Well done!") % {"day": _written(seat.graduated_on)}
    if seat.state == EnrolmentState.LEFT and seat.left_on:
        words = _("You stopped the training on %(day)s. You can always call us.")
        return words % {"day": _written(seat.left_on)}
    if seat.state not in SEATED:
        return _("You gave your seat back. Would you like to come after all? Call us.")
    if seat.state == EnrolmentState.ON_INTERNSHIP:
        return _("You are on your internship now.")
    day = {"day": _written(seat.cohort.start_on)}
    if _has_begun(seat.cohort, at=at):
        return _("Your training started on %(day)s.") % day
    return _("Your first day is %(day)s. We write to you a week before.") % day


def _written(day: date) -> str:
    return date_format(day, "j F Y")


def _label(application: Application, seat: Enrolment | None) -> str:
    """The one word on the card: what became of the seat where there is one."""
    if application.state != ApplicationState.ENROLLED or seat is None:
        return application.get_state_display()
    return seat.get_state_display() if seat.state in SEATED else _("Seat given back")


def _waiting_for_answer(application: Application, *, at: datetime) -> str:
    day = answer_by(clock.local_day(application.submitted_at or at))
    if day < clock.local_day(at):
        return _("It takes longer than we said. We are sorry. You may call us.")
    return _("A person reads your answers. You will hear from us before %(day)s.") % {
        "day": date_format(day, "j F Y")
    }


def _marks(
    application: Application,
    places: list[Place],
    live: SeatOffer | None,
    accepted: SeatOffer | None,
    seat: Enrolment | None,
    *,
    has_left: bool,
) -> list[Mark]:
    state = application.state
    marks = [Mark(DONE, _("We have your application"), at=application.submitted_at)]
    if state in CLOSED:
        if application.eligible_at:
            marks.append(Mark(DONE, _("We looked at it"), at=application.eligible_at))
        return [*marks, _end_mark(application)]
    is_read = state in (ApplicationState.ADMITTED, ApplicationState.ENROLLED)
    marks.append(
        Mark(
            DONE if is_read else NOW,
            _("We looked at it") if is_read else _("We look at it"),
            at=application.eligible_at if is_read else None,
        )
    )
    has_seat = state == ApplicationState.ENROLLED
    if is_read and has_left and not (places or live or has_seat):
        marks.append(Mark(NOW, _("You are on no list now")))
    else:
        is_done = has_seat or bool(live)
        marks.append(_list_mark(places, is_now=is_read and not live, is_done=is_done))
    marks.append(_offer_mark(live, accepted, has_seat=has_seat))
    return [*marks, *(_seat_marks(seat) if has_seat and seat else [_seat_mark(has_seat)])]


def _seat_mark(has_seat: bool) -> Mark:
    return Mark(NOW if has_seat else NEXT, _("You have a seat"))


def _seat_marks(seat: Enrolment) -> list[Mark]:
    """The seat, and what became of it."""
    cohort = seat.cohort
    if seat.state not in SEATED:
        return [Mark(STOPPED, _("You gave your seat back"))]
    ends = {
        EnrolmentState.GRADUATED: Mark(DONE, _("You graduated"), at=seat.graduated_on),
        EnrolmentState.LEFT: Mark(STOPPED, _("You stopped the training"), at=seat.left_on),
    }
    end = ends.get(EnrolmentState(seat.state))
    if end is None:
        return [Mark(NOW, _("You have a seat"), text=cohort.track.name, at=cohort.start_on)]
    began = seat.started_on or cohort.start_on
    return [Mark(DONE, _("You had a seat"), text=cohort.track.name, at=began), end]


def _list_mark(places: list[Place], *, is_now: bool, is_done: bool) -> Mark:
    text = ", ".join(
        _("%(city)s: place %(number)d") % {"city": place.city, "number": place.number}
        for place in places
    )
    return Mark(DONE if is_done else NOW if is_now else NEXT, _("You are on the list"), text=text)


def _offer_mark(live: SeatOffer | None, accepted: SeatOffer | None, *, has_seat: bool) -> Mark:
    if has_seat:
        return Mark(
            DONE, _("You said yes to a seat"), at=accepted.answered_at if accepted else None
        )
    if live:
        return Mark(NOW, _("We offer you a seat"))
    return Mark(NEXT, _("We offer you a seat"))


def _end_mark(application: Application) -> Mark:
    titles = {
        ApplicationState.REJECTED: _("We could not say yes"),
        ApplicationState.WITHDRAWN: _("You stopped"),
        ApplicationState.LAPSED: _("The application ended"),
    }
    title = titles[ApplicationState(application.state)]
    return Mark(STOPPED, title, at=application.decided_at)
