"""A learner notes that they are there: one page, one button. Opening it changes nothing."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock, rate
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, everyday_page
from cohorts.enums import LessonPlace, Moment
from cohorts.models import Enrolment
from cohorts.my_day import enrolment_today, my_day
from cohorts.workflow.checking_in import LATEST_RECEIPT, Pressed, check_in

# Tries of the room's code, per learner: a whole school shares one address.
TRIES, TRIES_PER = 8, timedelta(minutes=10)
_signer = Signer(salt="check-in-page")


def page_token(enrolment: Enrolment, *, at: datetime) -> str:
    """Proves when this learner opened the page, for a press that reaches us late."""
    return _signer.sign_object({"enrolment": enrolment.pk, "at": at.isoformat()})


def pressed_at(token: str, waited: str, enrolment: Enrolment, *, at: datetime) -> datetime | None:
    """When the button was pressed, by the milliseconds that the press waited on the phone.

    None where that cannot be believed: no page of this learner, opened after the press, or
    longer ago than a press may wait.
    """
    if not (waited.isascii() and waited.isdecimal() and len(waited) <= 9):
        return None
    wait = timedelta(milliseconds=int(waited))
    if wait > LATEST_RECEIPT:
        return None
    try:
        proof = _signer.unsign_object(token)
    except BadSignature:
        return None
    opened_at = datetime.fromisoformat(proof["at"])
    pressed = at - wait
    if proof["enrolment"] != enrolment.pk or pressed < opened_at:
        return None
    return pressed


@everyday_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PersonRequest) -> HttpResponse:
    """Where I stand today, and the button; `early` in the address asks whether I leave early."""
    at = clock.now()
    if request.method == "POST":
        return _press(request, at)
    today = my_day(request.person, at=at)
    context = {
        "today": today,
        "token": page_token(today.enrolment, at=at) if today else "",
        "asks_early": "early" in request.GET and today is not None and bool(today.offer.early),
        "longest_wait": int(LATEST_RECEIPT.total_seconds() * 1000),
    }
    return render(request, "cohorts/my/check_in.html", context)


def _press(request: PersonRequest, at: datetime) -> HttpResponse:
    """Always back to the page with a sentence: a script on the phone may be who asks."""
    enrolment = enrolment_today(request.person, at=at)
    moment = _moment(request.POST.get("moment", ""))
    if enrolment is None or moment is None:
        messages.info(request, _("You have no lessons today."))
        return redirect("cohorts:my:check_in")
    is_home = request.POST.get("place") == LessonPlace.HOME
    if not is_home and not _may_try(request, enrolment):
        messages.error(
            request,
            _("Too many tries. Please wait ten minutes, or tell your coach that you are here."),
        )
        return redirect("cohorts:my:check_in")
    try:
        pressed = check_in(
            enrolment=enrolment,
            moment=moment,
            place=LessonPlace.HOME if is_home else LessonPlace.ON_SITE,
            code=request.POST.get("code", ""),
            pressed_at=pressed_at(
                request.POST.get("token", ""), request.POST.get("waited", ""), enrolment, at=at
            ),
            leaves_early="early" in request.POST,
            actor=Actor.person(request.person),
            at=at,
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        _tell(request, pressed)
    return redirect("cohorts:my:check_in")


def _may_try(request: HttpRequest, enrolment: Enrolment) -> bool:
    return rate.allow(
        "room_code", request, limit=TRIES, per=TRIES_PER, key=f"enrolment:{enrolment.pk}"
    )


def _moment(text: str) -> Moment | None:
    return next((one for one in Moment if str(one.value) == text), None)


def _tell(request: PersonRequest, pressed: Pressed) -> None:
    noted = pressed.check_in
    facts = {
        "moment": Moment(noted.moment).label,
        "hour": f"{noted.at.astimezone(clock.BRUSSELS):%H:%M}",
    }
    if pressed.is_new:
        messages.success(request, _("Noted: %(moment)s, %(hour)s.") % facts)
    else:
        words = _("This was noted already: %(moment)s, %(hour)s. Nothing changed.")
        messages.info(request, words % facts)
