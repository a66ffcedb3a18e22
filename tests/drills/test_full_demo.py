"""The full demo world: every number of docs/domain.md, "Demo data", made by the workflows."""

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO
from time import monotonic

import pytest
from django.core.management import call_command
from django.db.models import Count, F

from applicants.enums import RejectionReason
from applicants.models import Application, ApplicationDraft, SeatOffer, WaitlistEntry
from becode.core import clock
from becode.core.invariants import invariants
from becode.demo import full_shape
from becode.demo.seeding_full import seed_full
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.people.models import Person
from cohorts.enums import EnrolmentState
from cohorts.models import CheckIn, Cohort, Enrolment, EntryRecord
from placements.models import Company, FurtherStudy, InternshipAgreement, JobPlacement
from tests.drills.own_database import own_database

pytestmark = pytest.mark.drill
PRESENT = datetime(2026, 11, 25, 13, 20, tzinfo=UTC)  # a Wednesday
# Five minutes are promised for a quiet machine with two cores; at twice that something broke.
MOST_SECONDS = 600


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """The world, committed, in a database of its own; made once for all tests here."""
    with django_db_blocker.unblock(), own_database("becode_full_demo"):
        said = []
        started = monotonic()
        with clock.set_to(PRESENT):
            made = seed_full(seed=1, at=PRESENT, progress=said.append)
        seconds = monotonic() - started
        print(f"  the full demo took {seconds:.0f} s on {os.cpu_count()} cores")
        yield made, seconds, said


@pytest.fixture(autouse=True)
def _on_its_database(seeded, django_db_blocker):
    with django_db_blocker.unblock(), clock.set_to(PRESENT):
        yield


def number_of(queryset, *fields: str) -> dict:
    rows = queryset.order_by(*fields).values_list(*fields)
    return dict(Counter(row[0] if len(fields) == 1 else row for row in rows))


def test_is_ready_in_time_and_says_how_far_it_is(seeded):
    _made, seconds, said = seeded
    assert seconds <= MOST_SECONDS
    assert len(said) > 100


class TestApplications:
    def test_4000_in_their_states(self):
        drafts = ApplicationDraft.objects.unsent().count()
        assert number_of(Application.objects.all(), "state") == {
            "enrolled": 1000,
            "admitted": 240,
            "rejected": 900,
            "withdrawn": 540,
            "lapsed": 1000,
            "in_selection": 160,
            "submitted": 70,
        }
        assert drafts == 90
        assert Application.objects.count() + drafts == 4000

    def test_ineligible_and_rejected(self):
        by_reason = number_of(Application.objects.filter(state="rejected"), "rejection_reason")
        ineligible = [
            RejectionReason.NO_RIGHT_TO_WORK,
            RejectionReason.LANGUAGE,
            RejectionReason.AVAILABILITY,
        ]
        assert sum(by_reason[reason] for reason in ineligible) == 380
        assert sum(by_reason.values()) - 380 == 520

    def test_waiting_and_offers_in_vain(self):
        waiting = Application.objects.filter(entries__state="waiting").distinct()
        assert waiting.count() == 160
        in_vain = SeatOffer.objects.filter(state__in=["declined", "expired"])
        assert number_of(in_vain, "state") == {"declined": 45, "expired": 35}
        left = Application.objects.filter(state="admitted", offers__in=in_vain)
        assert left.exclude(entries__state="waiting").distinct().count() == 80

    def test_steps_of_those_in_selection(self):
        present = Application.objects.filter(state="in_selection", progress__judged_at=None)
        assert number_of(present, "progress__step__kind") == {
            "info_session": 60,
            "challenge": 60,
            "selection_day": 40,
        }

    def test_about_27_in_a_hundred_are_women(self):
        women = Application.objects.filter(person__gender="f").count()
        assert 0.26 <= women / Application.objects.count() <= 0.28


class TestLearners:
    def test_a_thousand_in_42_cohorts(self):
        learners = Enrolment.objects.exclude(state__in=["withdrawn", "transferred"])
        assert number_of(learners, "cohort__campus__code") == {
            "BXL": 336,
            "GNT": 190,
            "ANT": 190,
            "CRL": 142,
            "LIE": 142,
        }
        cohorts = Cohort.objects.filter(seats_taken__gt=0)
        assert number_of(cohorts, "campus__code") == {
            "BXL": 14,
            "GNT": 8,
            "ANT": 8,
            "CRL": 6,
            "LIE": 6,
        }

    def test_where_they_are(self):
        assert number_of(Enrolment.objects.all(), "state") == {
            "left": 180,
            "in_training": 200,
            "on_internship": 90,
            "graduated": 530,
            "transferred": 1,
        }
        early = Enrolment.objects.filter(
            state="left", left_on__lte=F("started_on") + timedelta(days=9)
        )
        assert early.count() == 50

    def test_women_men_and_x(self):
        learners = Person.objects.filter(pk__in=Enrolment.objects.values("person"))
        assert number_of(learners, "gender") == {"f": 250, "m": 735, "x": 15}

    def test_shares_at_entry(self):
        entries = EntryRecord.objects.all()
        whole = entries.count()
        labour = number_of(entries, "labour_status")
        assert abs(labour["unemployed"] / whole - 0.78) < 0.02
        assert abs(labour["inactive"] / whole - 0.15) < 0.02
        schooling = number_of(entries, "schooling")
        low = sum(schooling[level] for level in "012")
        assert abs(low / whole - 0.36) < 0.02
        third = number_of(entries, "nationality_group")["third"]
        assert abs(third / whole - 0.22) < 0.02

    def test_attendance_is_92_on_average(self):
        assert CheckIn.objects.count() > 400_000


class TestPlacements:
    def test_640_agreements(self):
        signed = InternshipAgreement.objects.filter(state="signed", kind="agreement")
        assert number_of(signed, "internship__state") == {
            "completed": 530,
            "running": 90,
            "broken_off": 20,
        }

    def test_companies_and_jobs(self):
        assert Company.objects.count() == 140
        assert FurtherStudy.objects.count() == 25
        days = {
            (job.start_on - job.enrolment.graduated_on).days
            for job in JobPlacement.objects.select_related("enrolment")
        }
        assert {180, 181} <= days

    def test_the_table_to_the_decimal(self):
        out = StringIO()
        call_command("outcomes", "--json", stdout=out)
        found = json.loads(out.getvalue())
        figures = {
            key: (one["numerator"], one["denominator"], one["percent"])
            for key, one in found["figures"].items()
            if not key.startswith("retained")
        }
        assert figures == {
            "placed_180": (350, 430, 81.4),
            "placed_180_all": (350, 450, 77.8),
            "in_field": (300, 450, 66.7),
            "positive_exit": (375, 450, 83.3),
            "placed_of_started": (350, 600, 58.3),
            "graduation_rate": (450, 600, 75.0),
            "graduation_rate_day_10": (450, 560, 80.4),
        }
        assert found["status"] == {
            "excluded": 20,
            "placed": 350,
            "studying": 25,
            "unproven": 0,
            "seeking": 33,
            "not_seeking": 7,
            "silent": 15,
        }
        assert found["contract"] == {
            "permanent": 160,
            "long": 70,
            "training": 55,
            "short": 35,
            "self_employed": 20,
            "other": 10,
        }
        assert found["days"] == {"0-30": 175, "31-90": 105, "91-180": 70}


def test_nothing_breaks_a_rule():
    broken = {rule.key: rule.count(at=PRESENT) for rule in invariants()}
    assert {key: count for key, count in broken.items() if count} == {}


def test_nothing_was_sent_and_nothing_waits():
    states = number_of(Message.objects.all(), "state")
    assert set(states) <= {MessageState.SUPPRESSED}
    assert states[MessageState.SUPPRESSED] > 10_000


def test_nobody_was_passed_over_for_long():
    passed = SeatOffer.objects.exclude(passing_reason="").count()
    assert passed <= SeatOffer.objects.count() / 10
    assert SeatOffer.objects.open().count() == 5
    assert (
        WaitlistEntry.objects.values("application", "campus")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .count()
        == 0
    )
    assert not Enrolment.objects.filter(state=EnrolmentState.ENROLLED).exists()


def test_the_plan_is_the_one_of_the_docs():
    assert full_shape.APPLICATIONS == 4000
