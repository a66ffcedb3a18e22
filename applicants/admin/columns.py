"""The columns a table of applications may have, on the page and in a file.

Nothing of the vault, no birth, no gender: what is not needed to plan work is not offered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.admin.filters import source_choices
from applicants.board import all_stages
from applicants.enums import ApplicationState
from applicants.models import Application
from becode.backoffice.parts import Tag, Tone
from becode.core import clock
from becode.people.enums import ContactKind
from becode.people.models.person import LANGUAGES

TONES: dict[str, Tone] = {
    ApplicationState.SUBMITTED: "warning",
    ApplicationState.IN_SELECTION: "info",
    ApplicationState.ADMITTED: "info",
    ApplicationState.ENROLLED: "good",
    ApplicationState.REJECTED: "bad",
}
STAGE, CONTACTS = "stage", "contacts"


def state_tag(application: Application) -> Tag:
    return Tag(application.get_state_display(), TONES.get(application.state, "neutral"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `text` for a file, `shown` on the page where that differs.

    `orders_by` is a field the database sorts by; `needs` what has to be read along.
    """

    key: str
    label: str | Promise
    text: Callable[[Any], str]
    shown: Callable[[Any], Any] | None = None
    orders_by: str = ""
    needs: str = ""

    def display(self) -> Callable[[Any], Any]:
        """As the admin's list wants it: a function with a heading."""
        show = self.shown or self.text

        def cell(application: Any) -> Any:
            return show(application)

        cell.__name__ = self.key
        cell.short_description = self.label  # type: ignore[attr-defined]
        if self.orders_by:
            cell.admin_order_field = self.orders_by  # type: ignore[attr-defined]
        return cell


def _day(moment: datetime | None) -> str:
    return date_format(clock.local_day(moment), "j N Y") if moment else ""


def _contact(kind: ContactKind) -> Callable[[Any], str]:
    """The preferred address or number that did not bounce, of points read along."""

    def first(application: Any) -> str:
        points = application.person.contact_points.all()
        return next((p.value for p in points if p.kind == kind and p.bounced_at is None), "")

    return first


_STAGES, _LANGUAGES, _SOURCES = dict(all_stages()), dict(LANGUAGES), dict(source_choices())
COLUMNS: dict[str, Column] = {
    column.key: column
    for column in [
        Column("number", _("Number"), lambda a: a.number, orders_by="pk"),
        Column(
            "person",
            _("Person"),
            lambda a: a.person.full_name,
            shown=lambda a: a.person,
            orders_by="person__sort_name",
        ),
        Column("state", _("State"), lambda a: a.get_state_display(), state_tag, "state"),
        Column("stage", _("Stage"), lambda a: str(_STAGES.get(a.stage, "")), needs=STAGE),
        Column("since", _("In the stage since"), lambda a: _day(a.since), None, "since", STAGE),
        Column("track", _("Track"), lambda a: a.track.name, orders_by="track__code"),
        Column("campus", _("First choice"), lambda a: str(a.campus), orders_by="campus__name"),
        Column("received", _("Received"), lambda a: _day(a.submitted_at), None, "submitted_at"),
        Column("eligible", _("Eligible since"), lambda a: _day(a.eligible_at), None, "eligible_at"),
        Column(
            "heard_from",
            _("Heard of us through"),
            lambda a: a.get_heard_from_display(),
            orders_by="heard_from",
        ),
        Column(
            "source",
            _("Way in"),
            lambda a: str(_SOURCES.get(a.source, a.source)),
            orders_by="source",
        ),
        Column("campaign", _("Campaign"), lambda a: a.campaign, orders_by="campaign"),
        Column(
            "owner",
            _("In charge"),
            lambda a: str(a.owner) if a.owner else "",
            orders_by="owner__name",
        ),
        Column(
            "language",
            _("Language"),
            lambda a: str(_LANGUAGES.get(a.language, a.language)),
            orders_by="language",
        ),
        Column("email", _("E-mail"), _contact(ContactKind.EMAIL), needs=CONTACTS),
        Column("phone", _("Phone"), _contact(ContactKind.PHONE), needs=CONTACTS),
        Column("postcode", _("Postcode"), lambda a: a.person.postcode),
        Column("municipality", _("Municipality"), lambda a: a.person.municipality),
    ]
}
USUAL = ("number", "person", "state", "track", "campus", "received", "owner", "heard_from")


def chosen_columns(names: str) -> list[Column]:
    """The columns of `a,b,c` in that order; unknown ones are left out, none means the usual."""
    wanted = [COLUMNS[name] for name in dict.fromkeys(names.split(",")) if name in COLUMNS]
    return wanted or [COLUMNS[name] for name in USUAL]


def with_what_they_need(applications: Any, columns: Sequence[Column]) -> Any:
    """The rows with everything the columns read: the same queries for any number of rows."""
    needs = {column.needs for column in columns}
    applications = applications.select_related("person", "track", "campus", "owner")
    if STAGE in needs:
        applications = applications.with_stage()
    if CONTACTS in needs:
        applications = applications.prefetch_related("person__contact_points")
    return applications
