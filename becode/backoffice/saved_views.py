"""Saved views of lists: filters, order and columns under a name, as tabs above the list.

An app names its list once, `register("applicants.application", url_name=…, roles=…)`, shows
`tabs(...)` above it, and the pages to save, rename, share and delete come from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.dress import dress
from becode.backoffice.models import SavedView
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove

COLUMNS = "columns"
# What says where somebody is in a list, not which list it is.
# `everything` says: the whole list, even where a view of one's own opens first.
EVERYTHING = "everything"
EVERYTHING_QUERY = f"{EVERYTHING}=1"
_PASSING = ("p", "page", "e", "all", EVERYTHING)
MOST_VIEWS = 30
MOST_LETTERS = 1000  # as many as SavedView.query holds


@dataclass(frozen=True, slots=True)
class SavedList:
    """A list that has saved views: its page and who may open it."""

    url_name: str
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A view above its list; `edit_url` is empty where it is somebody else's."""

    name: str
    url: str
    is_current: bool
    edit_url: str = ""
    is_shared: bool = False
    is_default: bool = False


_lists: dict[str, SavedList] = {}


def register(key: str, *, url_name: str, roles: tuple[Role, ...]) -> None:
    _lists[key] = SavedList(url_name, roles)


class ViewForm(forms.Form):
    name = PlainTextField(label=gettext_lazy("Name of the view"), longest=60)
    is_shared = forms.BooleanField(label=gettext_lazy("Show it to all colleagues"), required=False)
    is_default = forms.BooleanField(
        label=gettext_lazy("Open it when I come to this list"), required=False
    )


def tabs(key: str, request: StaffRequest) -> list[Tab]:
    """The whole list, one's own views, and those shared with everybody: one query."""
    page = reverse(_lists[key].url_name)
    now = _split(request.GET)
    made = [Tab(_("All"), f"{page}?{EVERYTHING_QUERY}", is_current=now == ("", []))]
    for view in visible(key, request.user)[:MOST_VIEWS]:
        mine = view.owner_id == request.user.pk
        made.append(
            Tab(
                view.name,
                address(view),
                is_current=now == (view.query, view.columns),
                edit_url=reverse("admin:saved_view", args=[view.pk]) if mine else "",
                is_shared=view.is_shared,
                is_default=mine and view.is_default,
            )
        )
    return made


def visible(key: str, user: User) -> Any:
    """One's own views of a list and the shared ones, by name."""
    wanted = Q(owner=user) | Q(is_shared=True)
    return SavedView.objects.filter(wanted, list_key=key).order_by("name", "pk")


def address(view: SavedView) -> str:
    """Where a view leads: its list with its filters and columns."""
    query = QueryDict(view.query, mutable=True)
    if view.columns:
        query[COLUMNS] = ",".join(view.columns)
    return f"{reverse(_lists[view.list_key].url_name)}?{query.urlencode()}"


def default_of(key: str, request: StaffRequest) -> str:
    """Where somebody is led who opens a list and asks for nothing; empty: nowhere else."""
    if request.method not in ("GET", "HEAD") or request.GET:
        return ""
    view = SavedView.objects.filter(owner=request.user, list_key=key, is_default=True).first()
    where = address(view) if view is not None else ""
    return where if where.partition("?")[2] else ""  # an empty view would lead here again


@transaction.atomic
def save_view(
    *,
    key: str,
    name: str,
    query: str,
    is_shared: bool,
    owner: User,
    at: datetime,
    is_default: bool = False,
) -> SavedView:
    """Keep filters and columns under a name; the same name again replaces one's own view.

    As the default it takes the place of the one before.
    """
    filters, columns = _split(QueryDict(query))
    if len(filters) > MOST_LETTERS:
        raise IllegalMove(_("These are too many filters to keep."))
    if is_default:
        _no_default(key, owner)
    view, _made = SavedView.objects.update_or_create(
        owner=owner,
        list_key=key,
        name=name,
        defaults={
            "query": filters,
            "columns": columns,
            "is_shared": is_shared,
            "is_default": is_default,
            "made_at": at,
        },
    )
    return view


def _no_default(key: str, owner: User) -> None:
    """Their views are held first, so that two clicks at once do not make two defaults."""
    views = SavedView.objects.filter(owner=owner, list_key=key)
    list(views.select_for_update().order_by("pk"))
    views.filter(is_default=True).update(is_default=False)


def _split(given: QueryDict) -> tuple[str, list[str]]:
    """Filters and order in one spelling, and the columns."""
    query = given.copy()
    columns = [name for name in query.get(COLUMNS, "").split(",") if name]
    for name in (COLUMNS, *_PASSING):
        query.pop(name, None)
    kept = QueryDict(mutable=True)
    for name in sorted(query):
        kept.setlist(name, sorted(value for value in query.getlist(name) if value))
    return kept.urlencode(), columns[:40]


def context(key: str, request: StaffRequest) -> Mapping[str, Any]:
    """What templates/backoffice/saved_views.html shows."""
    return {
        "view_tabs": tabs(key, request),
        "view_form": dress(ViewForm(auto_id="view_%s")),
        "view_list": key,
        "view_query": request.GET.urlencode(),
        "has_view_to_save": _split(request.GET) != ("", []),
    }


@staff_page("saved-views/", name="save_view")
@require_POST
def save(request: StaffRequest) -> HttpResponse:
    """Save the list as it is shown now."""
    key = request.POST.get("list", "")
    if not key:
        return HttpResponseRedirect(reverse("admin:index"))
    _may_open_or_403(key, request)
    form = ViewForm(request.POST)
    page = f"{reverse(_lists[key].url_name)}?{QueryDict(request.POST.get('query', '')).urlencode()}"
    if not form.is_valid():
        messages.error(request, _("Give the view a name of at most 60 letters."))
        return HttpResponseRedirect(page)
    try:
        view = save_view(
            key=key,
            query=request.POST.get("query", ""),
            owner=request.user,
            at=clock.now(),
            **form.cleaned_data,
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(page)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
    return HttpResponseRedirect(address(view))


def _change(view: SavedView, data: dict[str, Any]) -> None:
    if data["is_default"]:
        _no_default(view.list_key, view.owner)
    for name, value in data.items():
        setattr(view, name, value)
    view.save(update_fields=list(data))


@staff_page("saved-views/<int:key>/", name="saved_view")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: StaffRequest, key: int) -> HttpResponse:
    """Rename, share or delete one's own view. Others' views are not there."""
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    view = SavedView.objects.filter(pk=key, owner=request.user).first()
    if view is None:
        raise Http404
    _may_open_or_403(view.list_key, request)
    if request.method == "POST" and "delete" in request.POST:
        view.delete()
        messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
        return HttpResponseRedirect(reverse(_lists[view.list_key].url_name))
    given = {name: getattr(view, name) for name in ("name", "is_shared", "is_default")}
    form = ViewForm(request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                _change(view, form.cleaned_data)
        except IntegrityError:
            form.add_error("name", _("You have a view with this name."))
        else:
            return HttpResponseRedirect(address(view))
    page = {
        **staff_site.each_context(request),
        "title": _("Saved view"),
        "form": dress(form),
        "view": view,
        "back_url": address(view),
    }
    return TemplateResponse(request, "backoffice/saved_view.html", page)


def _may_open_or_403(key: str, request: StaffRequest) -> None:
    known = _lists.get(key)
    if known is None or not request.user.has_role(Role.ADMINISTRATOR, *known.roles):
        raise PermissionDenied
