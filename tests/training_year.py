"""A made-up year of a campus, and its hours computed apart from the product's own counting.

`make_year` writes days, check-ins and absences in bulk. `hours_by_hand` reads the raw rows and
walks through the missed minutes one by one, as docs/domain.md, "Attendance" has it; it imports
nothing that counts.
"""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from cohorts.models import Absence, CheckIn, Cohort, Enrolment, TrainingDay
from tests.factories import CohortFactory, PersonFactory

BRUSSELS = ZoneInfo("Europe/Brussels")
HOURS = (time(9), time(12, 30), time(13, 30), time(17))
# Starts so that both changes of the clock, a leap day and the turn of the year lie in lessons.
FIRST_START = date(2027, 8, 30)
SUMS = ("planned", "present", "justified", "unjustified", "open", "halves")
HALVES = {"morning": (1, 2), "afternoon": (3, 4)}


@dataclass
class Year:
    cohorts: list[Cohort] = field(default_factory=list)
    last_day: date = FIRST_START


def make_year(*, track, campus, cohorts: int, learners: int, weeks: int, seed: int) -> Year:
    """Cohorts that start three weeks after each other, each with its own learners and bad luck."""
    dice, year = random.Random(seed), Year()
    for number in range(cohorts):
        start = FIRST_START + timedelta(weeks=3 * number)
        end = start + timedelta(weeks=weeks) - timedelta(days=3)
        cohort = CohortFactory(
            track=track,
            campus=campus,
            code=f"YEAR-{number}",
            state="running",
            start_on=start,
            end_on=end,
            seats=learners + 5,
            grace_minutes=dice.choice([0, 5, 10]),
        )
        _plan_days(cohort, dice)
        people = [PersonFactory(first_name=f"L{number}", last_name=str(n)) for n in range(learners)]
        Enrolment.objects.bulk_create(
            Enrolment(
                person=person,
                cohort=cohort,
                state="in_training",
                enrolled_at=datetime(2027, 8, 1, tzinfo=BRUSSELS),
                started_on=start,
            )
            for person in people
        )
        year.cohorts.append(cohort)
        year.last_day = max(year.last_day, end)
    _leave_and_move(year, dice)
    for cohort in year.cohorts:
        _attend(cohort, dice)
    return year


def _plan_days(cohort: Cohort, dice: random.Random) -> None:
    days, day = [], cohort.start_on
    closed = {cohort.start_on + timedelta(days=dice.randrange(20, 100)) for _ in range(6)}
    while day <= cohort.end_on:
        if day.weekday() < 5 and day not in closed:
            days.append(_planned(cohort, day, dice))
        day += timedelta(days=1)
    TrainingDay.objects.bulk_create(days)


def _planned(cohort: Cohort, day: date, dice: random.Random) -> TrainingDay:
    hours = dict(zip(("arrive_by", "lunch_from", "lunch_until", "leave_from"), HOURS, strict=True))
    part = dice.choices(["day", "morning", "afternoon"], [30, 1, 1])[0]
    if part == "morning":
        hours |= {"lunch_until": None, "leave_from": None}
    if part == "afternoon":
        hours |= {"arrive_by": None, "lunch_from": None}
    return TrainingDay(cohort=cohort, on=day, part=part, **hours)


def _leave_and_move(year: Year, dice: random.Random) -> None:
    """One in twelve stops on some day; one of each group goes on in the next, in mid-month."""
    for cohort, following in zip(year.cohorts, [*year.cohorts[1:], None], strict=True):
        group = list(cohort.enrolments.order_by("pk"))
        for enrolment in group[:: max(len(group) // 2, 1)]:
            enrolment.state = "left"
            enrolment.left_on = cohort.start_on + timedelta(days=dice.randrange(1, 120))
            enrolment.leaving_reason = "family"
            enrolment.save()
        mover = group[1]
        if following is None or mover.state == "left":
            continue
        day = following.start_on + timedelta(days=16)
        mover.state, mover.moved_on = "transferred", day
        mover.save()
        Enrolment.objects.create(
            person=mover.person,
            cohort=following,
            state="in_training",
            enrolled_at=datetime(2027, 8, 1, tzinfo=BRUSSELS),
            started_on=day,
            transferred_from=mover,
        )


def _attend(cohort: Cohort, dice: random.Random) -> None:
    check_ins, absences = [], []
    days = list(cohort.days.order_by("on"))
    for enrolment in cohort.enrolments.order_by("pk"):
        for day in days:
            if day.on < enrolment.started_on:
                continue
            if (enrolment.left_on or date.max) <= day.on or (
                enrolment.moved_on or date.max
            ) <= day.on:
                continue
            check_ins += _check_ins(enrolment, day, dice)
            absences += _absences(enrolment, day, dice)
    CheckIn.objects.bulk_create(check_ins, batch_size=5000)
    Absence.objects.bulk_create(absences, batch_size=2000)


def _check_ins(enrolment: Enrolment, day: TrainingDay, dice: random.Random) -> list[CheckIn]:
    luck = dice.random()
    if luck < 0.05:
        return []
    made = []
    for moment, hours in enumerate(HOURS, start=1):
        slip = dice.randrange(-14, 4) if moment in (1, 3) else dice.randrange(-3, 15)
        if luck < 0.14 and moment == dice.randrange(1, 5):
            slip = dice.randrange(-200, 200)
        if 0.14 < luck < 0.17 and dice.random() < 0.4:
            continue
        wall = datetime.combine(day.on, hours, tzinfo=BRUSSELS) + timedelta(
            minutes=slip, seconds=dice.randrange(60)
        )
        at = wall.astimezone(ZoneInfo("UTC"))
        made.append(
            CheckIn(
                enrolment=enrolment, on=day.on, moment=moment, at=at, received_at=at, place="home"
            )
        )
    return made


def _absences(enrolment: Enrolment, day: TrainingDay, dice: random.Random) -> list[Absence]:
    if dice.random() > 0.09:
        return []
    at = datetime.combine(day.on, time(8), tzinfo=BRUSSELS)
    state = dice.choices(["accepted", "rejected", "pending", "withdrawn"], [6, 2, 1, 1])[0]
    kind = dice.choice(["away", "away", "late", "early"])
    longer = dice.choice([0, 0, 1, 3]) if kind == "away" else 0
    return [
        Absence(
            enrolment=enrolment,
            kind=kind,
            first_on=day.on,
            last_on=day.on + timedelta(days=longer),
            part=dice.choice(["day", "day", "morning", "afternoon"]),
            proof_kind="medical",
            filed_at=at,
            proof_due_at=at + timedelta(days=3),
            state=state,
            judged_at=at if state in ("accepted", "rejected") else None,
        )
    ]


# By hand --------------------------------------------------------------------------------------


def hours_by_hand(cohort: Cohort) -> dict[tuple[int, date], dict[str, int]]:
    """(enrolment, first day of the month) → minutes by kind and halves, long after the end."""
    marks: dict[tuple[int, date], dict[int, int]] = defaultdict(dict)
    rows = CheckIn.objects.filter(enrolment__cohort=cohort)
    for key, on, moment, at in rows.values_list("enrolment_id", "on", "moment", "at"):
        clock = at.astimezone(BRUSSELS)
        marks[key, on][moment] = clock.hour * 60 + clock.minute
    stories = defaultdict(list)
    for one in Absence.objects.filter(enrolment__cohort=cohort).values():
        stories[one["enrolment_id"]].append(one)
    totals: dict[tuple[int, date], dict[str, int]] = {}
    days = list(TrainingDay.objects.filter(cohort=cohort).values())
    for learner in Enrolment.objects.filter(cohort=cohort).values():
        ends = [end for end in (learner["left_on"], learner["moved_on"]) if end]
        for day in days:
            on = day["on"]
            if on < learner["started_on"] or any(on >= end for end in ends):
                continue
            told = [
                one for one in stories[learner["id"]] if one["first_on"] <= on <= one["last_on"]
            ]
            result = _day_by_hand(day, marks[learner["id"], on], told, cohort.grace_minutes)
            month = totals.setdefault(
                (learner["id"], on.replace(day=1)),
                dict.fromkeys(
                    ("planned", "present", "justified", "unjustified", "open", "halves"), 0
                ),
            )
            for name, amount in result.items():
                month[name] += amount
    return totals


def _day_by_hand(day, marks, told, grace):
    sums = dict.fromkeys(SUMS, 0)
    edges = {
        "morning": (day["arrive_by"], day["lunch_from"]),
        "afternoon": (day["lunch_until"], day["leave_from"]),
    }
    held = {
        name: [clock.hour * 60 + clock.minute for clock in clocks]
        for name, clocks in edges.items()
        if all(clocks)
    }
    for name, (begin, end) in held.items():
        first, second = (marks.get(moment) for moment in HALVES[name])
        there = set()
        if first is not None and second is not None:
            came = begin if first - begin <= grace else first
            went = end if end - second <= grace else second
            there = {minute for minute in range(begin, end) if came <= minute < went}
        guilty = []
        for minute in range(begin, end):
            if minute in there:
                continue
            said = {one["state"] for one in told if _speaks_of(one, name, minute, marks, held)}
            if "accepted" in said:
                sums["justified"] += 1
            elif "pending" in said:
                sums["open"] += 1
            else:
                sums["unjustified"] += 1
                guilty.append(minute)
        sums["planned"] += end - begin
        sums["present"] += len(there)
        if there:
            sums["halves"] += any(minute < min(there) for minute in guilty)
            sums["halves"] += any(minute > max(there) for minute in guilty)
        else:
            sums["halves"] += bool(guilty)
    sums["halves"] = min(sums["halves"], 2)
    return sums


def _speaks_of(one, name, minute, marks, held) -> bool:
    """Whether an absence is about this minute of this half day."""
    if one["part"] not in ("day", name):
        return False
    if one["kind"] == "away":
        return True
    own = [marks[moment] for moment in HALVES[name] if moment in marks]
    elsewhere = "afternoon" if one["kind"] == "late" else "morning"
    if not own:
        others = [moment for moment in HALVES[elsewhere] if moment in marks]
        return elsewhere != name and elsewhere in held and bool(others)
    return minute < min(own) if one["kind"] == "late" else minute >= max(own)
