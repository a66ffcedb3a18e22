"""The ways through the year, day by day, as facts. What is done for each is in `deeds`."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from tests.drills.year import cast
from tests.drills.year.cast import (
    END,
    FIRST_WEEK,
    HALF_WAY,
    INTERNSHIP,
    LAST,
    LAST_HOURS,
    LAST_LESSONS,
    LEFT_ON,
    MIDDLE,
    QUESTIONS,
    START,
    WEEK_4,
    kind_of,
    signers,
)
from tests.drills.year.facts import Fact, after, day, moment

EVALUATIONS = {"mid": MIDDLE, "end": END}
INTERN_EVALUATIONS = {"week_4": WEEK_4, "mid": HALF_WAY, "end": LAST}
INFO_SESSIONS = tuple(
    moment(text) for text in ("2026-01-07 14:00", "2026-01-14 14:00", "2026-01-21 14:00")
)
SELECTION_DAYS = tuple(moment(text) for text in ("2026-01-28 10:00", "2026-02-11 10:00"))


def facts() -> list[Fact]:
    """Everything that happens, in the order of time."""
    told = [*_school(), *_companies()]
    for who in (*cast.COHORT, *cast.OTHERS):
        told += life_of(who)
    return sorted(told, key=lambda one: one.at)


def life_of(who: str) -> Iterator[Fact]:
    tell = _Teller(who)
    kind = kind_of(who)
    if kind in cast.OTHERS:
        yield from OTHERS[kind](tell)
        return
    is_slow = kind in ("slow", "texted")
    yield from _slow_intake(tell) if is_slow else _quick_intake(tell)
    yield from _slow_start(tell) if is_slow else _quick_start(tell, gone=kind == "gone")
    if kind == "gone":
        return
    yield from _missed_hours(tell)
    yield from _leaving(tell) if kind == "left" else _staying(tell, is_slow=is_slow)


class _Teller:
    """Writes the facts of one person."""

    def __init__(self, who: str) -> None:
        self.who = who

    def __call__(
        self,
        what: str,
        at: str | datetime,
        about: str = "",
        counts_from: date | datetime | None = None,
    ) -> Fact:
        found = moment(at) if isinstance(at, str) else at
        return Fact(self.who, what, found, about, counts_from)


# From the form to the seat --------------------------------------------------------------------


def _quick_intake(tell: _Teller) -> Iterator[Fact]:
    yield tell("draft begun", "2026-01-05 10:30")
    yield tell("draft sent", "2026-01-05 11:30")
    yield tell("applied", "2026-01-05 11:30")
    yield tell("taken up", "2026-01-07 10:30")
    yield tell("info booked", "2026-01-08 10:30", "1", INFO_SESSIONS[1])
    yield tell("info over", "2026-01-14 16:30", "1")
    yield tell("challenge", "2026-01-14 16:40")
    yield tell("challenge ends", "2026-01-14 16:41", counts_from=_in_14_days("2026-01-14 16:40"))
    yield tell("challenge done", "2026-01-16 15:30")
    yield tell("day booked", "2026-01-19 10:30", "0", SELECTION_DAYS[0])
    yield tell("day over", "2026-01-28 14:30", "0")
    yield tell("scored", "2026-01-28 15:30")
    yield from _admission(tell, "2026-02-02 10:30")
    yield tell("accepted", "2026-02-23 15:30")


def _slow_intake(tell: _Teller) -> Iterator[Fact]:
    yield tell("draft begun", "2025-12-01 10:30")
    yield tell("draft sent", "2025-12-23 10:30")
    yield tell("applied", "2025-12-23 10:30")
    yield tell("taken up", "2025-12-29 10:30")
    yield tell("document asked", "2025-12-29 11:30", "cv")
    yield tell("document in", "2026-01-12 10:30", "cv")
    # Two days later an info session is two days ahead: both stand in one mail.
    yield tell("document asked", "2026-01-17 10:30", "diploma")
    yield tell("document in", "2026-01-20 10:30", "diploma")
    yield tell("info booked", "2025-12-30 10:30", "0", INFO_SESSIONS[0])
    yield tell("info over", "2026-01-07 16:30", "0")
    yield tell("missed", "2026-01-07 16:30")
    yield tell("info booked", "2026-01-14 15:30", "2", INFO_SESSIONS[2])
    yield tell("info over", "2026-01-21 16:30", "2")
    yield tell("challenge", "2026-01-21 16:40")
    yield tell("challenge ends", "2026-01-21 16:41", counts_from=_in_14_days("2026-01-21 16:40"))
    yield tell("challenge done", "2026-02-03 10:30")
    yield tell("day booked", "2026-02-03 11:30", "1", SELECTION_DAYS[1])
    yield tell("day over", "2026-02-11 14:30", "1")
    yield tell("scored", "2026-02-16 10:30")
    yield from _admission(tell, "2026-02-17 10:30")
    yield tell("accepted", "2026-02-25 08:30")


def _in_14_days(text: str) -> datetime:
    return moment(text) + timedelta(days=14)


def _admission(tell: _Teller, admitted: str, offered: str = "2026-02-23 10:30") -> Iterator[Fact]:
    yield tell("admitted", admitted)
    yield tell("offered", offered)
    yield tell("offer ends", offered, counts_from=moment(offered) + timedelta(hours=48))


def _undone(tell: _Teller) -> Iterator[Fact]:
    """The first reminder falls on Christmas, and waits for the day after."""
    yield tell("draft begun", "2025-12-23 10:30")


def _rejected(tell: _Teller) -> Iterator[Fact]:
    yield tell("applied", "2026-01-05 11:30")
    yield tell("taken up", "2026-01-07 10:30")
    yield tell("rejected", "2026-01-09 10:30")


def _lapsed(tell: _Teller) -> Iterator[Fact]:
    yield tell("applied", "2025-12-23 10:30")
    yield tell("taken up", "2025-12-29 10:30")
    yield tell("info booked", "2025-12-30 10:30", "0", INFO_SESSIONS[0])
    yield tell("info over", "2026-01-07 16:30", "0")
    yield tell("missed", "2026-01-07 16:30")
    yield tell("lapsed", "2026-01-21 16:30")


def _silent(tell: _Teller) -> Iterator[Fact]:
    """Lets the offer run out, and is taken off the lists the week after."""
    yield tell("applied", "2026-01-05 11:30")
    yield tell("taken up", "2026-01-07 10:30")
    yield from _admission(tell, "2026-02-02 10:30")
    yield tell("off the lists", "2026-03-02 10:30")


def _waiting(tell: _Teller) -> Iterator[Fact]:
    """Waits a year, is asked three times whether they still do, and loses the place."""
    yield tell("applied", "2026-01-05 11:30")
    yield tell("taken up", "2026-01-07 10:30")
    yield tell("admitted", "2026-02-02 10:30")
    for days in (365, 379, 393):
        asked = moment("2026-02-02 10:30") + timedelta(days=days)
        yield tell("asked whether they wait", asked)
    yield tell("off the lists", moment("2026-02-02 10:30") + timedelta(days=407))


OTHERS = {
    "undone": _undone,
    "rejected": _rejected,
    "lapsed": _lapsed,
    "silent": _silent,
    "waiting": _waiting,
}


# The training ---------------------------------------------------------------------------------


def _quick_start(tell: _Teller, *, gone: bool) -> Iterator[Fact]:
    yield tell("seat", "2026-02-23 15:30", counts_from=START)
    yield tell("file owed", "2026-02-23 15:30", counts_from=START)
    yield tell("file in", "2026-02-26 10:30")
    if gone:
        yield tell("withdrawn", "2026-03-25 10:30")


def _slow_start(tell: _Teller) -> Iterator[Fact]:
    yield tell("seat", "2026-02-25 08:30", counts_from=START)
    yield tell("file owed", "2026-02-25 08:30", counts_from=START)
    yield tell("file in", "2026-03-28 10:30")
    yield tell("unsigned", "2026-03-28 10:30", counts_from=START)
    yield tell("signed", "2026-04-03 10:30")


def _missed_hours(tell: _Teller) -> Iterator[Fact]:
    """Who comes late without a word, and who is away: with a proof, and twice without."""
    if tell.who == "slowa":
        arrival = moment("2026-04-14 09:00")
        yield tell("hour missed", "2026-04-14 08:59", counts_from=arrival)
        yield tell("checked in", "2026-04-14 10:30")
        yield tell("permit ends", "2026-04-15 10:30", counts_from=day("2026-08-31"))
        yield tell("renewed", "2026-09-02 10:30")
    if tell.who == "texteda":
        arrival = moment("2026-04-15 09:00")
        yield tell("hour missed", "2026-04-15 08:59", "2026-04-15", arrival)
        yield tell("absence filed", "2026-04-15 09:30", "2026-04-15")
        yield tell("judged", "2026-04-17 10:30", "2026-04-15")
    if tell.who == "slowc":
        yield from _absence(tell, "2026-04-21", proof="2026-04-22 10:30", judged="2026-04-27 10:30")
    if tell.who in ("slowb", "textedb"):
        yield from _absence(tell, "2026-04-21", proof="", judged="2026-04-28 10:30")
        yield from _absence(tell, "2026-04-23", proof="", judged="2026-04-30 10:30")
        yield tell("flag", "2026-04-30 10:30")


def _absence(tell: _Teller, on: str, *, proof: str, judged: str) -> Iterator[Fact]:
    midnight = moment(after(day(on), 1), "00:00")
    yield tell("absence filed", f"{on} 08:30", on)
    yield tell("absent", f"{on} 08:30", on, midnight)
    if proof:
        yield tell("proof", proof, on)
    yield tell("judged", judged, on)


def _evaluations(tell: _Teller, *, late: int) -> Iterator[Fact]:
    for about, on in EVALUATIONS.items():
        yield tell("evaluation", moment(START, "08:05"), about, on)
        yield tell("filed", moment(after(on, late), "10:30"), about)
        yield tell("coach filed", moment(after(on, late), "10:30"), about)


def _leaving(tell: _Teller) -> Iterator[Fact]:
    yield tell("evaluation", moment(START, "08:05"), "mid", MIDDLE)
    yield tell("coach filed", moment(LEFT_ON, "08:30"))
    yield tell("filed", moment(LEFT_ON, "08:30"))
    yield tell("left", moment(LEFT_ON, "08:30"), counts_from=LEFT_ON)
    if tell.who == "lefta":
        yield tell("laptop back", "2026-07-01 10:30")
    yield from _afterwards(tell, LEFT_ON, answers=tell.who == "leftb")


# The internship and after ---------------------------------------------------------------------


def _staying(tell: _Teller, *, is_slow: bool) -> Iterator[Fact]:
    yield from _evaluations(tell, late=4 if is_slow else 0)
    yield tell("searches", moment(START, "08:00"), counts_from=INTERNSHIP)
    yield from _slow_place(tell) if is_slow else _quick_place(tell)
    yield from _internship(tell, is_slow=is_slow)
    yield tell("done", moment(LAST, "08:00"))
    yield tell("laptop back", "2027-02-08 10:30" if is_slow else moment(LAST, "08:10"))
    yield tell("graduated", moment(LAST, "08:30"))
    if is_slow:
        yield tell("laptop out at the end", moment(LAST, "08:31"), counts_from=LAST)
    yield from _afterwards(tell, LAST, answers=not is_slow)
    if tell.who in ("steadya", "slowa"):
        yield tell("job", "2027-03-01 10:30")
    if tell.who == "steadya":
        yield tell("evidence", "2027-03-05 10:30")


def _quick_place(tell: _Teller) -> Iterator[Fact]:
    yield tell("proposed", "2026-09-03 10:30")
    yield tell("answered", "2026-09-04 10:30")
    yield tell("place", "2026-09-04 11:30")
    yield from _planned(tell, "2026-09-14 10:30")
    for signer in signers(tell.who):
        yield tell("signed by", "2026-09-14 15:30", signer)
    for what in ("sheet", "insured", "everybody signed", "ready"):
        yield tell(what, "2026-09-14 15:30")


def _slow_place(tell: _Teller) -> Iterator[Fact]:
    yield tell("proposed", "2026-10-04 10:30")
    yield tell("answered", "2026-10-14 10:30")
    yield tell("place", "2026-10-14 11:30")
    yield from _planned(tell, "2026-10-15 10:30")
    yield tell("sheet", "2026-10-27 10:30")
    yield tell("insured", "2026-10-27 11:30")
    learner, *others = signers(tell.who)
    yield tell("signed by", "2026-10-19 10:30", learner)
    for signer in others:
        yield tell("signed by", "2026-10-27 15:30", signer)
    for what in ("everybody signed", "ready"):
        yield tell(what, "2026-10-27 15:30")


def _planned(tell: _Teller, at: str) -> Iterator[Fact]:
    yield tell("planned", at, counts_from=INTERNSHIP)
    yield tell("agreement", at)
    yield tell("to sign", at, counts_from=INTERNSHIP)


def _internship(tell: _Teller, *, is_slow: bool) -> Iterator[Fact]:
    begun = moment(INTERNSHIP, "09:00")
    yield tell("runs", begun, counts_from=LAST)
    yield tell("first week", begun, "week_1", FIRST_WEEK)
    for about, on in INTERN_EVALUATIONS.items():
        yield tell("intern evaluation", begun, about, on)
    for about, on in {"week_1": FIRST_WEEK, **INTERN_EVALUATIONS}.items():
        filed = moment(after(on, 9 if is_slow else 0), "10:30")
        for what in ("learner filed", "mentor filed", "both filed"):
            yield tell(what, filed, about)
    for on in LAST_HOURS:
        about = f"{on:%Y-%m}"
        yield tell("intern month ends", begun, about, on)
        yield tell("confirmed", moment(after(on, 6 if is_slow else 1), "08:30"), about)


def _afterwards(tell: _Teller, left_on: date, *, answers: bool) -> Iterator[Fact]:
    """The form of the exit, and the questions: answered on their day, or never.

    One leaves the first without an answer and says at the second that there should be no more.
    """
    yield tell("exit", moment(left_on, "08:30"), counts_from=left_on)
    if answers:
        yield tell("exit told", moment(after(left_on, 1), "10:30"))
    stops_on = "2027-04-22" if tell.who == "steadyb" else ""
    for text in QUESTIONS[left_on]:
        yield tell("question", moment(left_on, "08:31"), text, day(text))
        if text == stops_on:
            yield tell("no more", f"{text} 10:30")
        elif answers and not stops_on:
            yield tell("answered", f"{text} 10:30", text)


# The school and the companies ----------------------------------------------------------------


def _school() -> Iterator[Fact]:
    """The cohort starts, months end and are locked: one day later, April a week later."""
    yield Fact("cohort", "begins", moment(START, "08:00"))
    yield Fact("cohort", "goes on internship", moment(INTERNSHIP, "08:00"))
    for last in LAST_LESSONS:
        slow = last.month == 4
        yield Fact("cohort", "month ends", moment(START, "08:05"), f"{last:%Y-%m}", last)
        locked = moment(after(last, 7 if slow else 1), "08:30")
        yield Fact("cohort", "month locked", locked, f"{last:%Y-%m}")


def _companies() -> Iterator[Fact]:
    """One ends what runs out in time, the other waits until it is reminded."""
    posted, agreed = moment("2026-05-04 10:30"), moment("2026-02-02 10:30")
    for company, closed, ended in (
        ("kind", "2026-07-20 10:30", "2026-11-10 10:30"),
        ("quiet", "2026-07-27 10:30", "2027-01-05 10:30"),
    ):
        yield Fact(company, "position", posted, counts_from=day("2026-08-02"))
        yield Fact(company, "position closed", moment(closed))
        yield Fact(company, "framework", agreed, counts_from=day("2026-12-31"))
        yield Fact(company, "framework ended", moment(ended))
