"""The board of the intake: its columns, exact counts, and the oldest cards of each.

The number of queries depends on neither the applications nor the columns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet, Value
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applicants.enums import FilledBy, ProgressState, StepKind
from applicants.models import Application, SelectionStep
from applicants.querysets.stages import RECEIVED, TO_DECIDE, WAITING

CARDS = 25
_ENDS: dict[str, Promise] = {
    RECEIVED: _("Received"),
    TO_DECIDE: _("To decide"),
    WAITING: _("Waiting"),
}
# By which column the oldest come first: one that an index has.
_OLDEST = {RECEIVED: "submitted_at", TO_DECIDE: "since", WAITING: "eligible_at"}


@dataclass(slots=True)
class Card:
    """One application on the board; `days` is how long it has been in its column."""

    application: Application
    days: int | None
    is_unconfirmed: bool
    is_missed: bool
    owner_initials: str


@dataclass(slots=True)
class Column:
    """One stage with the number of all its applications and the oldest of them as cards."""

    key: str
    title: str | Promise
    count: int = 0
    cards: list[Card] = field(default_factory=list)

    @property
    def is_cut(self) -> bool:
        return self.count > len(self.cards)

    @property
    def takes_cards(self) -> bool:
        """Whether a verb leads here: see applicants/board_moves.py."""
        return self.key not in (RECEIVED, TO_DECIDE)

    @property
    def lets_go(self) -> bool:
        """Whether a verb leads on from here."""
        return self.key != WAITING


def stages() -> dict[str, str | Promise]:
    """The columns in order: key → words. The steps in use stand between the two ends."""
    kinds = (
        SelectionStep.objects.filter(is_active=True)
        .order_by()
        .values("kind")
        .annotate(first=Min("position"))
    )
    order = {row["kind"]: (row["first"], StepKind.values.index(row["kind"])) for row in kinds}
    used = sorted(order, key=lambda kind: order[kind])
    return {
        RECEIVED: _ENDS[RECEIVED],
        **{kind: StepKind(kind).label for kind in used},
        TO_DECIDE: _ENDS[TO_DECIDE],
        WAITING: _ENDS[WAITING],
    }


def all_stages() -> list[tuple[str, str | Promise]]:
    """Every column there could be, for a filter: no query."""
    kinds = [(kind.value, kind.label) for kind in StepKind]
    return [
        (RECEIVED, _ENDS[RECEIVED]),
        *kinds,
        (TO_DECIDE, _ENDS[TO_DECIDE]),
        (WAITING, _ENDS[WAITING]),
    ]


def board(wanted: "QuerySet[Any]", *, at: datetime) -> list[Column]:
    """The columns for the applications that are wanted (scope and filters applied already)."""
    columns = {key: Column(key, title) for key, title in stages().items()}
    rows: Any = wanted
    counts = rows.on_board().with_stage().order_by().values("stage").annotate(number=Count("pk"))
    for row in counts:
        # A step that was put out of use keeps its column while somebody is in it.
        column = columns.get(row["stage"]) or columns.setdefault(
            row["stage"], Column(row["stage"], StepKind(row["stage"]).label)
        )
        column.count = row["number"]
    for application in _oldest(rows, [column for column in columns.values() if column.count]):
        columns[application.stage].cards.append(_card(application, at=at))
    return list(columns.values())


def _oldest(wanted: Any, columns: Sequence[Column]) -> list[Any]:
    """The oldest of each column, in two queries: their keys, then what the cards show."""
    parts = []
    for column in columns:
        by = _OLDEST.get(column.key, "present__reached_at")
        rows = wanted.in_stage(column.key)
        rows = rows.with_stage() if by == "since" else rows
        parts.append(
            rows.order_by(by, "pk").annotate(column=Value(column.key)).values_list("pk")[:CARDS]
        )
    if not parts:
        return []
    keys = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: Any = Application.objects.filter(pk__in=[key for (key,) in keys])
    return list(
        found.with_stage()
        .for_lists()
        .select_related("person", "track", "campus", "owner")
        .order_by("since", "pk")
    )


def _card(application: Any, *, at: datetime) -> Card:
    since = application.since
    return Card(
        application=application,
        days=max((at - since).days, 0) if since else None,
        is_unconfirmed=(
            application.filled_by != FilledBy.SELF and application.confirmed_at is None
        ),
        is_missed=application.present_state == ProgressState.MISSED,
        owner_initials=initials(str(application.owner)) if application.owner else "",
    )


def initials(name: str) -> str:
    """AV for “Amina Van den Berg”: the first letters of the first two words."""
    return "".join(word[0] for word in name.split()[:2]).upper()
