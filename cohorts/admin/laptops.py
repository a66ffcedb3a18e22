"""The inventory of laptops: what is in stock, who has one, what is broken or lost."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, Tone, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.core import clock
from becode.people.models import Person
from cohorts.admin.cohorts import day
from cohorts.enums import LAPTOP_MOVES, LaptopState
from cohorts.models import Laptop, LaptopLoan
from cohorts.permissions.file import KEEPERS, can_lend
from cohorts.workflow import laptops

LAPTOP_TONES: dict[str, Tone] = {
    LaptopState.IN_STOCK: "good",
    LaptopState.ON_LOAN: "info",
    LaptopState.IN_REPAIR: "warning",
    LaptopState.LOST: "bad",
}


def _state_verb(key: str, to: LaptopState, label: Any, icon: str, *, danger: bool = False) -> Verb:
    return Verb(
        key,
        label=label,
        icon=icon,
        danger=danger,
        quiet=not danger,
        bulk=True,
        allowed=can_lend,
        possible=lambda laptop: (
            LAPTOP_MOVES.allow(laptop.state, to)
            and (laptop.state != LaptopState.ON_LOAN or to == LaptopState.LOST)
        ),
        run=lambda obj, data, actor, at: laptops.change_state(
            laptop=obj, to=to, actor=actor, at=at
        ),
    )


@admin.register(Laptop, site=staff_site)
class LaptopAdmin(VerbsMixin, StaffAdmin):
    """Every laptop with its state, and who has it."""

    view_roles = KEEPERS
    add_roles = KEEPERS
    change_roles = KEEPERS
    fields = ("campus", "tag", "model", "serial", "note")
    list_display = ("tag", "model", "campus", "shown_state", "who")
    list_filter = ("state", "campus")
    list_select_related = ("campus",)
    search_fields = ("tag", "serial", "model")
    search_help_text = _("The label, or the serial number")
    ordering = ("campus", "tag")
    verbs: ClassVar[list[Verb]] = [
        _state_verb("repair", LaptopState.IN_REPAIR, _("To repair"), "build"),
        _state_verb("stock", LaptopState.IN_STOCK, _("Back in stock"), "inventory_2"),
        _state_verb("retire", LaptopState.RETIRED, _("Out of use"), "archive"),
        _state_verb("lost", LaptopState.LOST, _("Lost"), "search_off", danger=True),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        out = LaptopLoan.objects.out().select_related("enrolment__person")
        lent = Prefetch("loans", out, to_attr="out")
        return super().get_queryset(request).select_related("campus").prefetch_related(lent)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The campuses of the colleague alone."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        keys = request.user.campus_keys()
        if db_field.name == "campus" and keys is not None and field is not None:
            field.queryset = field.queryset.filter(pk__in=keys)
        return field

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, laptop: Laptop) -> Tag:
        return self.state_tag(laptop)

    @admin.display(description=_("With"))
    def who(self, laptop: Any) -> str:
        return str(laptop.out[0].enrolment.person) if laptop.out else ""

    def state_tag(self, obj: Laptop) -> Tag:
        return Tag(obj.get_state_display(), LAPTOP_TONES.get(obj.state, "neutral"))

    def timeline_person(self, obj: Laptop) -> Person | None:
        return None

    def facts(self, request: StaffRequest, obj: Laptop) -> list[tuple[Any, Any]]:
        return [
            (_("Label"), obj.tag),
            (_("Model"), obj.model),
            (_("Serial number"), obj.serial),
            (_("Campus"), str(obj.campus)),
            (_("Note"), obj.note),
        ]

    def sections(self, request: StaffRequest, obj: Laptop) -> list[Section]:
        loans = obj.loans.select_related("enrolment__person", "enrolment__cohort")
        rows = [
            (
                Link(
                    loan.enrolment.person.full_name,
                    reverse("admin:cohorts_laptoploan_change", args=[loan.pk]),
                ),
                loan.enrolment.cohort.code,
                day(clock.local_day(loan.handed_at)),
                day(clock.local_day(loan.returned_at)) if loan.returned_at else "",
                loan.return_condition or loan.hand_over_condition,
            )
            for loan in loans
        ]
        headers = [_("Learner"), _("Cohort"), _("From"), _("Back"), _("Condition")]
        return [table_section(_("Loans"), headers, rows, empty=_("Nobody had it yet."))]

    def buttons(self, request: StaffRequest, obj: Laptop) -> list[Button]:
        if obj.state != LaptopState.IN_STOCK or not can_lend(request.user, obj):
            return []
        url = reverse("admin:hand_over_laptop", args=[obj.pk])
        return [Button(_("Hand over"), url, icon="laptop_mac", primary=True)]
