from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from applicants.admin.slot_forms import ChangeSlotForm, NewSlotForm, changes_of
from applicants.enums import SlotState
from applicants.models import Slot
from applicants.notifications.words import moment_in_words, period_in_words, place_of
from applicants.permissions import DECIDERS, HOSTS, can_hold_slot, can_plan_slot
from applicants.workflow import slots
from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.parts import Tag, Tone
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove

SLOT_TONES: dict[str, Tone] = {
    SlotState.OPEN: "info",
    SlotState.HELD: "good",
    SlotState.CANCELLED: "bad",
}


def _is_open(slot: Slot) -> bool:
    return slot.state == SlotState.OPEN


def _is_ahead(slot: Slot) -> bool:
    return _is_open(slot) and slot.ends_at > clock.now()


def _has_begun(slot: Slot) -> bool:
    return _is_open(slot) and slot.starts_at <= clock.now()


@admin.register(Slot, site=staff_site)
class SlotAdmin(VerbsMixin, StaffAdmin):
    """Info sessions, selection days and interviews. The page of one is the list at the door."""

    view_roles = HOSTS
    add_roles = DECIDERS
    detail_template = "applicants/staff/slot.html"
    list_display = (
        "when",
        "kind",
        "campus",
        "shown_track",
        "language",
        "places",
        "host",
        "shown_state",
    )
    list_filter = ("kind", "state", "campus", "track", "language")
    list_select_related = ("campus", "track", "host")
    ordering = ("-starts_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "hold",
            label=_("Close the list"),
            icon="task_alt",
            explain=_("It took place, and it is noted for everybody whether they were there."),
            allowed=can_hold_slot,
            possible=_has_begun,
            run=lambda obj, data, actor, at: slots.hold_slot(slot=obj, actor=actor, at=at),
        ),
        Verb(
            "change",
            label=_("Change"),
            icon="edit_calendar",
            form=ChangeSlotForm,
            quiet=True,
            explain=_("Another time or place? Everybody who booked is told at once."),
            allowed=can_plan_slot,
            possible=_is_open,
            run=lambda obj, data, actor, at: slots.change_slot(
                slot=obj, changes=changes_of(data), actor=actor, at=at
            ),
        ),
        Verb(
            "cancel",
            label=pgettext_lazy("moment", "Call off"),
            icon="event_busy",
            danger=True,
            explain=_("Everybody who booked is told at once and may choose another moment."),
            allowed=can_plan_slot,
            possible=_is_ahead,
            run=lambda obj, data, actor, at: slots.cancel_slot(slot=obj, actor=actor, at=at),
        ),
        Verb(
            "reopen",
            label=_("Open the list again"),
            icon="undo",
            quiet=True,
            allowed=can_hold_slot,
            possible=lambda slot: slot.state == SlotState.HELD,
            run=lambda obj, data, actor, at: slots.reopen_slot(slot=obj, actor=actor, at=at),
        ),
    ]

    # The list ----------------------------------------------------------------------------

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        queryset: Any = super().get_queryset(request)
        return queryset.for_lists()

    @admin.display(description=_("When"), ordering="starts_at")
    def when(self, slot: Slot) -> str:
        return moment_in_words(slot.starts_at)

    @admin.display(description=_("Track"), ordering="track")
    def shown_track(self, slot: Slot) -> str:
        return slot.track.name if slot.track else str(_("Every track"))

    @admin.display(description=_("Places taken"), ordering="taken")
    def places(self, slot: Slot) -> str:
        return f"{slot.taken} / {slot.capacity}"

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, slot: Slot) -> Tag:
        return self.state_tag(slot)

    def state_tag(self, obj: Slot) -> Tag:
        return Tag(obj.get_state_display(), SLOT_TONES.get(obj.state, "neutral"))

    # Planning ----------------------------------------------------------------------------

    def add_view(
        self,
        request: StaffRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One moment, or one each week until a day."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewSlotForm(request.POST or None, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                made = slots.add_slots(
                    plan=form.plan(),
                    on=form.cleaned_data["on"],
                    until=form.cleaned_data["until"],
                    actor=Actor.user(request.user),
                    at=clock.now(),
                )
            except IllegalMove as error:
                form.add_error(None, str(error.sentence))
            else:
                words = ngettext(
                    "%(count)d moment is planned.", "%(count)d moments are planned.", len(made)
                )
                messages.success(request, words % {"count": len(made)})
                one = self.url_of(made[0])
                many = reverse("admin:applicants_slot_changelist")
                return HttpResponseRedirect(one if len(made) == 1 else many)
        return self.page(
            request,
            "applicants/staff/new_slot.html",
            {"form": dress(form)},
            title=gettext("Plan a moment"),
        )

    # One moment --------------------------------------------------------------------------

    def facts(self, request: StaffRequest, obj: Slot) -> list[tuple[Any, Any]]:
        facts = [
            (_("When"), period_in_words(obj)),
            (_("Where"), place_of(obj)),
            (_("Video link"), obj.video_link),
            (_("Track"), self.shown_track(obj)),
            (_("Language"), obj.get_language_display()),
            (_("Places taken"), f"{obj.taken} / {obj.capacity}"),
            (_("Colleague"), str(obj.host) if obj.host else ""),
        ]
        return [(label, value) for label, value in facts if value]

    def buttons(self, request: StaffRequest, obj: Slot) -> list[Button]:
        if not can_hold_slot(request.user, obj):
            return []
        made = [Button(_("Print the list"), reverse("admin:slot_list", args=[obj.pk]), "print")]
        if _is_open(obj):
            add = reverse("admin:slot_add_person", args=[obj.pk])
            made.insert(0, Button(_("Add somebody"), add, "person_add"))
        return made

    def change_view(
        self,
        request: StaffRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        slot = self.object_or_404(request, object_id)
        found = slot.bookings.seated().by_name()
        context = {
            "bookings": list(found),
            "can_note": can_hold_slot(request.user, slot)
            and clock.local_day(slot.starts_at) <= clock.today(),
        }
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )
