"""What waits in the selection: moments, attendance to note, steps to judge."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from applicants.models import Slot, StepProgress
from applicants.permissions import HOSTS, VIEWERS, decides
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.today import SHOWN, Task, today
from becode.core.clock import BRUSSELS, local_day

LIST = "admin:applicants_application_changelist"


@today
def _moments(user: User, at: datetime) -> list[Task]:
    """Those of today, and those that are over with somebody not noted."""
    if not user.has_role(Role.ADMINISTRATOR, *HOSTS):
        return []
    slots = Slot.objects.visible_to(user).for_lists()
    todays, to_note = list(slots.on_day(local_day(at))), list(slots.to_note(at))
    address = reverse("admin:applicants_slot_changelist")
    return [
        Task(
            title=gettext_lazy("Moments today"),
            count=len(todays),
            url=address,
            items=tuple(_line(slot, with_day=False) for slot in todays),
        ),
        Task(
            title=gettext_lazy("Moments to note who was there"),
            count=len(to_note),
            url=address,
            items=tuple(_line(slot, with_day=True) for slot in to_note),
            urgent=bool(to_note),
            hint=gettext_lazy("Who was not there is asked to choose another moment."),
        ),
    ]


def _line(slot: Slot, *, with_day: bool) -> tuple[str, str]:
    starts = slot.starts_at.astimezone(BRUSSELS)
    when = f"{starts:%d/%m %H:%M}" if with_day else f"{starts:%H:%M}"
    people = ngettext("%(count)d person", "%(count)d people", slot.taken) % {"count": slot.taken}
    words = f"{when} {slot.get_kind_display()} · {slot.campus} · {people}"
    return words, reverse("admin:applicants_slot_change", args=[slot.pk])


@today
def _steps(user: User, at: datetime) -> list[Task]:
    """Steps that are this colleague's work; those who decide see all."""
    if not user.has_role(Role.ADMINISTRATOR, *VIEWERS):
        return []
    steps: Any = StepProgress.objects.for_role_of(user, all_roles=decides(user)).with_step()
    return [
        _task(_("Steps to judge"), steps.to_judge().order_by("done_at", "pk")),
        _task(
            _("Steps that are late"),
            steps.overdue(at).order_by("due_at", "pk"),
            hint=_("Call them: often something is not clear."),
        ),
    ]


def _task(title: str, steps: "QuerySet[StepProgress]", *, hint: str = "") -> Task:
    return Task(
        title=title,
        count=steps.count(),
        url=f"{reverse(LIST)}?state__exact=in_selection",
        items=tuple(
            (
                f"{step.application.person} · {step.step.name}",
                reverse("admin:applicants_application_change", args=[step.application_id]),
            )
            for step in steps[:SHOWN]
        ),
        hint=hint,
    )
