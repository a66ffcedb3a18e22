"""The board of the intake: columns by stage, cards to move by hand or by keyboard."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from applicants.admin.filters import WAITING_DAYS, owner_choices, source_choices
from applicants.board import board as columns_of
from applicants.board_moves import move_card
from applicants.enums import HeardFrom
from applicants.models import Application
from applicants.permissions import DECIDERS, VIEWERS, can_decide, decides
from applicants.workflow.owning import give_to
from becode.accounts.models import User
from becode.backoffice import saved_views
from becode.backoffice.dress import dress
from becode.backoffice.pages import require_role, staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.campuses.models import Campus
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.people.models.person import LANGUAGES
from cohorts.models import Track

VIEWS = "applicants.board"
saved_views.register(VIEWS, url_name="admin:board", roles=VIEWERS)


class BoardFilters(forms.Form):
    """What the board shows. The names are those of the table, so that one leads to the other."""

    campus__id__exact = forms.ChoiceField(label=_("Campus"), required=False)
    track__id__exact = forms.ChoiceField(label=_("Track"), required=False)
    owner = forms.ChoiceField(label=_("In charge"), required=False)
    source = forms.ChoiceField(label=_("Came in through"), required=False)
    heard_from__exact = forms.ChoiceField(label=_("Heard of us through"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    waiting = forms.ChoiceField(label=_("Waiting since"), required=False)

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.user = user
        campuses = Campus.objects.order_by("name", "pk").values_list("pk", "name")
        tracks = [(track.pk, track.name) for track in Track.objects.order_by("code", "pk")]
        every: dict[str, list[tuple[Any, Any]]] = {
            "campus__id__exact": list(campuses),
            "track__id__exact": tracks,
            "owner": owner_choices(),
            "source": source_choices(),
            "heard_from__exact": list(HeardFrom.choices),
            "language": list(LANGUAGES),
            "waiting": WAITING_DAYS,
        }
        for name, choices in every.items():
            field: Any = self.fields[name]
            field.choices = [("", _("All")), *((str(key), words) for key, words in choices)]

    @property
    def number(self) -> int:
        """How many filters are set."""
        return sum(bool(value) for value in self.chosen().values())

    def chosen(self) -> dict[str, str]:
        """The filters that hold; one that is not understood is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def applied(self, applications: Any, *, at: Any) -> "QuerySet[Any]":
        chosen = self.chosen()
        owner, days = chosen.pop("owner", ""), chosen.pop("waiting", "")
        for name, value in chosen.items():
            applications = applications.filter(**{name: value})
        if owner:
            applications = applications.owned(owner, self.user)
        if days:
            applications = applications.waiting_since(at, days=int(days))
        return applications


@staff_page("board/", name="board", roles=VIEWERS)
@require_safe
def board(request: StaffRequest) -> HttpResponse:
    """All open applications of the colleague's campuses, the oldest of each stage in view."""
    default = saved_views.default_of(VIEWS, request)
    if default:
        return HttpResponseRedirect(default)
    at = clock.now()
    filters = BoardFilters(request.GET, user=request.user)
    wanted = filters.applied(Application.objects.visible_to(request.user), at=at)
    query = QueryDict(mutable=True)
    query.update(filters.chosen())
    columns = columns_of(wanted, at=at)
    request.current_app = staff_site.name
    context = {
        **staff_site.each_context(request),
        **saved_views.context(VIEWS, request),
        "title": gettext("Board"),
        "columns": columns,
        "total": sum(column.count for column in columns),
        "filters": dress(filters),
        "query": query.urlencode(),
        "list_url": reverse("admin:applicants_application_changelist"),
        "everything": saved_views.EVERYTHING_QUERY,
        "may_move": decides(request.user),
    }
    return TemplateResponse(request, "applicants/staff/board.html", context)


@staff_page("board/<int:key>/move/", name="board_move")
@require_POST
def move(request: StaffRequest, key: int) -> HttpResponse:
    """Put a card into another column; what is not possible is said and changes nothing."""
    application = _application(request, key)
    try:
        move_card(
            application=application,
            seen_in=request.POST.get("from", ""),
            to=request.POST.get("to", ""),
            actor=Actor.user(request.user),
            at=clock.now(),
        )
    except IllegalMove as error:
        messages.error(request, f"{application}: {error.sentence}")
    else:
        messages.success(request, gettext("%(name)s is moved.") % {"name": application})
    return _back(request)


@staff_page("board/<int:key>/take/", name="board_take")
@require_POST
def take(request: StaffRequest, key: int) -> HttpResponse:
    """Put oneself in charge."""
    application = _application(request, key)
    actor = Actor.user(request.user)
    try:
        give_to(application=application, owner=request.user, actor=actor, at=clock.now())
    except IllegalMove as error:
        messages.error(request, f"{application}: {error.sentence}")
    else:
        messages.success(request, gettext("You are in charge of %(name)s.") % {"name": application})
    return _back(request)


def _application(request: StaffRequest, key: int) -> Any:
    """The application within the scope. Raises PermissionDenied first, then Http404."""
    require_role(request, *DECIDERS)
    seen: Any = Application.objects.visible_to(request.user)
    application = seen.with_stage().for_lists().filter(pk=key).first()
    if application is None or not can_decide(request.user, application):
        raise Http404
    return application


def _back(request: StaffRequest) -> HttpResponse:
    """To the board with the filters it had."""
    query = QueryDict(request.POST.get("query", "")).urlencode()
    return HttpResponseRedirect(f"{reverse('admin:board')}?{query or saved_views.EVERYTHING_QUERY}")
