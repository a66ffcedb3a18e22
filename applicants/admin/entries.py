"""One place on a list: why it stands where it stands, and what a colleague may do with it."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applicants.admin.entry_forms import PassOverForm, PauseForm, PriorityForm
from applicants.admin.policies import rule_url
from applicants.enums import ApplicationState, Criterion, EntryState, Priority
from applicants.models import PassOver, WaitlistEntry
from applicants.notifications.words import day_in_words, moment_in_words
from applicants.order import rule_of, with_number, words_of
from applicants.permissions import VIEWERS, can_manage_entry
from applicants.workflow import passing, waitlist
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, facts_section, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.people.models import Person


def _list_of(entry: WaitlistEntry, result: Any) -> str:
    return reverse("admin:waitlist", args=[entry.campus_id, entry.track_id])


def _waits(entry: WaitlistEntry) -> bool:
    return entry.state == EntryState.WAITING


def _pauses(entry: WaitlistEntry) -> bool:
    return _waits(entry) and entry.paused_until is not None and entry.is_paused(clock.today())


def _can_come_back(entry: WaitlistEntry) -> bool:
    return (
        not _waits(entry)
        and entry.application.state == ApplicationState.ADMITTED
        and entry.can_reopen(clock.now())
    )


VERBS: list[Verb] = [
    Verb(
        "priority",
        label=_("Change the priority"),
        icon="swap_vert",
        form=PriorityForm,
        explain=_(
            "The place moves at once. The kind of reason and your name stay in the history."
            " A reason is something that happened, never a trait of the person."
        ),
        allowed=can_manage_entry,
        possible=_waits,
        run=lambda obj, data, actor, at: waitlist.set_priority(
            entry=obj,
            priority=data["priority"],
            code=data["code"],
            reason=data["reason"],
            actor=actor,
            at=at,
        ),
        goes_to=_list_of,
    ),
    Verb(
        "pause",
        label=_("Pause"),
        icon="pause_circle",
        form=PauseForm,
        explain=_("The person keeps the place. No seat is offered before the day you choose."),
        allowed=can_manage_entry,
        possible=_waits,
        quiet=True,
        run=lambda obj, data, actor, at: waitlist.pause(
            entry=obj, until=data["until"], actor=actor, at=at
        ),
    ),
    Verb(
        "resume",
        label=_("End the pause"),
        icon="play_circle",
        explain=_("From now a seat can be offered again."),
        allowed=can_manage_entry,
        possible=_pauses,
        run=lambda obj, data, actor, at: waitlist.resume(entry=obj, actor=actor, at=at),
    ),
    Verb(
        "pass-over",
        label=_("Pass over for a cohort"),
        icon="step_over",
        form=PassOverForm,
        explain=_(
            "The next person is asked for this cohort instead. The place stays as it is for"
            " all others."
        ),
        allowed=can_manage_entry,
        possible=_waits,
        quiet=True,
        run=lambda obj, data, actor, at: passing.note_passing(
            entry=obj, cohort=data["cohort"], words=data["words"], actor=actor, at=at
        ),
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
    Verb(
        "reopen",
        label=_("Give the old place back"),
        icon="undo",
        explain=_("The person waits again, with the dates and the priority of before."),
        allowed=can_manage_entry,
        possible=_can_come_back,
        run=lambda obj, data, actor, at: waitlist.reopen_entry(entry=obj, actor=actor, at=at),
    ),
]


@admin.register(WaitlistEntry, site=staff_site)
class WaitlistEntryAdmin(VerbsMixin, StaffAdmin):
    """One place on a list: its verbs. The lists themselves are pages: see waitlists.py."""

    view_roles = VIEWERS
    list_display = ("application", "campus", "track", "state", "priority", "eligible_at")
    list_filter = ("state", "campus", "track")
    list_select_related = ("application__person", "campus", "track")
    verbs: ClassVar[list[Verb]] = VERBS

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("application__person", "campus", "track")
        return super().get_queryset(request).select_related(*related)

    def url_of_list(self, obj: WaitlistEntry | None) -> str:
        return _list_of(obj, None) if obj else reverse("admin:waitlists")

    def timeline_person(self, obj: WaitlistEntry) -> Person:
        return obj.application.person

    def facts(self, request: StaffRequest, obj: WaitlistEntry) -> list[tuple[Any, Any]]:
        application = reverse("admin:applicants_application_change", args=[obj.application_id])
        facts: list[tuple[Any, Any]] = [
            (_("Application"), Link(str(obj.application), application)),
            (_("Waitlist"), Link(f"{obj.campus} · {obj.track.name}", _list_of(obj, None))),
        ]
        if not _waits(obj):
            facts.append((_("Why the place ended"), obj.get_end_reason_display()))
            if obj.closed_at:
                facts.append((_("Off the list since"), moment_in_words(obj.closed_at)))
            if obj.reopen_until and _can_come_back(obj):
                day = date_format(obj.reopen_until, "j F Y")
                facts.append((_("Can have the old place back until"), day))
            return facts
        facts.append((_("Number on the list"), waitlist.position(obj)))
        facts.append((_("On the list since"), moment_in_words(obj.joined_at)))
        facts.append((_("At this place since"), moment_in_words(obj.ready_since)))
        facts.append((_("Priority"), obj.get_priority_display()))
        if obj.priority != Priority.NORMAL:
            facts.append((_("Kind of reason"), obj.get_priority_code_display()))
            facts.append((_("Reason for the priority"), obj.priority_reason))
        if obj.paused_until and obj.is_paused(clock.today()):
            facts.append((_("Paused until"), date_format(obj.paused_until, "j F Y")))
        return facts

    def sections(self, request: StaffRequest, obj: WaitlistEntry) -> list[Section]:
        if not _waits(obj):
            return []
        rule = rule_of(obj.campus_id, obj.track_id)
        why = [(Criterion(one).label, _fact_of(obj, one)) for one in with_number(rule.criteria)]
        rule_link = Link(words_of(rule), rule_url(obj.campus_id, obj.track_id))
        notes = PassOver.objects.of_entries([obj]).select_related("cohort")
        return [
            facts_section(_("Why this number?"), [(_("Who is next?"), rule_link), *why]),
            table_section(
                _("Passed over"),
                [_("Cohort"), _("When"), _("Reason")],
                [
                    [
                        note.cohort.code,
                        day_in_words(note.at),
                        f"{note.get_reason_display()} · {note.words}",
                    ]
                    for note in notes
                ],
                empty=_("Never."),
            ),
        ]


def _fact_of(entry: WaitlistEntry, criterion: str) -> str:
    """What the rule sees of this place under one criterion, in words."""
    application = entry.application
    if criterion == Criterion.PRIORITY:
        return entry.get_priority_display()
    if criterion == Criterion.CHOICE:
        ranks = application.choices.filter(campus=entry.campus_id).order_by("rank")
        rank = ranks.values_list("rank", flat=True).first()
        return gettext("Choice %(rank)d") % {"rank": rank} if rank else gettext("Not chosen")
    moments = {
        Criterion.ELIGIBLE: entry.eligible_at,
        Criterion.APPLIED: application.submitted_at or entry.eligible_at,
        Criterion.JOINED: entry.joined_at,
    }
    moment = moments.get(Criterion(criterion))
    return moment_in_words(moment) if moment else application.number
