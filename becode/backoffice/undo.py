"""Taking back what a verb did to several records at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from becode.accounts.models import User
from becode.backoffice.models import BulkRun
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.verb import Verb
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove, Stale

# Longer ago, others have built on it.
UNDO_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Undoable:
    """The last run of a colleague, as the list offers to take it back."""

    label: str
    count: int
    url: str


@dataclass(slots=True)
class Undone:
    """How many records are as before, and what was said about the others."""

    count: int = 0
    refused: list[str] = field(default_factory=list)


def keep_run(
    key: str, verb: Verb, notes: Iterable[tuple[Any, Any]], *, user: User, at: datetime
) -> BulkRun:
    """Write down a run of a list: each record with what the verb's `run` answered."""
    items = [{"pk": obj.pk, "undo": note} for obj, note in notes]
    return BulkRun.objects.create(user=user, list_key=key, verb=verb.key, items=items, done_at=at)


def latest(key: str, *, user: User) -> Undoable | None:
    """One's own last run of this list, while it is young and was not undone: one query."""
    runs = BulkRun.objects.filter(user=user, list_key=key).annotate(read_at=clock.as_column())
    run = runs.order_by("-done_at", "-pk").first()
    if run is None or run.undone_at is not None or run.done_at < run.read_at - UNDO_WITHIN:
        return None
    verb = _verb_of(run)
    if verb is None:
        return None
    url = reverse("admin:undo_run", args=[run.pk])
    return Undoable(label=str(verb.label), count=len(run.items), url=url)


def undo_run(
    run: BulkRun, verb: Verb, records: Iterable[Any], *, user: User, at: datetime
) -> Undone:
    """Take back what can be taken back, each record on its own. Raises Stale the second time.

    A record that changed since is left as it is, and said.
    """
    fresh = BulkRun.objects.filter(pk=run.pk, undone_at=None, done_at__gte=at - UNDO_WITHIN)
    if fresh.update(undone_at=at) != 1:
        raise Stale
    notes = {item["pk"]: item["undo"] for item in run.items}
    answer = Undone()
    for obj in records:
        try:
            if not verb.allowed(user, obj):
                raise IllegalMove
            with transaction.atomic():
                verb.undo(obj, notes[obj.pk], Actor.user(user), at)  # type: ignore[misc]
            answer.count += 1
        except IllegalMove as error:
            answer.refused.append(f"{obj}: {error.sentence}")
    return answer


@staff_page("undo/<int:key>/", name="undo_run")
@require_POST
def undo(request: StaffRequest, key: int) -> HttpResponse:
    """Undo one's own run, and go back to its list."""
    run = BulkRun.objects.filter(pk=key, user=request.user).first()
    verb = _verb_of(run) if run is not None else None
    if run is None or verb is None:
        raise Http404
    admin = _admin_of(run.list_key)
    if not admin.has_view_permission(request):
        raise PermissionDenied
    back = reverse(f"admin:{run.list_key.replace('.', '_')}_changelist")
    records = admin.get_queryset(request).filter(pk__in=[item["pk"] for item in run.items])
    try:
        undone = undo_run(run, verb, records, user=request.user, at=clock.now())
    except Stale as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(back)
    for sentence in undone.refused:
        messages.error(request, sentence)
    if undone.count:
        words = ngettext("%(count)d is as before.", "%(count)d are as before.", undone.count)
        messages.success(request, words % {"count": undone.count})
    return HttpResponseRedirect(back)


def _admin_of(list_key: str) -> Any:
    # The site is made of these pages: it imports their registry.
    from becode.backoffice.site import staff_site

    for model, admin in staff_site._registry.items():
        if model._meta.label_lower == list_key:
            return admin
    raise Http404


def _verb_of(run: BulkRun) -> Verb | None:
    """The verb of a run, while it still is one that can be undone."""
    verbs: Iterable[Verb] = getattr(_admin_of(run.list_key), "verbs", ())
    return next((verb for verb in verbs if verb.key == run.verb and verb.undo), None)
