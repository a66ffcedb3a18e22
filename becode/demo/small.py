"""The small world: about 200 people at five campuses, in every state of the journey.

Numbers are days before today, except where a name says otherwise. The shares follow
docs/domain.md, "Demo data"; the figures of the dashboard are computed, never set.
"""

from datetime import timedelta
from functools import partial

from applicants.enums import Priority
from becode.core.forms import Birth
from becode.demo.after_leaving import add_after_leaving
from becode.demo.contacts import add_contacts
from becode.demo.crowd import Crowd, born
from becode.demo.deciding import add_decisions
from becode.demo.groups import Group, GroupLife, JobPlan, live
from becode.demo.placing import place
from becode.demo.rules import add_rules
from becode.demo.steps import add_selection
from becode.demo.training_absences import add_absences
from becode.demo.training_calendar import add_calendar
from becode.demo.training_check_in import add_check_ins
from becode.demo.training_file import add_papers
from becode.demo.training_progress import add_competences, add_progress
from becode.demo.twists import add_twists, propose_now
from becode.demo.world import World

NONE = JobPlan(days=0, contract="")

# One cohort's jobs begin on day 180 and on day 181 after the graduation: in, and just out.
GROUPS: tuple[Group, ...] = (
    Group(
        code="BXL-Lovelace-3", campus="BXL", track="WEB", starts_in=-560, seats=13, learners=12,
        leavers=((8, "not_expected"), (75, "family"), (160, "found_job")),
        jobs=(
            JobPlan(days=2, contract="permanent", at_host=True),
            JobPlan(days=14, contract="permanent", at_host=True),
            JobPlan(days=21, contract="fixed_term", ends_after=270),
            JobPlan(days=30, contract="training_contract", evidence="B", at_host=True),
            JobPlan(days=45, contract="permanent"),
            JobPlan(days=88, contract="agency", evidence="B", in_field=False, ends_after=120),
            JobPlan(days=180, contract="permanent"),
            JobPlan(days=181, contract="permanent"),
            NONE,
        ),
    ),
    Group(
        code="GNT-Noether-2", campus="GNT", track="WEB", starts_in=-535, seats=10, learners=10,
        leavers=((60, "too_hard"), (140, "money")),
        jobs=(
            JobPlan(days=5, contract="permanent", at_host=True),
            JobPlan(days=10, contract="permanent", at_host=True),
            JobPlan(days=25, contract="fixed_term", evidence="B", ends_after=365),
            JobPlan(days=28, contract="training_contract", at_host=True),
            JobPlan(days=60, contract="self_employed", evidence="B"),
            JobPlan(days=120, contract="fixed_term", in_field=False, ends_after=200),
            JobPlan(days=150, contract="permanent", evidence="C"),
            JobPlan(days=40, contract="unpaid", evidence="C"),
        ),
    ),
    Group(
        code="CRL-Franklin-2", campus="CRL", track="WEB", starts_in=-505, seats=10, learners=9,
        leavers=((9, "no_show"), (110, "health")),
        jobs=(
            JobPlan(days=7, contract="permanent", at_host=True),
            JobPlan(days=12, contract="fixed_term", ends_after=250),
            JobPlan(days=30, contract="training_contract", evidence="B", at_host=True),
            JobPlan(days=75, contract="agency", evidence="B", ends_after=180),
            JobPlan(days=100, contract="other_paid", hours=60),
            JobPlan(days=33, contract="agency", in_field=False, hours=40, ends_after=90),
            NONE,
        ),
    ),
    Group(
        code="ANT-Lamarr-4", campus="ANT", track="WEB", starts_in=-345, seats=10, learners=9,
        leavers=((95, "absence"), (250, "health")),
        jobs=(
            JobPlan(days=3, contract="permanent", at_host=True),
            JobPlan(days=10, contract="training_contract", evidence="none", at_host=True),
            JobPlan(days=18, contract="permanent", evidence="D"),
        ),
    ),
    Group(
        code="LIE-Hopper-2", campus="LIE", track="WEB", starts_in=-275, seats=9, learners=9,
        leavers=((40, "family"),), twists=frozenset({5, 6, 7}),
    ),
    Group(
        code="BXL-Bouman-4", campus="BXL", track="WEB", starts_in=-150, seats=12, learners=12,
        leavers=((5, "not_expected"),),
    ),
    Group(code="GNT-Turing-1", campus="GNT", track="AI", starts_in=-100, seats=8, learners=7),
    Group(
        code="ANT-Hamilton-1", campus="ANT", track="SPRINT", starts_in=-85, seats=6, learners=6,
        jobs=(JobPlan(days=20, contract="fixed_term", evidence="B", ends_after=180),),
    ),
    Group(code="GNT-Noether-3", campus="GNT", track="WEB", starts_in=8, seats=12, learners=8),
    Group(code="BXL-Hypatia-5", campus="BXL", track="WEB", starts_in=38, seats=12, learners=6),
    Group(code="CRL-Keller-3", campus="CRL", track="WEB", starts_in=30, seats=10, learners=3),
    Group(code="ANT-Meitner-5", campus="ANT", track="WEB", starts_in=52, seats=10, learners=2),
    Group(code="LIE-Germain-3", campus="LIE", track="WEB", starts_in=73, seats=10, learners=0),
    Group(code="GNT-Turing-2", campus="GNT", track="AI", starts_in=60, seats=8, learners=0),
)  # fmt: skip
CALLED_OFF = "GNT-Turing-2"
HAS_TWISTS = "LIE-Hopper-2"
LOOKS_FOR_PLACES = "BXL-Bouman-4"

WAITING = {
    "BXL": (240, 205, 171, 150, 133, 110, 96, 81, 60, 47, 33),
    "GNT": (190, 155, 120, 88, 61, 40, 29),
    "ANT": (170, 125, 99, 66, 52, 30),
    "CRL": (140, 92, 55),
    "LIE": (115, 70, 38, 27),
}


def populate(world: World) -> None:
    """Plan the history of the small world."""
    lives = {group.code: live(world, group) for group in GROUPS}
    add_competences(world)
    add_progress(world, list(lives.values()))
    for code, life in lives.items():
        placing = place(life)
        if code == HAS_TWISTS:
            add_twists(placing)
        if code == LOOKS_FOR_PLACES:
            propose_now(placing)
            world.chronicle.plan(
                world.at,
                lambda at: world.shown.update(learner=lives[LOOKS_FOR_PLACES].stories[0].person),
            )
    crowd = Crowd(world)
    world.chronicle.plan(crowd.soon(9), lives[CALLED_OFF].cancel)
    _undecided(crowd)
    _on_lists(crowd)
    add_rules(crowd)
    _offered(crowd, lives)
    _gone(crowd)
    add_unusual(crowd)
    add_too_young(crowd)
    add_contacts(crowd)
    add_decisions(world)
    add_calendar(world, lives)
    world.chronicle.plan(world.at, lambda at: add_check_ins(chance=world.chance, at=at))
    world.chronicle.plan(world.at, partial(add_absences, world))
    add_papers(world, lives)
    add_after_leaving(world, lives)


def _undecided(crowd: Crowd) -> None:
    crowd.received((0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 6, 8, 11))
    in_selection = crowd.in_selection((9, 11, 13, 14, 16, 18, 19, 21, 23, 26, 28, 30, 34))
    add_selection(crowd, in_selection)


def _on_lists(crowd: Crowd) -> None:
    """Lists of different lengths, with somebody first and somebody later."""
    lists = {campus: crowd.waiting(campus, days) for campus, days in WAITING.items()}
    crowd.waiting("BXL", (83, 35), track="AI")
    crowd.prioritise(lists["BXL"][6], 0)
    crowd.prioritise(lists["GNT"][4], 1)
    crowd.prioritise(lists["ANT"][1], 2, priority=Priority.LATER)
    leaving = crowd.waiting("CRL", (77,))[0]
    leaving.campuses = ["CRL", "LIE"]
    world = crowd.world
    world.chronicle.plan(crowd.soon(20), partial(leaving.leave_list, campus="CRL"))
    first = lists["BXL"][0]
    world.chronicle.plan(world.at, lambda at: world.shown.update(waiting=first.person))


def _offered(crowd: Crowd, lives: dict[str, GroupLife]) -> None:
    world = crowd.world
    brussels, charleroi = lives["BXL-Hypatia-5"], lives["CRL-Keller-3"]
    open_offers = [
        crowd.offered(brussels, hours_left=19),
        crowd.offered(brussels, hours_left=41),
        crowd.offered(charleroi, hours_left=5),
        crowd.offered(lives["ANT-Meitner-5"], hours_left=60, hours=72),
    ]
    world.chronicle.plan(world.at, lambda at: world.shown.update(offer=open_offers[1].person))
    crowd.answered(brussels, "declined", days_ago=12)
    crowd.answered(charleroi, "declined", days_ago=8)
    crowd.answered(lives["GNT-Noether-3"], "expired", days_ago=25)
    crowd.answered(brussels, "expired", days_ago=10)
    crowd.answered(lives["GNT-Noether-3"], "left", days_ago=21)
    crowd.answered(lives["ANT-Meitner-5"], "taken_back", days_ago=15)
    crowd.gave_seat_back(lives["GNT-Noether-3"], days_ago=24, waits_again=False)
    crowd.gave_seat_back(brussels, days_ago=16, waits_again=True)
    crowd.deferred(lives["ANT-Meitner-5"], days_ago=18, agreed="Exams until June, agreed by phone")
    crowd.moved(brussels, charleroi, days_ago=17, reason="other_campus")
    crowd.never_came(lives["GNT-Turing-1"])


def _gone(crowd: Crowd) -> None:
    rejected = crowd.rejected((410, 355, 300, 250, 210, 160, 120, 95, 72, 58, 44, 37, 31))
    crowd.withdrawn((330, 260, 180, 130, 90, 64, 48, 36))
    crowd.lapsed((400, 340, 280, 230, 190, 150, 115, 90))
    again = rejected[1]
    crowd.world.chronicle.plan(crowd.world.past(crowd.soon(3) + timedelta(hours=3)), again.apply)


def add_unusual(crowd: Crowd) -> None:
    """People whom forms and lists forget. docs/domain.md, "Demo data"."""
    applied_on = crowd.world.days_ago(2)
    crowd.applicant(
        2, campus="BXL", first_name="Laxmi", last_name="", legal_name="", gender="f",
        email="laxmi@mail.example",
    )  # fmt: skip
    crowd.applicant(7, campus="LIE", birth=Birth(None, applied_on.year - 47))
    crowd.applicant(5, campus="CRL", email="")
    shared = "+32 465 00 90 90"
    for first, age in (("Amal", 22), ("Idriss", 26)):
        crowd.applicant(
            4, campus="ANT", first_name=first, last_name="Bouhali", legal_name="", email="",
            phone=shared, birth=born(age, applied_on),
        )  # fmt: skip
    crowd.applicant(
        1, campus="BXL", first_name="نور الدين", last_name="بن يوسف", gender="m",
        legal_name="Noureddine Ben Youssef", email="noureddine.benyoussef@mail.example",
    )  # fmt: skip
    crowd.applicant(
        3, campus="GNT", first_name="Maximiliaan Hendrik Emmanuel", preferred_name="Max",
        last_name="van der Straeten de Witte-Oyono", legal_name="", gender="m",
        email="max.vds@mail.example",
    )  # fmt: skip
    crowd.applicant(6, campus="GNT", email="", language="nl")


def add_too_young(crowd: Crowd) -> None:
    """On the interest list."""
    today = crowd.world.today
    for name, age, campus, days_ago in (
        ("Noa", 17, "BXL", 3),
        ("Younes", 16, "LIE", 19),
        ("Fien", 17, "GNT", 41),
        ("Ayoub", 15, "ANT", 66),
    ):
        crowd.too_young(name, born(age, today), campus=campus, days_ago=days_ago)
