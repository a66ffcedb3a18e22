"""The class sheet of one day: a row a learner, a place a moment, and what is typed into them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from becode.core import clock
from becode.core.normalise import clean_text, holds_national_number
from cohorts.enums import AbsenceKind, AbsenceState, DayPart, Moment
from cohorts.models import Absence, CheckIn, Enrolment, TrainingDay
from cohorts.moments import Window, windows
from cohorts.workflow.checking_in import hour_of
from cohorts.workflow.class_sheet import Cell, needs_reason

IN_TIME = ("x", "v", "+")
REASON_LENGTH = 200
_HOUR = re.compile(r"(\d{1,2})(?:[:.hu,]?(\d{2}))?[hu]?")
MORNING = (Moment.ARRIVAL, Moment.LUNCH)


@dataclass(slots=True)
class Place:
    """One moment of one learner; `text` is what stands in its field."""

    name: str
    moment: Moment
    planned: str
    known: CheckIn | None
    lessons_place: str
    is_away: bool
    text: str = ""
    error: str = ""

    @property
    def stands(self) -> str:
        return hour_of(self.known.at if self.known else None)

    @property
    def is_elsewhere(self) -> bool:
        """Noted at another place than the lessons of the day."""
        return self.known is not None and self.known.place != self.lessons_place


@dataclass(slots=True)
class Row:
    """One learner; `reason` says why what they noted themselves is changed."""

    enrolment: Enrolment
    places: list[Place]
    away: str = ""
    reason: str = ""
    error: str = ""

    @property
    def reason_name(self) -> str:
        return f"why-{self.enrolment.pk}"

    @property
    def asks_reason(self) -> bool:
        return any(needs_reason(place.known) for place in self.places)

    @property
    def reason_known(self) -> str:
        return next((p.known.reason for p in self.places if p.known and p.known.reason), "")


@dataclass(slots=True)
class Sheet:
    day: TrainingDay
    windows: list[Window]
    rows: list[Row] = field(default_factory=list)

    @property
    def seen(self) -> str:
        """What stands in the places now, for whoever saves: the text of a hidden field."""
        return json.dumps({p.name: p.stands for row in self.rows for p in row.places if p.stands})

    @property
    def counts(self) -> list[tuple[Window, int]]:
        """How many noted each moment."""
        return [
            (window, sum(bool(row.places[number].known) for row in self.rows))
            for number, window in enumerate(self.windows)
        ]

    @property
    def has_errors(self) -> bool:
        return any(row.error or p.error for row in self.rows for p in row.places)


def typed_hour(text: str) -> time | None:
    """A time as people type it: "9", "905", "9:05", "9h05"; None for nothing.

    Raises ValueError for anything else.
    """
    text = text.strip().lower()
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    if found is None or not text.isascii():
        raise ValueError(text)
    return time(int(found[1]), int(found[2] or 0))


def sheet_of(day: TrainingDay) -> Sheet:
    """The sheet as it stands: three queries, whatever the number of learners."""
    found = windows(day, grace=day.cohort.grace_minutes)
    people = (
        Enrolment.objects.filter(cohort=day.cohort_id)
        .expected_on(day.on)
        .select_related("person")
        .order_by("person__sort_name", "pk")
    )
    rows = CheckIn.objects.on_day(day.cohort_id, day.on)
    known = {(row.enrolment_id, row.moment): row for row in rows}
    away = absences_on(day)
    sheet = Sheet(day, found)
    for enrolment in people:
        filed = away.get(enrolment.pk, [])
        places = [
            Place(
                name=f"at-{enrolment.pk}-{window.moment.value}",
                moment=window.moment,
                planned=hour_of(window.planned_at),
                known=known.get((enrolment.pk, window.moment)),
                lessons_place=day.place,
                is_away=covers(filed, window.moment),
            )
            for window in found
        ]
        for place in places:
            place.text = place.stands
        words = ", ".join(f"{one.get_kind_display()} · {one.get_state_display()}" for one in filed)
        sheet.rows.append(Row(enrolment, places, away=words))
    return sheet


def absences_on(day: TrainingDay) -> dict[int, list[Absence]]:
    """The absences that were filed for a day, by learner."""
    found: dict[int, list[Absence]] = {}
    rows = Absence.objects.standing().touching(day.on, day.on)
    for one in rows.filter(enrolment__cohort=day.cohort_id).order_by("pk"):
        found.setdefault(one.enrolment_id, []).append(one)
    return found


def half_of(moment: Moment) -> DayPart:
    """The half day to which a moment belongs."""
    return DayPart.MORNING if moment in MORNING else DayPart.AFTERNOON


def covers(filed: Iterable[Absence], moment: Moment) -> bool:
    """Whether somebody filed that they are away in the half day of this moment."""
    return any(
        one.kind == AbsenceKind.AWAY
        and one.part in (DayPart.DAY, half_of(moment))
        and one.state != AbsenceState.REJECTED
        for one in filed
    )


# What is typed -------------------------------------------------------------------------------


def take_in(sheet: Sheet, posted: Mapping[str, Any]) -> list[Cell]:
    """Put what was typed into the sheet and answer its changes; errors stand at their places.

    What a learner noted after the sheet was opened is no change: `seen` tells what stood there.
    """
    seen = _seen(str(posted.get("seen", "")))
    cells: list[Cell] = []
    for row in sheet.rows:
        row.reason = clean_text(str(posted.get(row.reason_name, "")))
        if len(row.reason) > REASON_LENGTH:
            row.error = _("Please make this shorter: at most %(limit)s characters.") % {
                "limit": REASON_LENGTH
            }
        elif holds_national_number(row.reason):
            row.error = _("This looks like a national register number. Please take it out.")
        cells += [
            cell
            for place in row.places
            if (cell := _typed(sheet.day, row, place, posted, seen)) is not None
        ]
    return cells


def _typed(
    day: TrainingDay, row: Row, place: Place, posted: Mapping[str, Any], seen: dict[str, str]
) -> Cell | None:
    """The change of one place, or None where nothing was typed."""
    before = seen.get(place.name, "")
    text = str(posted.get(place.name, before)).replace("\x00", "").strip()
    if text.lower() in IN_TIME:
        text = place.planned
    place.text = text
    try:
        hour = typed_hour(text)
    except ValueError:
        place.error = _("Write a time, such as 9:05.")
        return None
    if hour is not None:
        place.text = f"{hour:%H:%M}"
    if place.text == before:
        place.text = place.stands
        return None
    return Cell(
        enrolment=row.enrolment,
        moment=place.moment,
        seen=_at(day.on, before),
        to=clock.at_local(day.on, hour.hour, hour.minute) if hour else None,
        reason=row.reason,
    )


def _seen(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def _at(day: date, text: str) -> datetime | None:
    try:
        hour = typed_hour(text)
    except ValueError:
        return None
    return clock.at_local(day, hour.hour, hour.minute) if hour else None


def all_in_time(sheet: Sheet, moment: str) -> int:
    """Put the planned hour into the empty places of a moment; returns how many.

    Those who filed that they are away stay empty.
    """
    count = 0
    for row in sheet.rows:
        for place in row.places:
            if str(place.moment.value) == moment and not place.text and not place.is_away:
                place.text = place.planned
                count += 1
    return count
