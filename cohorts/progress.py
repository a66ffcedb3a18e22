"""How far a learner is: what may be seen by whom, level by level, and notes and goals.

docs/domain.md, "Progress".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cohorts.enums import AssessedBy, AssessmentMoment
from cohorts.models import Competence, Enrolment, Evaluation, Goal, LearnerNote

# Plain words for the four levels.
LEVEL_WORDS: dict[int, str | Promise] = {
    1: _("Just begun"),
    2: _("With help"),
    3: _("Without help"),
    4: _("Helps others"),
}
SELF_WORDS: dict[int, str | Promise] = {
    1: _("I have just begun"),
    2: _("I can do it with help"),
    3: _("I can do it without help"),
    4: _("I can help others with it"),
}

# Who assessed, as the learner reads it.
OWN_NAMES: dict[str, str | Promise] = {
    AssessedBy.SELF: pgettext_lazy("who assessed", "You"),
    AssessedBy.COACH: _("Your coach"),
}

# The picture of one competence: four columns for the levels, a line for each who assessed.
MARGIN, STEP, SQUARE = 24, 44, 11
LINES = {AssessedBy.SELF: 10, AssessedBy.COACH: 22}


@dataclass(frozen=True, slots=True)
class Mark:
    """One level: when, by whom, and where it stands in the picture."""

    moment: str
    by: str
    level: int

    @property
    def x(self) -> int:
        return MARGIN + (self.level - 1) * STEP

    @property
    def y(self) -> int:
        return LINES[AssessedBy(self.by)]

    @property
    def left(self) -> float:
        """Where the square of a coach begins; the circle of a learner has its middle at x, y."""
        return self.x - SQUARE / 2

    @property
    def top(self) -> float:
        return self.y - SQUARE / 2

    @property
    def is_end(self) -> bool:
        return self.moment == AssessmentMoment.END

    @property
    def is_self(self) -> bool:
        return self.by == AssessedBy.SELF

    @property
    def words(self) -> str | Promise:
        return LEVEL_WORDS[self.level]


@dataclass(slots=True)
class Row:
    """One competence with the levels that may be seen."""

    competence: Competence
    marks: dict[tuple[str, str], Mark] = field(default_factory=dict)
    is_own: bool = False

    @property
    def cells(self) -> list[Mark | None]:
        """In the order of the table's columns: half-way and end, learner before coach."""
        return [self.marks.get(column) for column in COLUMNS]

    @property
    def titled(self) -> list[tuple[Mark | None, str]]:
        """The cells with what their columns are called."""
        return list(zip(self.cells, headings(is_own=self.is_own), strict=True))

    @property
    def paths(self) -> list[tuple[Mark, Mark]]:
        """From half-way to the end, for each who gave both levels."""
        pairs = (
            (self.marks.get((AssessmentMoment.MID, by)), self.marks.get((AssessmentMoment.END, by)))
            for by in AssessedBy
        )
        return [(mid, end) for mid, end in pairs if mid and end and mid.level != end.level]


COLUMNS: tuple[tuple[str, str], ...] = tuple(
    (str(moment), str(by)) for moment in AssessmentMoment for by in AssessedBy
)


def headings(*, is_own: bool = False) -> list[str]:
    """What the columns of a table of levels are called; `is_own`: to the learner."""
    names: dict[str, str | Promise] = {str(by): by.label for by in AssessedBy}
    if is_own:
        names = OWN_NAMES
    return [f"{AssessmentMoment(moment).label} · {names[by]}" for moment, by in COLUMNS]


@dataclass(slots=True)
class Progress:
    """Everything that one reader may see of a learner's progress."""

    evaluations: list[Evaluation]
    seen: list[Evaluation]
    rows: list[Row]
    notes: list[LearnerNote]
    goals: list[Goal]
    is_own: bool = False

    @property
    def headings(self) -> list[str]:
        """Of the columns after the picture, as `Row.cells`."""
        return headings(is_own=self.is_own)

    @property
    def levels(self) -> Iterator[tuple[int, int, str | Promise]]:
        """(number, x, words) of the four columns of the picture."""
        return ((level, MARGIN + (level - 1) * STEP, word) for level, word in LEVEL_WORDS.items())

    @property
    def has_marks(self) -> bool:
        return any(row.marks for row in self.rows)

    @property
    def hidden(self) -> list[Evaluation]:
        """Filed by the other side, and not shown before one's own is filed too."""
        return [one for one in self.evaluations if one.filed_at and one not in self.seen]


def both_filed(evaluations: Iterable[Evaluation]) -> set[str]:
    """The moments at which learner and coach have both filed."""
    filed = {(one.moment, one.by) for one in evaluations if one.filed_at}
    return {
        str(moment)
        for moment in AssessmentMoment
        if all((moment, by) in filed for by in AssessedBy)
    }


def visible(evaluations: Sequence[Evaluation], *, reader: str) -> list[Evaluation]:
    """The filed ones that this side may read: its own, and the other's once both are in."""
    open_moments = both_filed(evaluations)
    return [
        one
        for one in evaluations
        if one.filed_at and (one.by == reader or one.moment in open_moments)
    ]


def rows_of(
    evaluations: Iterable[Evaluation], competences: Iterable[Competence], *, is_own: bool = False
) -> list[Row]:
    """The levels of these evaluations, by competence; those out of use only where they have any."""
    found = list(evaluations)
    rows = []
    for competence in competences:
        row = Row(competence, is_own=is_own)
        for one in found:
            level = one.marks.get(str(competence.pk))
            if level in LEVEL_WORDS:
                row.marks[one.moment, one.by] = Mark(one.moment, one.by, level)
        if competence.is_active or row.marks:
            rows.append(row)
    return rows


def progress_of(enrolment: Enrolment, *, reader: str, with_private: bool = False) -> Progress:
    """What this side, an AssessedBy, may see; `with_private`: notes for coaches alone, too.

    Who moved here from another cohort brings along what was handed in, written and agreed there.
    Four queries.
    """
    here_or_before = (
        Q(enrolment=enrolment)
        | Q(enrolment__transferred_to=enrolment)
        | Q(enrolment__transferred_to__transferred_to=enrolment)
    )
    found = Evaluation.objects.filter(here_or_before).order_by("due_on", "by")
    evaluations = [one for one in found if one.filed_at or one.enrolment_id == enrolment.pk]
    seen = visible(evaluations, reader=reader)
    is_own = reader == AssessedBy.SELF
    competences = Competence.objects.filter(track=enrolment.cohort.track_id)
    notes = LearnerNote.objects.filter(here_or_before).select_related("author")
    if not with_private:
        notes = notes.shared()
    return Progress(
        evaluations=evaluations,
        seen=seen,
        rows=rows_of(seen, competences.order_by("position", "pk"), is_own=is_own),
        notes=list(notes),
        goals=list(Goal.objects.filter(here_or_before).order_by("-ended_at", "until", "pk")),
        is_own=is_own,
    )
