"""How many there are of each kind in the full world. Plain numbers: docs/domain.md, "Demo data".

The world comes in two halves that share nothing but the school, so that two processes can make
them side by side: cities whose people may choose the other one as well are in one half.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from becode.demo.groups import Group, JobPlan

HALVES: tuple[tuple[str, ...], ...] = (("BXL", "CRL"), ("GNT", "ANT", "LIE"))
SECOND_CHOICE = {"BXL": "CRL", "CRL": "BXL", "ANT": "GNT", "GNT": "ANT"}

# Days from today on which the cohorts start, by what they are today.
# Finished at least 180 days ago; finished since; on internship; in training.
MATURED = {
    "BXL": (-1002, -932, -862, -792, -722, -652, -582, -512),
    "GNT": (-960, -848, -736, -624, -519),
    "ANT": (-975, -870, -757, -638, -526),
    "CRL": (-946, -799, -666, -533),
    "LIE": (-911, -715, -540),
}
FINISHED = {"BXL": (-372,), "GNT": (-407,), "ANT": (-344,), "CRL": (), "LIE": (-393,)}
AT_COMPANIES = {"BXL": (-288, -246), "GNT": (), "ANT": (-260,), "CRL": (-274,), "LIE": ()}
TRAINING = {
    "BXL": (-197, -120, -43),
    "GNT": (-169, -71),
    "ANT": (-141,),
    "CRL": (-92,),
    "LIE": (-183, -29),
}
# Cohorts to come: nobody has a seat yet, those who wait may be offered one.
TO_COME = {"BXL": 26, "GNT": 40, "ANT": 19, "CRL": 54, "LIE": 61}

# In the youngest group of Brussels there is one more, for somebody who moves there.
SEATS = 24
NOTHING = JobPlan(days=0, contract="")
# Who left, by what the cohort is: (in the first ten days, later in the training, in the
# internship), one for each cohort in the order of its kind.
LEFT_MATURED = [(2, 3, 1)] * 9 + [(2, 4, 0)] * 6 + [(1, 4, 1)] * 8 + [(1, 5, 0)] * 2  # 40 · 93 · 17
LEFT_FINISHED = [(1, 2, 1), (1, 2, 1), (1, 2, 1), (1, 3, 0)]  # 4 · 9 · 3
LEFT_AT_COMPANIES = [(1, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 0)]  # 2 · 2 · 0
LEFT_TRAINING = [
    (0, 2, 0), (0, 1, 0), (1, 0, 0), (0, 1, 0), (1, 0, 0),
    (0, 1, 0), (1, 0, 0), (0, 1, 0), (1, 0, 0),
]  # fmt: skip  # 4 · 6 · 0

# Of the graduates whose 180 days are over.
CONTRACTS = {
    "permanent": 160,
    "fixed_term": 70,
    "training_contract": 55,
    "agency": 35,
    "self_employed": 20,
    "other_paid": 10,
}
IN_FIELD, PLACED = 300, 350
STUDY, SEEKING, NOT_SEEKING, SILENT, EXCLUDED = 25, 33, 7, 15, 20
# First and last day after the graduation on which so many jobs began.
DAYS_TO_JOB = (((1, 30), 175), ((31, 90), 105), ((91, 179), 69), ((180, 180), 1))
WITH_STATEMENT = 80  # evidence B; the others A
# Of those who finished since, so many have found work by the day they would begin.
FINISHED_JOBS = 50

# Applications, drafts included; those of the learners are not in here.
APPLICATIONS = 4000
DRAFTS, SUBMITTED = 90, 70
IN_SELECTION = {"info_session": 60, "challenge": 60, "selection_day": 40}
WAITING, OFFER_DECLINED, OFFER_EXPIRED = 160, 45, 35
INELIGIBLE, REJECTED, WITHDRAWN, LAPSED = 380, 520, 540, 1000
# Where those who are no learners apply: the more who learn there, the more applied.
SHARES = {"BXL": 34, "GNT": 19, "ANT": 19, "CRL": 14, "LIE": 14}
WOMEN_AMONG_LEARNERS = {"f": 250, "m": 735, "x": 15}
WOMEN_AMONG_OTHERS = {"f": 801, "m": 2051, "x": 40, "unsaid": 18}

REASONS = ("family", "money", "health", "too_hard", "not_expected", "found_job", "absence", "other")
EARLY_REASONS = ("not_expected", "family", "other", "too_hard")
PIONEERS = (
    "Lovelace", "Bouman", "Hypatia", "Hopper", "Lamarr", "Noether", "Turing", "Franklin", "Keller",
    "Meitner", "Germain", "Hamilton", "Johnson", "Easley",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ending:
    """What becomes of somebody who graduated; `kind` is one of those above, in small letters."""

    kind: str
    job: JobPlan | None = None


@dataclass(frozen=True, slots=True)
class Cohorts:
    """All groups of the world by their city, and how each graduate of a group goes on."""

    groups: dict[str, list[Group]]
    endings: dict[str, list[Ending]]


def share_out(number: int, campuses: Sequence[str] = tuple(SHARES)) -> dict[str, int]:
    """A number over the cities in their shares: the sum is right to the last one."""
    whole = sum(SHARES.values())
    given = {code: number * SHARES[code] // whole for code in campuses}
    for code in list(campuses)[: number - sum(given.values())]:
        given[code] += 1
    return given


def plan_cohorts(chance: random.Random) -> Cohorts:
    """The same for the same chance; it does not depend on what else the chance is used for."""
    groups: dict[str, list[Group]] = {code: [] for code in SHARES}
    endings: dict[str, list[Ending]] = {}
    after = _endings(chance)
    since = _finished_endings(chance)
    for kind, starts, left in (
        ("matured", MATURED, LEFT_MATURED),
        ("finished", FINISHED, LEFT_FINISHED),
        ("companies", AT_COMPANIES, LEFT_AT_COMPANIES),
        ("training", TRAINING, LEFT_TRAINING),
    ):
        leavers = list(left)
        if kind == "matured":
            chance.shuffle(leavers)
        for campus, days in starts.items():
            for starts_in in days:
                group = _group(chance, campus, kind, starts_in, leavers.pop(0), groups[campus])
                groups[campus].append(group)
                stay = group.learners - len(group.leavers)
                deck = {"matured": after, "finished": since}.get(kind, [])
                deals = [deck.pop() for _one in range(stay)] if deck else []
                endings[group.code] = deals
                groups[campus][-1] = replace(group, jobs=tuple(one.job or NOTHING for one in deals))
    return Cohorts(groups, endings)


def _group(
    chance: random.Random,
    campus: str,
    kind: str,
    starts_in: int,
    left: tuple[int, int, int],
    before: Sequence[Group],
) -> Group:
    early, later, at_company = left
    number = len(before)
    leavers = [(chance.randint(1, 6), chance.choice(EARLY_REASONS)) for _one in range(early)]
    latest = min(200, -starts_in - 8)
    leavers += [
        (chance.randint(20, max(latest, 21)), chance.choice(REASONS)) for _one in range(later)
    ]
    leavers += [(chance.randint(235, 290), chance.choice(REASONS)) for _one in range(at_company)]
    return Group(
        code=f"{campus}-{PIONEERS[number % len(PIONEERS)]}-{number + 1}",
        campus=campus,
        track="WEB",
        starts_in=starts_in,
        seats=SEATS + (campus == "BXL" and starts_in == TRAINING["BXL"][-1]),
        learners=_learners(campus, kind, starts_in),
        leavers=tuple(leavers),
    )


def _learners(campus: str, kind: str, starts_in: int) -> int:
    """24, and 23 in two groups of each city but Brussels: 336, 190, 190, 142, 142 in all."""
    smaller = {
        "GNT": TRAINING["GNT"],
        "ANT": (*AT_COMPANIES["ANT"], *TRAINING["ANT"]),
        "CRL": (*AT_COMPANIES["CRL"], *TRAINING["CRL"]),
        "LIE": TRAINING["LIE"],
    }
    is_smaller = kind in ("companies", "training") and starts_in in smaller.get(campus, ())
    return SEATS - is_smaller


def _endings(chance: random.Random) -> list[Ending]:
    """Of the 450 whose time is over, shuffled."""
    contracts = [kind for kind, number in CONTRACTS.items() for _one in range(number)]
    days = [
        chance.randint(first, last)
        for (first, last), number in DAYS_TO_JOB
        for _one in range(number)
    ]
    in_field = [number < IN_FIELD for number in range(PLACED)]
    statements = [number < WITH_STATEMENT for number in range(PLACED)]
    for deck in (contracts, days, in_field, statements):
        chance.shuffle(deck)
    made = [
        Ending("placed", _job(chance, contract, number, field, "B" if statement else "A"))
        for contract, number, field, statement in zip(
            contracts, days, in_field, statements, strict=True
        )
    ]
    made += [Ending("study")] * STUDY + [Ending("not_seeking")] * NOT_SEEKING
    made += [Ending("silent")] * SILENT + [Ending("excluded")] * EXCLUDED
    # Two who look for work have one that does not count: it came a day late, or pays nothing.
    made.append(Ending("seeking", JobPlan(days=181, contract="permanent")))
    made.append(Ending("seeking", JobPlan(days=40, contract="unpaid", evidence="B", ends_after=60)))
    made += [Ending("seeking")] * (SEEKING - 2)
    chance.shuffle(made)
    return made


def _finished_endings(chance: random.Random) -> list[Ending]:
    """Of the 80 who graduated since: work for some, sooner or later."""
    kinds = ("permanent", "permanent", "fixed_term", "training_contract", "agency")
    number = 80
    made = [
        Ending("placed", _job(chance, kinds[one % len(kinds)], chance.randint(1, 60), True, "A"))
        if one < FINISHED_JOBS
        else Ending("seeking")
        for one in range(number)
    ]
    chance.shuffle(made)
    return made


def _job(chance: random.Random, contract: str, days: int, in_field: bool, evidence: str) -> JobPlan:
    lasts = {
        "fixed_term": (190, 540),
        "training_contract": (60, 180),
        "agency": (35, 120),
        "other_paid": (100, 300),
    }.get(contract)
    return JobPlan(
        days=days,
        contract=contract,
        evidence=evidence,
        in_field=in_field,
        hours=100 if contract != "other_paid" else 60,
        at_host=days <= 30 and chance.random() < 0.6,
        ends_after=chance.randint(*lasts) if lasts else None,
    )
