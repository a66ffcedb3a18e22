"""What was counted, in sentences that learner and coach read alike."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.counting import HALVES_A_DAY, DayCount, HalfCount, Standing
from cohorts.enums import DayPart, Moment


@dataclass(frozen=True, slots=True)
class Step:
    """One day on which something was missed: what happened, what it counts for."""

    on: date
    sentences: tuple[str, ...]
    result: str
    minutes: int
    halves: int

    @property
    def text(self) -> str:
        """The whole step in one line: "3 March: came 25 minutes late, not justified: …"."""
        what = "; ".join((*self.sentences, self.result) if self.result else self.sentences)
        return _("%(day)s: %(what)s") % {"day": date_format(self.on, "j F"), "what": what}


def steps_of(standing: Standing) -> list[Step]:
    """Every day that adds to the count, the latest first."""
    return [_step(day) for day in standing.steps]


def _step(day: DayCount) -> Step:
    whole = len(day.parts) == HALVES_A_DAY and all(
        not part.present and part.missed == part.planned for part in day.parts
    )
    if whole and len({_verdict(part) for part in day.parts}) == 1 and not _incomplete(day):
        words = _("not there the whole day")
        sentences = [f"{words}, {_verdict(day)}"]
    else:
        sentences = [sentence for part in day.parts if part.missed for sentence in _of_half(part)]
    return Step(day.on, tuple(sentences), absences_added(day.halves), day.missed, day.halves)


def _incomplete(day: DayCount) -> bool:
    return len(day.missing) not in (0, 2 * HALVES_A_DAY)


def _of_half(part: HalfCount) -> list[str]:
    verdict = _verdict(part)
    if not part.present:
        if len(part.missing) == 1:
            words = _("the check-in “%(moment)s” is missing") % {
                "moment": Moment(part.missing[0]).label
            }
        elif part.part == DayPart.MORNING:
            words = _("not there in the morning")
        else:
            words = _("not there in the afternoon")
        return [f"{words}, {verdict}"]
    found = []
    if part.late:
        late = ngettext("came %(count)d minute late", "came %(count)d minutes late", part.late) % {
            "count": part.late
        }
        found.append(f"{late}, {verdict}")
    if part.left_early:
        early = ngettext(
            "left %(count)d minute early", "left %(count)d minutes early", part.left_early
        ) % {"count": part.left_early}
        found.append(f"{early}, {verdict}")
    return found


def _verdict(count: HalfCount | DayCount) -> str:
    if count.unjustified and (count.justified or count.open):
        return _("partly justified")
    if count.unjustified:
        return _("not justified")
    if count.open:
        return _("not decided yet")
    return _("justified")


def absences_added(halves: int) -> str:
    """What some half absences are called: "half an absence"; nothing for none."""
    return {0: "", 1: _("half an absence"), 2: _("one absence")}.get(
        halves, _("%(number)s absences") % {"number": number_of_absences(halves)}
    )


def number_of_absences(halves: int) -> str:
    """Half absences as a number of absences: "3" or "3½"."""
    whole, half = divmod(halves, 2)
    return f"{whole or (0 if not half else '')}{'½' if half else ''}"


def hours_and_minutes(minutes: int) -> str:
    """Minutes as people say them: "7 h 05"."""
    return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}


def percent(permille: int) -> str:
    """Tenths of a percent as people write them: "15.0%" in the language's own way."""
    return f"{number_format(permille / 10, decimal_pos=1)}%"
