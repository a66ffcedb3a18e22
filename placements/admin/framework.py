"""Framework agreements: promised against used, renewal, the signed paper."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from becode.backoffice.base import StaffAdmin
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Section, table_section, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.files import store
from placements.admin.framework_forms import ChangeForm, DocumentForm, EndForm, SeatForm
from placements.admin.words import day, page_of
from placements.enums import AgreementState
from placements.framework_use import Use, use_of
from placements.models import FrameworkAgreement
from placements.permissions import can_change_framework
from placements.workflow import framework

CHANGEABLE = framework.CHANGEABLE


def _is_active(agreement: FrameworkAgreement) -> bool:
    return agreement.state == AgreementState.ACTIVE


@admin.register(FrameworkAgreement, site=staff_site)
class FrameworkAgreementAdmin(VerbsMixin, StaffAdmin):
    """What companies promised for a period. Agreements begin on the page of a company."""

    list_display = ("company", "state", "start_on", "end_on", "interns_used", "hires_used", "owner")
    list_filter = ("state", "campuses", "owner")
    list_select_related = ("company", "owner")
    search_fields = ("company__name", "reference")
    ordering = ("end_on", "pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "activate",
            label=_("In force"),
            icon="check",
            primary=True,
            explain=_("Both sides agreed. What happens from its first day counts."),
            done=_("The agreement is in force."),
            allowed=can_change_framework,
            possible=lambda agreement: agreement.state == AgreementState.DRAFT,
            run=lambda obj, data, actor, at: framework.activate(agreement=obj, actor=actor, at=at),
        ),
        Verb(
            "renew",
            label=_("Renew"),
            icon="autorenew",
            primary=True,
            explain=_("The same promises, from the day after its end, for as long again."),
            done=_("Renewed. This is the new agreement."),
            allowed=can_change_framework,
            possible=_is_active,
            run=lambda obj, data, actor, at: framework.renew(agreement=obj, actor=actor, at=at),
            goes_to=lambda obj, made: reverse(
                "admin:placements_frameworkagreement_change", args=[made.pk]
            ),
        ),
        Verb(
            "change",
            label=_("Change"),
            icon="edit",
            form=ChangeForm,
            done=_("The agreement is changed."),
            allowed=can_change_framework,
            possible=lambda agreement: agreement.state in CHANGEABLE,
            run=lambda obj, data, actor, at: framework.edit(
                agreement=obj, changes=data, actor=actor, at=at
            ),
        ),
        Verb(
            "document",
            label=_("Add the signed paper"),
            icon="upload_file",
            form=DocumentForm,
            done=_("The document is kept."),
            allowed=can_change_framework,
            run=lambda obj, data, actor, at: framework.keep_document(
                agreement=obj, upload=data["upload"], actor=actor, at=at
            ),
        ),
        Verb(
            "seat",
            label=_("Count a learner's seat"),
            icon="event_seat",
            form=SeatForm,
            explain=_("A seat that this company pays for. Each seat is paid once."),
            done=_("The seat is counted."),
            allowed=can_change_framework,
            possible=lambda agreement: _is_active(agreement) and agreement.seats > 0,
            run=lambda obj, data, actor, at: framework.pay_seat(
                agreement=obj, enrolment=data["enrolment"], actor=actor, at=at
            ),
        ),
        Verb(
            "end",
            label=_("End it"),
            icon="event_busy",
            form=EndForm,
            danger=True,
            quiet=True,
            explain=_("Nothing counts after this day. There is no undo; you can draft another."),
            done=_("The agreement has ended."),
            allowed=can_change_framework,
            possible=lambda agreement: agreement.state in CHANGEABLE,
            run=lambda obj, data, actor, at: framework.end(
                agreement=obj, ended_on=data["ended_on"], actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("campuses", "company__campuses")

    def get_changelist_instance(self, request: StaffRequest) -> Any:
        """Counted for all rows at once."""
        page = super().get_changelist_instance(request)
        used = use_of(page.result_list)
        for agreement in page.result_list:
            agreement.counted_use = used[agreement.pk]
        return page

    @admin.display(description=_("Interns"))
    def interns_used(self, agreement: FrameworkAgreement) -> str:
        return f"{_use(agreement).interns} / {agreement.interns}"

    @admin.display(description=_("Hires"))
    def hires_used(self, agreement: FrameworkAgreement) -> str:
        return f"{_use(agreement).hires} / {agreement.hires}"

    def buttons(self, request: StaffRequest, obj: FrameworkAgreement) -> list[Button]:
        if obj.file_id is None:
            return []
        url = reverse("admin:framework_file", args=[obj.pk])
        return [Button(_("Open the signed paper"), url, "description")]

    def facts(self, request: StaffRequest, obj: FrameworkAgreement) -> list[tuple[Any, Any]]:
        used = _use(obj)
        campuses = ", ".join(str(campus) for campus in obj.campuses.all())
        facts: list[tuple[Any, Any]] = [
            (_("Company"), page_of(obj.company)),
            (_("Reference"), obj.reference),
            (_("In force from"), day(obj.start_on)),
            (_("In force until"), day(obj.end_on)),
            (_("Seats: used of promised"), f"{used.seats} / {obj.seats}"),
            (_("Interns: used of promised"), f"{used.interns} / {obj.interns}"),
            (_("Hires: used of promised"), f"{used.hires} / {obj.hires}"),
            (_("Due for the hires"), _euro(used.fee)),
            (_("For campuses"), campuses or _("All campuses")),
            (_("Looked after by"), str(obj.owner or obj.company.owner or "")),
        ]
        if obj.renews_by_itself:
            facts.append((_("Renews by itself"), _("Yes")))
        if obj.ended_on:
            facts.append((_("Really ended"), day(obj.ended_on)))
        if obj.follows is not None:
            facts.append((_("Renews"), page_of(obj.follows)))
        return facts

    def sections(self, request: StaffRequest, obj: FrameworkAgreement) -> list[Section]:
        rows = [
            (page_of(seat.enrolment, str(seat.enrolment.person)), seat.enrolment.cohort.code)
            for seat in obj.paid_seats.select_related("enrolment__person", "enrolment__cohort")
            if request.user.sees_campus(seat.enrolment.cohort.campus_id)
        ]
        headers = [_("Learner"), _("Cohort")]
        sections = [table_section(_("Paid seats"), headers, rows, empty=_now("None yet."))]
        return [*sections, text_section(_("Note"), obj.note)] if obj.note else sections


def _use(agreement: FrameworkAgreement) -> Use:
    """Kept with the record, so that a page counts once."""
    found: Use | None = getattr(agreement, "counted_use", None)
    if found is None:
        found = use_of([agreement])[agreement.pk]
        agreement.counted_use = found  # type: ignore[attr-defined]
    return found


def _euro(amount: Any) -> str:
    words = number_format(amount, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"€\N{NO-BREAK SPACE}{words}"


@staff_page("framework/<int:key>/file/", name="framework_file")
@require_safe
def framework_file(request: StaffRequest, key: int) -> FileResponse:
    """The signed paper, for colleagues who see the agreement."""
    found = FrameworkAgreement.objects.visible_to(request.user).select_related("file")
    agreement = found.filter(pk=key, file__isnull=False).first()
    if agreement is None:
        raise Http404
    return store.serve(agreement.file)
