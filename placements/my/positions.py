"""The places that companies offer: which I want, in my own order, and which I do not."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.portal.access import PersonRequest, person_required
from cohorts.models import Enrolment
from placements.forms import team_languages
from placements.models import Position, Wish
from placements.my.forms import WhyNotForm
from placements.my.learner import agrees, own_learner
from placements.querysets import PositionQuerySet
from placements.searching import is_searching
from placements.workflow import wishes

PER_PAGE = 20
asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])


@person_required
@asks_or_acts
def positions(request: PersonRequest) -> HttpResponse:
    """My list with its order, then the other places; each button is one change."""
    learner = own_learner(request.person)
    if request.method == "POST":
        return _change(request, learner)
    mine = list(learner.wishes.select_related("position__company").order_by("rank", "pk"))
    others = _open_to(learner).exclude(pk__in=[wish.position_id for wish in mine])
    page = Paginator(others, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "ranked": [wish for wish in mine if wish.rank is not None],
        "refused": [wish for wish in mine if wish.rank is None],
        "page": page,
        "lines": [(position, team_languages(position.languages)) for position in page],
        "agrees": agrees(request.person),
        "is_searching": is_searching(learner.pk),
        "most": wishes.MOST_WISHES,
    }
    return render(request, "placements/my/positions.html", context)


def _open_to(learner: Enrolment) -> PositionQuerySet:
    """Places for this training or for any; those at the learner's own campus first."""
    here = Q(campus=learner.cohort.campus_id)
    return (
        Position.objects.with_room()
        .internships()
        .filter(Q(track__isnull=True) | Q(track=learner.cohort.track_id))
        .select_related("company", "campus")
        .alias(is_here=here)
        .order_by("-is_here", "-posted_at", "-pk")
    )


def _change(request: PersonRequest, learner: Enrolment) -> HttpResponse:
    """`want` names a position; `up`, `down` and `off` name a wish."""
    actor, at, anchor = Actor.person(request.person), clock.now(), ""
    try:
        if "want" in request.POST:
            position = _position(learner, request.POST["want"])
            wishes.add_wish(enrolment=learner, position=position, actor=actor, at=at)
            anchor = f"#position-{position.pk}"
            messages.success(request, _("It is on your list."))
        else:
            name = next((name for name in ("up", "down", "off") if name in request.POST), "")
            wish = _wish(learner, request.POST.get(name, ""))
            anchor = f"#position-{wish.position_id}"
            if name == "off":
                wishes.remove_wish(wish=wish, actor=actor, at=at)
            else:
                wishes.move_wish(wish=wish, up=name == "up", actor=actor, at=at)
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return HttpResponseRedirect(reverse("placements:my:positions") + anchor)


def _position(learner: Enrolment, key: str) -> Position:
    found = Position.objects.filter(pk=int(key)).first() if _is_key(key) else None
    is_theirs = learner.wishes.filter(position=found).exists() if found else False
    if found is None or not (is_theirs or _open_to(learner).filter(pk=found.pk).exists()):
        raise IllegalMove(_("This position is not open any more."))
    return found


def _wish(learner: Enrolment, key: str) -> Wish:
    wish = learner.wishes.filter(pk=int(key)).first() if _is_key(key) else None
    if wish is None:
        raise IllegalMove(_("This position is not on your list any more."))
    return wish


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18


@person_required
@asks_or_acts
def put_aside(request: PersonRequest, key: int) -> HttpResponse:
    """I do not want this place, and why."""
    learner = own_learner(request.person)
    theirs = Q(wishes__enrolment=learner) | Q(pk__in=_open_to(learner).values("pk"))
    rows = Position.objects.filter(theirs).select_related("company").distinct()
    position = get_object_or_404(rows, pk=key)
    form = WhyNotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        wishes.put_aside(
            enrolment=learner,
            position=position,
            why_not=form.cleaned_data["why"],
            actor=Actor.person(request.person),
            at=clock.now(),
        )
        messages.success(request, _("Good to know. We do not propose you there."))
        return HttpResponseRedirect(reverse("placements:my:positions"))
    context = {"position": position, "form": form}
    return render(request, "placements/my/put_aside.html", context)
