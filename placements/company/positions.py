"""What the company offers: internships and jobs. Everybody reads; recruiters post and change."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from placements.company.access import ContactRequest, contact_required
from placements.enums import ContactRole, PositionKind
from placements.forms import team_languages
from placements.models import Position
from placements.permissions.contacts import proposals_seen_by
from placements.position_form import form_for
from placements.workflow import positions as verbs

asks_or_acts = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 30


@contact_required
@require_safe
def positions(request: ContactRequest) -> HttpResponse:
    """All positions of the company, ended ones too, the newest first."""
    rows = Position.objects.of_company(request.company.pk)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "placements/company/positions.html", {"page": page})


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def new_position(request: ContactRequest) -> HttpResponse:
    return _offer(request, kind=PositionKind.INTERNSHIP)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def new_vacancy(request: ContactRequest) -> HttpResponse:
    return _offer(request, kind=PositionKind.VACANCY)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def copy_position(request: ContactRequest, key: int) -> HttpResponse:
    """The form, filled in with another position: change what differs, and offer it."""
    return _offer(request, copied=_own(request, key))


def _offer(
    request: ContactRequest, *, kind: str = "", copied: Position | None = None
) -> HttpResponse:
    kind = copied.kind if copied is not None else kind
    more: dict[str, Any] = {}
    if copied is not None:
        # The period of the last one is over more often than not.
        past = copied.start_on is not None and copied.start_on < clock.today()
        more["initial"] = {"start_on": None, "end_on": None} if past else {}
    else:
        nearest = list(request.company.campuses.all()[:2])
        more["initial"] = {"campus": nearest[0]} if len(nearest) == 1 else {}
    form = form_for(kind)(request.POST or None, company=request.company, position=copied, **more)
    if request.method == "POST" and form.is_valid():
        made = verbs.post(
            company=request.company,
            kind=kind,
            copied_from=copied,
            actor=Actor.user(request.user),
            at=clock.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("Thank you. We look who fits, and we propose somebody."))
        return redirect("placements:company:position", made.pk)
    context = {"form": form, "is_new": True, "is_job": kind == PositionKind.VACANCY}
    return render(request, "placements/company/position_form.html", context | {"copied": copied})


@contact_required
@require_safe
def position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own(request, key)
    proposals = proposals_seen_by(request.contact).filter(position=shown)
    context = {
        "position": shown,
        "languages": team_languages(shown.languages),
        "proposals": proposals.select_related("enrolment__person").order_by("-proposed_at", "-pk"),
        "is_soon": shown.state == "open"
        and shown.expires_on is not None
        and (shown.expires_on - clock.today()).days <= 7,
    }
    return render(request, "placements/company/position.html", context)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def edit_position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own(request, key)
    form = form_for(shown.kind)(request.POST or None, position=shown)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.edit(
                position=shown,
                actor=Actor.user(request.user),
                at=clock.now(),
                changes=form.cleaned_data,
            )
        except IllegalMove as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("The position is changed."))
            return redirect("placements:company:position", shown.pk)
    context = {"form": form, "position": shown, "is_job": shown.kind == PositionKind.VACANCY}
    return render(request, "placements/company/position_form.html", context)


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def close_position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own(request, key)
    if request.method == "POST":
        try:
            verbs.close(position=shown, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("The position is closed. We propose nobody for it now."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:position", shown.pk)
    return render(request, "placements/company/close_position.html", {"position": shown})


@contact_required(ContactRole.RECRUITER)
@asks_or_acts
def reopen_position(request: ContactRequest, key: int) -> HttpResponse:
    shown = _own(request, key)
    if request.method == "POST":
        try:
            verbs.reopen(position=shown, actor=Actor.user(request.user), at=clock.now())
            messages.success(request, _("The position is open again."))
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
        return redirect("placements:company:position", shown.pk)
    return render(request, "placements/company/reopen_position.html", {"position": shown})


@contact_required(ContactRole.RECRUITER)
@require_POST
def renew_position(request: ContactRequest, key: int) -> HttpResponse:
    """One tap: 90 days more, from today."""
    shown = _own(request, key)
    try:
        verbs.renew(position=shown, actor=Actor.user(request.user), at=clock.now())
        messages.success(request, _("Thank you. The position stays open for 90 days."))
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return redirect("placements:company:position", shown.pk)


def _own(request: ContactRequest, key: int) -> Position:
    rows = Position.objects.of_company(request.company.pk)
    return get_object_or_404(
        rows.select_related("campus", "company", "establishment", "mentor__user", "track"), pk=key
    )
