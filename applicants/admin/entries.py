from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from applicants.admin.forms import PriorityForm
from applicants.enums import EntryState
from applicants.models import WaitlistEntry
from applicants.notifications.words import moment_in_words
from applicants.permissions import VIEWERS, can_manage_entry
from applicants.workflow import waitlist
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.people.models import Person


def _list_of(entry: WaitlistEntry, result: Any) -> str:
    return reverse("admin:waitlist", args=[entry.campus_id, entry.track_id])


def _waits(entry: WaitlistEntry) -> bool:
    return entry.state == EntryState.WAITING


@admin.register(WaitlistEntry, site=staff_site)
class WaitlistEntryAdmin(VerbsMixin, StaffAdmin):
    """One place on a list: its verbs. The lists themselves are pages: see waitlists.py."""

    view_roles = VIEWERS
    list_display = ("application", "campus", "track", "state", "priority", "eligible_at")
    list_filter = ("state", "campus", "track")
    list_select_related = ("application__person", "campus", "track")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "priority",
            label=_("Change the priority"),
            icon="swap_vert",
            form=PriorityForm,
            allowed=can_manage_entry,
            possible=_waits,
            run=lambda obj, data, actor, at: waitlist.set_priority(
                entry=obj, priority=data["priority"], reason=data["reason"], actor=actor, at=at
            ),
            goes_to=_list_of,
        ),
        Verb(
            "leave",
            label=_("Take off this list"),
            icon="playlist_remove",
            danger=True,
            explain=_("An open offer for this list is taken back. The application stays."),
            allowed=can_manage_entry,
            possible=_waits,
            run=lambda obj, data, actor, at: waitlist.leave_list(entry=obj, actor=actor, at=at),
            goes_to=_list_of,
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("application__person", "campus", "track")
        return super().get_queryset(request).select_related(*related)

    def timeline_person(self, obj: WaitlistEntry) -> Person:
        return obj.application.person

    def facts(self, request: StaffRequest, obj: WaitlistEntry) -> list[tuple[Any, Any]]:
        application = reverse("admin:applicants_application_change", args=[obj.application_id])
        return [
            (_("Application"), Link(str(obj.application), application)),
            (_("Waitlist"), Link(f"{obj.campus} · {obj.track.name}", _list_of(obj, None))),
            (_("Eligible since"), moment_in_words(obj.eligible_at)),
            (_("Priority"), obj.get_priority_display()),
            (_("Reason for the priority"), obj.priority_reason),
        ]
