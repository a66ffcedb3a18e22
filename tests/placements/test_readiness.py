"""No start while something is missing; the list says what, and who has to act."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.core import clock
from becode.core.moves import IllegalMove
from cohorts.models import Competence, FileItem
from placements.frames import region_of, region_of_postcode
from placements.models import Internship
from placements.readiness import missing, missing_of
from placements.workflow import internships, proposals
from tests import factories
from tests.factories_placements import InternshipFactory, in_order, signed_agreement
from tests.placements.conftest import both_agree

pytestmark = pytest.mark.django_db
EVERYTHING = [
    ("agreement", "everybody"),
    ("workstation", "company"),
    ("insurance", "school"),
    ("dimona", "school"),
]


def lacking(internship):
    return [(one.paper, one.who) for one in missing(internship)]


def test_a_new_one_lacks_everything_in_the_order_of_arranging(to_start):
    to_start.mentor = None
    assert lacking(to_start) == [("mentor", "company"), *EVERYTHING]


def test_start_refuses_and_names_everything_with_who_has_to_act(to_start, by_pia, at):
    with pytest.raises(IllegalMove) as refusal:
        internships.start(internship=to_start, actor=by_pia, at=at)
    words = str(refusal.value.sentence)
    for one in missing(to_start):
        assert f"{one.words} ({one.who_words})" in words
    to_start.refresh_from_db()
    assert to_start.state == "planned"


def test_with_every_paper_it_starts_and_evaluations_are_made(to_start, yasmin, by_pia, at):
    internships.start(internship=in_order(to_start, at=at), actor=by_pia, at=at)
    yasmin.refresh_from_db()
    assert (to_start.state, yasmin.state) == ("running", "on_internship")
    made = to_start.evaluations.order_by("due_on", "by").values_list("moment", "by", "due_on")
    assert list(made) == [
        ("week_1", "learner", date(2026, 3, 7)),
        ("week_1", "mentor", date(2026, 3, 7)),
        ("week_4", "learner", date(2026, 3, 27)),
        ("week_4", "mentor", date(2026, 3, 27)),
        ("mid", "learner", date(2026, 4, 15)),
        ("mid", "mentor", date(2026, 4, 15)),
        ("end", "learner", date(2026, 5, 29)),
        ("end", "mentor", date(2026, 5, 29)),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"insured_until": date(2026, 5, 28)}, [("insurance", "school")]),
        ({"insured_until": None, "insured_by": "host"}, [("insurance", "company")]),
        ({"policy_number": "", "insured_by": "host"}, [("insurance", "company")]),
        ({"insured_by": "nobody"}, [("insurance", "school")]),
        ({"insured_until": date(2026, 5, 29)}, []),
        ({"dimona_note": ""}, [("dimona", "school")]),
        ({"dimona_by": "host"}, [("dimona", "company")]),
        ({"dimona_by": "host", "dimona_number": "1", "dimona_on": date(2026, 2, 27)}, []),
        ({"dimona_by": "office", "dimona_number": "1"}, [("dimona", "school")]),
        ({"is_compulsory_part": False}, [("compulsory", "school")]),
    ],
)
def test_insurance_and_dimona_are_whole_or_missing(to_start, at, change, expected):
    in_order(to_start, at=at)
    for name, value in change.items():
        setattr(to_start, name, value)
    assert lacking(to_start) == expected


@pytest.mark.parametrize(
    ("state", "until", "expected"),
    [
        ("missing", None, [("permit", "learner")]),
        ("received", date(2027, 1, 1), [("permit", "learner")]),
        ("verified", date(2026, 5, 28), [("permit", "learner")]),
        ("verified", date(2026, 5, 29), []),
        ("verified", None, []),
        ("waived", None, []),
    ],
)
def test_the_right_to_work_lasts_until_the_end(to_start, yasmin, at, state, until, expected):
    in_order(to_start, at=at)
    FileItem.objects.create(
        enrolment=yasmin, kind="permit", state=state, valid_until=until, received_at=at
    )
    assert lacking(to_start) == expected


def test_an_agreement_that_waits_for_a_signature_does_not_count(to_start, at):
    in_order(to_start, at=at)
    other = signed_agreement(to_start, at=at)
    elsewhere = InternshipFactory()
    type(other).objects.create(
        internship=elsewhere,
        language="fr",
        template_version="test",
        data={},
        data_sha256="0" * 64,
        file=other.file,
        made_at=at,
    )
    assert ("agreement", "everybody") in lacking(elsewhere)


def test_queries_do_not_grow_with_the_number(to_start, at):
    InternshipFactory.create_batch(2)
    rows = list(Internship.objects.order_by("pk"))
    with CaptureQueriesContext(connection) as few:
        missing_of(rows[:1])
    with CaptureQueriesContext(connection) as more:
        assert len(missing_of(rows)) == 3
    assert len(few) == len(more) == 3


def test_it_starts_by_itself_from_nine_on_its_first_day(to_start, at):
    in_order(to_start, at=at)
    day = to_start.start_on
    assert internships.start_what_is_ready(at=clock.at_local(day - timedelta(days=1), 12)) == 0
    assert internships.start_what_is_ready(at=clock.at_local(day, 8, 59)) == 0
    assert internships.start_what_is_ready(at=clock.at_local(day, 9)) == 1
    to_start.refresh_from_db()
    assert to_start.state == "running"


@pytest.mark.parametrize("night", [date(2026, 3, 30), date(2026, 10, 26)])
def test_nine_is_nine_after_the_clocks_changed(to_start, at, night):
    Internship.objects.filter(pk=to_start.pk).update(
        start_on=night, end_on=night + timedelta(days=80)
    )
    to_start.refresh_from_db()
    in_order(to_start, at=at)
    assert internships.start_what_is_ready(at=clock.at_local(night, 8, 59)) == 0
    assert internships.start_what_is_ready(at=clock.at_local(night, 9)) == 1


def test_what_lacks_a_paper_waits_for_a_colleague(to_start, at):
    assert internships.start_what_is_ready(at=at) == 0
    in_order(to_start, at=at)
    to_start.workstation_sheet.delete()
    assert internships.start_what_is_ready(at=at) == 0


def test_who_left_starts_nothing(to_start, yasmin, at):
    in_order(to_start, at=at)
    type(yasmin).objects.filter(pk=yasmin.pk).update(state="left", left_on=at.date())
    assert internships.start_what_is_ready(at=at) == 0


def test_planning_fills_in_what_is_known(yasmin, position, by_pia, at, web):
    Competence.objects.create(
        track=web, position=1, name_nl="Testen", name_fr="Tester", name_en="Testing"
    )
    yasmin.cohort.campus.region = "brussels"
    yasmin.person.contact_language = "nl"
    yasmin.person.save()
    position.site = "Rue de la Loi 1, 1000 Bruxelles"
    position.save()
    proposal = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)
    both_agree(proposal, by_pia, at)
    made = internships.plan(proposal=proposal, actor=by_pia, at=at)
    assert made.frame == "brussels"
    assert made.objectives == [{"competence": "Testen", "task": "", "level": 3}]
    assert made.schedule == {str(day): ["09:00", "17:00", 60] for day in range(5)}


@pytest.mark.parametrize(
    ("postcode", "region"),
    [
        ("1000", "brussels"),
        ("1299", "brussels"),
        ("1300", "wallonia"),
        ("1499", "wallonia"),
        ("1500", "flanders"),
        ("3999", "flanders"),
        ("4000", "wallonia"),
        ("7999", "wallonia"),
        ("8000", "flanders"),
        ("9992", "flanders"),
        ("", None),
        ("12", None),
    ],
)
def test_the_region_is_that_of_the_postcode(postcode, region):
    assert region_of_postcode(postcode) == region


def test_without_a_postcode_the_campus_says_the_region(to_start):
    to_start.position.site = "somewhere"
    to_start.position.campus = factories.CampusFactory(region="wallonia")
    assert region_of(to_start) == "wallonia"
