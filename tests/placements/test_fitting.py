"""What fits, in words: each rule on its own, and counted as it is spelled."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placements.fitting import rules
from placements.fitting.facts import LearnerFacts, PositionFacts
from placements.provinces import province_of, province_of_position
from tests import factories

START = date(2026, 9, 7)


def learner(**facts):
    cohort = SimpleNamespace(track=SimpleNamespace(name="Web developer"))
    kept = {
        "enrolment": SimpleNamespace(cohort=cohort, pk=1),
        "track_key": 1,
        "campus_key": 1,
        "has_consent": True,
        "has_place": False,
        "has_profile": True,
        "skills": frozenset({"python"}),
        "speaks": frozenset({"fr"}),
        "speaks_little": frozenset({"nl"}),
        "provinces": frozenset(),
        "telework": "",
        "avoids": "",
        "start_on": START,
        "end_on": START + timedelta(days=90),
    }
    return LearnerFacts(**{**kept, **facts})


def position(skills=(), languages=("fr",), **facts):
    record = SimpleNamespace(
        pk=1, skills=list(skills), languages=list(languages), campus="Brussels"
    )
    kept = {
        "position": record,
        "key": 1,
        "company_key": 1,
        "track_key": None,
        "campus_key": 1,
        "province": "brussels",
        "telework_days": 0,
        "languages": frozenset(languages),
        "skills": frozenset(skill.casefold() for skill in skills),
        "start_on": None,
        "end_on": None,
        "places_left": 1,
        "waiting": 0,
    }
    return PositionFacts(**{**kept, **facts})


def bad(one, other):
    return [fit.text for fit in rules.spell(one, other) if not fit.is_good]


def good(one, other):
    return [fit.text for fit in rules.spell(one, other) if fit.is_good]


CASES = [
    ({}, {"track_key": 2}, "Training: Web developer"),
    ({}, {"languages": ("nl",)}, "Speaks a little Dutch"),
    ({}, {"languages": ("en",)}, "Does not speak the language of the team: English"),
    ({}, {"skills": ("Python", "SQL")}, "Still to learn: SQL"),
    ({}, {"campus_key": 2}, "Campus: Brussels"),
    ({"provinces": frozenset({"liege"})}, {}, "Does not travel to Brussels"),
    ({"telework": "none"}, {"telework_days": 3}, "3 days a week at home; prefers to be at the "
     "company"),
    ({"telework": "mostly"}, {"telework_days": 1}, "1 day a week at home; prefers to work at home"),
    ({}, {"start_on": START + timedelta(days=28)}, "Begins 4 weeks too late"),
    ({}, {"start_on": START - timedelta(days=22)}, "Begins 3 weeks too early"),
    ({}, {"end_on": START + timedelta(days=80)}, "Ends before the internship is over"),
    ({"said_no": {1}}, {}, "The company said no to this learner before"),
    ({"has_profile": False}, {}, "No profile written yet"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "words"), CASES)
def test_each_thing_that_does_not_fit_is_said_and_counted_once(one, other, words):
    pair = learner(**one), position(**other)
    assert bad(*pair) == [words]
    assert rules.count(*pair) == 1


def test_what_fits_is_said_too():
    one = learner(provinces=frozenset({"brussels"}), telework="none", ranks={1: 2})
    other = position(skills=("PYTHON",), start_on=START + timedelta(days=21))
    assert good(one, other) == [
        "Every training is fine",
        "Speaks French",
        "Knows: PYTHON",
        "Can travel to Brussels",
        "0 days a week at home",
        "The period fits",
        "Wish number 2 of the learner",
    ]
    assert bad(one, other) == []


def test_at_home_most_of_the_week_distance_is_no_matter():
    one = learner(provinces=frozenset({"liege"}))
    assert bad(one, position(telework_days=4)) == []


def test_the_order_is_obstacles_then_misfits_then_rank():
    one = learner(ranks={3: 1, 4: 2}, refused={2: "No"})
    places = [
        position(key=1),
        position(key=2),
        position(key=3, track_key=9),
        position(key=4),
    ]
    assert [place.key for place in rules.best_first(one, places)] == [4, 1, 3, 2]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"has_consent": False}, "Does not agree that companies see a profile."),
        ({"has_place": True}, "Has a place already."),
        ({"proposed": {1}}, "Was proposed here already."),
        ({"refused": {1: "Too far"}}, "Does not want this: Too far"),
        ({"refused": {1: ""}}, "Does not want this."),
        ({}, ""),
    ],
)
def test_what_stands_in_the_way(facts, words):
    one = learner(**facts)
    assert (rules.obstacle(one, position()), rules.is_blocked(one, position())) == (
        words,
        bool(words),
    )


some = st.sampled_from
days = st.none() | st.integers(-60, 160).map(lambda number: START + timedelta(days=number))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    one=st.fixed_dictionaries(
        {
            "track_key": some([1, 2]),
            "campus_key": some([1, 2]),
            "has_profile": st.booleans(),
            "skills": st.frozensets(some(["a", "b"])),
            "speaks": st.frozensets(some(["nl", "fr"])),
            "speaks_little": st.frozensets(some(["nl", "en"])),
            "provinces": st.frozensets(some(["brussels", "liege"])),
            "telework": some(["", "none", "some", "mostly"]),
            "start_on": st.none() | st.just(START),
            "said_no": st.sets(some([1, 2])),
        }
    ),
    other=st.fixed_dictionaries(
        {
            "track_key": some([None, 1, 2]),
            "province": some([None, "brussels", "liege"]),
            "telework_days": st.integers(0, 5),
            "languages": st.lists(some(["nl", "fr", "en"]), unique=True),
            "skills": st.lists(some(["A", "b", "c"]), unique=True),
            "start_on": days,
            "end_on": days,
        }
    ),
)
def test_what_is_counted_is_what_is_spelled(one, other):
    pair = learner(**one), position(**other)
    assert rules.count(*pair) == len(bad(*pair))
    assert rules.fits_entirely(*pair) == (not bad(*pair))


@pytest.mark.parametrize(
    ("postcode", "province"),
    [
        ("1000", "brussels"), ("1299", "brussels"), ("1300", "walloon_brabant"),
        ("1500", "flemish_brabant"), ("2000", "antwerp"), ("3000", "flemish_brabant"),
        ("3500", "limburg"), ("4000", "liege"), ("5000", "namur"), ("6000", "hainaut"),
        ("6700", "luxembourg"), ("7000", "hainaut"), ("8000", "west_flanders"),
        ("9000", "east_flanders"), ("9992", "east_flanders"), ("9993", None), ("0999", None),
        ("", None), ("12", None), ("１０００", None),
    ],
)  # fmt: skip
def test_the_province_of_a_postcode(postcode, province):
    assert province_of(postcode) == province


@pytest.mark.parametrize(
    ("site", "postcode", "province"),
    [
        ("Rue Neuve 1, 4000 Liège", "1000", "liege"),
        ("Bus 2100, 9000 Gent", "", "east_flanders"),
        ("Brussels", "2000", "antwerp"),
        ("Somewhere", "", None),
    ],
)
def test_where_a_position_is(site, postcode, province):
    made = factories.PositionFactory.build(
        site=site, company=factories.CompanyFactory.build(postcode=postcode)
    )
    assert province_of_position(made) == province
