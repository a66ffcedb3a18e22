"""The plan of the full demo: numbers of docs/domain.md, "Demo data", before anybody lives them."""

import random
from collections import Counter

import pytest

from becode.demo import full, full_shape
from becode.demo.sketch import Sketcher
from becode.demo.words.more_companies import companies_at


@pytest.fixture(scope="module")
def plan():
    return full.cohorts_of(1)


@pytest.fixture(scope="module")
def groups(plan):
    return [group for code in full_shape.SHARES for group in plan.groups[code]]


def test_the_same_seed_gives_the_same_plan(plan):
    assert full.cohorts_of(1) == plan
    assert full.cohorts_of(2) != plan


def test_a_thousand_learners_in_42_cohorts(plan):
    sizes = {
        code: (sum(group.learners for group in groups), len(groups))
        for code, groups in plan.groups.items()
    }
    assert sizes == {
        "BXL": (336, 14),
        "GNT": (190, 8),
        "ANT": (190, 8),
        "CRL": (142, 6),
        "LIE": (142, 6),
    }


def test_who_leaves_when(groups):
    days = [day for group in groups for day, _reason in group.leavers]
    assert sum(day < 10 for day in days) == 50
    assert sum(day >= 20 for day in days) == 130
    assert sum(day >= 235 for day in days) == 20


def test_nobody_leaves_after_today(groups):
    assert all(day < -group.starts_in for group in groups for day, _reason in group.leavers)


def test_what_becomes_of_the_graduates(plan, groups):
    matured = [group for group in groups if group.starts_in < -500]
    ends = [ending for group in matured for ending in plan.endings[group.code]]
    assert Counter(ending.kind for ending in ends) == {
        "placed": 350,
        "study": 25,
        "seeking": 33,
        "not_seeking": 7,
        "silent": 15,
        "excluded": 20,
    }
    jobs = [ending.job for ending in ends if ending.kind == "placed"]
    assert Counter(job.contract for job in jobs) == full_shape.CONTRACTS
    assert sum(job.in_field for job in jobs) == 300
    assert sum(job.days <= 30 for job in jobs) == 175
    assert sum(30 < job.days <= 90 for job in jobs) == 105
    assert sum(90 < job.days <= 180 for job in jobs) == 70
    assert [ending.job.days for ending in ends if ending.kind == "seeking" and ending.job] != []


def test_a_job_on_day_180_and_one_on_day_181(plan):
    days = Counter(
        ending.job.days for ends in plan.endings.values() for ending in ends if ending.job
    )
    assert (days[180], days[181]) == (1, 1)


def test_applications_add_up_to_4000():
    others = (
        full_shape.DRAFTS
        + full_shape.SUBMITTED
        + sum(full_shape.IN_SELECTION.values())
        + full_shape.WAITING
        + full_shape.OFFER_DECLINED
        + full_shape.OFFER_EXPIRED
        + full_shape.INELIGIBLE
        + full_shape.REJECTED
        + full_shape.WITHDRAWN
        + full_shape.LAPSED
    )
    assert others + 1000 == full_shape.APPLICATIONS


@pytest.mark.parametrize("number", [1, 7, 80, 1000])
def test_what_is_shared_out_adds_up(number):
    assert sum(full_shape.share_out(number).values()) == number


def test_both_halves_together_have_the_exact_shares(plan):
    halves = [full._shares(full_shape.WOMEN_AMONG_LEARNERS, number, plan) for number in (0, 1)]
    assert Counter(halves[0]) + Counter(halves[1]) == full_shape.WOMEN_AMONG_LEARNERS
    assert sum(halves[0].values()) == 478


def test_a_deck_deals_its_cards_exactly_and_no_name_twice(at):
    sketcher = Sketcher(random.Random(1))
    sketcher.deal_genders({"f": 120, "m": 280})
    people = [sketcher.draw("ANT", on=at.date()) for _one in range(400)]
    assert Counter(person.gender for person in people) == {"f": 120, "m": 280}
    assert len({(person.first_name, person.last_name) for person in people}) == 400
    assert len({person.email for person in people}) == 400


def test_140_companies_with_names_and_addresses_of_their_own():
    from becode.demo.seeding_full import COMPANIES

    found = [words for code, number in COMPANIES.items() for words in companies_at(code, number)]
    assert len(found) == 140
    assert len({words.domain for words in found}) == 140
    assert len({(words.name, words.campuses) for words in found}) == 140
