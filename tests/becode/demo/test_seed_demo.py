"""A school to try out: every state of the journey, made by the workflows, sent to nobody."""

import random
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import transaction

from applicants.enums import ApplicationState, EntryState, OfferState, RejectionReason
from applicants.models import Application, InterestEntry, Referral, SeatOffer, WaitlistEntry
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.invariants import invariants
from becode.demo import small
from becode.demo.chronicle import Chronicle
from becode.demo.erase import erase_demo_data
from becode.demo.logins import hand_over
from becode.demo.seeding import seed_small
from becode.demo.sketch import Sketcher
from becode.demo.world import World
from becode.messages.enums import MessageState
from becode.messages.models import Message
from becode.people.models import Person
from becode.reminders.sweep import sweep
from cohorts.enums import CohortState, EnrolmentState
from cohorts.models import CheckIn, Cohort, Enrolment
from placements.enums import FollowUpState, InternshipState, PositionState, ProposalState
from placements.models import FollowUp, Internship, JobPlacement, Position, Proposal
from tests.factories import CampusFactory, EnrolmentFactory, PersonFactory
from tests.factories_training import CheckInFactory

PRESENT = datetime(2026, 3, 4, 13, 20, tzinfo=UTC)  # a Wednesday
SEED = 7


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """One seeded school for all tests, in place of one demo person; gone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        PersonFactory(first_name="Yesterday", is_demo=True)
        with clock.set_to(PRESENT):
            made = seed_small(seed=SEED, at=PRESENT, progress=lambda line: None)
        yield made
        transaction.set_rollback(True)


def states(model) -> set[str]:
    return set(model.objects.order_by("pk").values_list("state", flat=True))


@pytest.mark.django_db
class TestSmallWorld:
    def test_replaces_earlier_demo_people(self, seeded):
        assert seeded.replaced == 1
        assert not Person.objects.filter(first_name="Yesterday").exists()

    def test_has_about_two_hundred_people_all_marked(self, seeded):
        assert 190 <= seeded.people <= 215
        assert seeded.people == Person.objects.count()
        assert not Cohort.objects.filter(is_demo=False).exists()
        assert not User.objects.filter(is_demo=False).exists()

    @pytest.mark.parametrize(
        ("model", "enum", "left_out"),
        [
            # Drafts are not applications yet: they live encrypted in their own table.
            (Application, ApplicationState, {ApplicationState.DRAFT}),
            (WaitlistEntry, EntryState, set()),
            (SeatOffer, OfferState, set()),
            (Cohort, CohortState, set()),
            (Enrolment, EnrolmentState, set()),
            (Position, PositionState, set()),
            (Proposal, ProposalState, set()),
            (Internship, InternshipState, set()),
            (FollowUp, FollowUpState, set()),
        ],
    )
    def test_has_every_state(self, seeded, model, enum, left_out):
        assert states(model) == {state.value for state in enum} - left_out

    def test_rejects_for_every_reason_but_a_duplicate(self, seeded):
        given = Application.objects.filter(state="rejected").order_by("pk")
        assert set(given.values_list("rejection_reason", flat=True)) == {
            reason.value for reason in RejectionReason
        } - {"duplicate"}

    def test_lists_differ_in_length(self, seeded):
        lists = WaitlistEntry.objects.people_per_list()
        assert len({code for code, _track in lists}) == 5
        assert len(set(lists.values())) >= 4

    def test_women_are_about_a_quarter(self, seeded):
        women = Person.objects.filter(gender="f").count()
        assert 0.23 <= women / seeded.people <= 0.31

    def test_jobs_place_about_four_in_five_within_180_days(self, seeded):
        matured = Enrolment.objects.graduated().filter(
            graduated_on__lte=PRESENT.date() - timedelta(days=180)
        )
        placed = [
            enrolment
            for enrolment in matured
            if enrolment.jobs.exclude(contract_type="unpaid")
            .exclude(evidence_level="none")
            .filter(
                start_on__lte=enrolment.graduated_on + timedelta(days=180), hours_percent__gte=50
            )
            .exists()
        ]
        assert 0.75 <= len(placed) / matured.count() <= 0.85

    def test_has_jobs_on_day_180_and_on_day_181(self, seeded):
        jobs = JobPlacement.objects.select_related("enrolment").order_by("pk")
        days = {(job.start_on - job.enrolment.graduated_on).days for job in jobs}
        assert {180, 181} <= days

    def test_one_offer_ends_within_a_day(self, seeded):
        assert SeatOffer.objects.filter(
            state="open", expires_at__range=(PRESENT, PRESENT + timedelta(hours=24))
        ).exists()
        assert not SeatOffer.objects.overdue(PRESENT).exists()

    def test_some_applications_wait_too_long(self, seeded):
        assert Application.objects.untreated_since(PRESENT).count() >= 3

    def test_has_the_people_whom_forms_forget(self, seeded):
        assert Person.objects.filter(last_name="", first_name="Laxmi").exists()
        assert Person.objects.filter(born_on=None, birth_year__isnull=False).exists()
        assert InterestEntry.objects.filter(birth_year__gte=PRESENT.year - 18).exists()
        assert Person.objects.exclude(contact_points__kind="email").exists()
        sharing = Person.objects.filter(contact_points__key="+32465009090").count()
        assert sharing == 2
        assert Person.objects.filter(first_name="نور الدين").exists()
        twice = [p for p in Person.objects.order_by("pk") if p.applications.count() == 2]
        assert len(twice) == 1
        assert Person.objects.filter(
            consents__purpose="share_profile", consents__withdrawn_at__isnull=False
        ).exists()

    def test_nothing_happens_in_the_future(self, seeded):
        assert not AuditEntry.objects.filter(at__gt=PRESENT).exists()

    def test_no_message_was_or_will_be_sent(self, seeded):
        assert states(Message) == {MessageState.SUPPRESSED}

    def test_the_next_sweep_has_nothing_to_catch_up_with(self, seeded):
        with clock.set_to(PRESENT):
            counts = sweep(at=PRESENT)
        assert sum(counts.values()) == 0

    def test_breaks_no_rule_that_is_checked(self, seeded):
        counts = {rule.key: rule.count(at=PRESENT) for rule in invariants()}
        assert counts
        assert not any(counts.values()), counts

    def test_seats_are_counted_right(self, seeded):
        for cohort in Cohort.objects.order_by("pk"):
            taken = cohort.enrolments.seated().count()
            assert cohort.seats_taken == taken

    def test_somebody_moved_somebody_never_came_and_somebody_starts_later(self, seeded):
        moved = Enrolment.objects.get(transferred_from__isnull=False)
        assert moved.cohort.campus != moved.transferred_from.cohort.campus
        missing = Enrolment.objects.get(state="withdrawn", leaving_reason="no_show")
        application = Application.objects.get(offers__enrolment=missing)
        assert application.state == ApplicationState.LAPSED
        deferred = WaitlistEntry.objects.get(priority_code="deferred")
        assert (deferred.state, deferred.priority) == (EntryState.WAITING, 1)
        assert deferred.paused_until is not None

    def test_somebody_for_each_role_can_sign_in(self, seeded):
        roles = {role for user in seeded.logins for role in user.roles}
        assert roles == {role.value for role in Role}
        assert sum(hasattr(user, "company_contact") for user in seeded.logins) == 2

    def test_everything_goes_when_it_is_erased(self, seeded):
        campus = CampusFactory()
        keeper = PersonFactory(first_name="Real")
        assert erase_demo_data() == seeded.people
        assert list(Person.objects.order_by("pk")) == [keeper]
        assert type(campus).objects.filter(pk=campus.pk).exists()
        for model in (Application, Enrolment, Cohort, Position, FollowUp, User, Message):
            assert not model.objects.exists()
        assert not AuditEntry.objects.exclude(person_key=None).exists()
        person_events = Person.pgh_event_model.objects
        assert person_events.order_by("pk").values_list("pgh_obj_id").get() == (keeper.pk,)

    def test_no_history_of_demo_records_stays_also_of_those_deleted_before(self, seeded):
        CheckIn.objects.filter(enrolment__person__is_demo=True).order_by("pk").first().delete()
        real = CheckInFactory(enrolment=EnrolmentFactory(), on=date(2026, 3, 2))
        real_key = real.pk
        real.delete()
        erase_demo_data()
        left = {}
        for event in apps.get_models():
            if not hasattr(event, "pgh_tracked_model"):
                continue
            standing = event.pgh_tracked_model._base_manager.values("pk")
            rows = event.objects.exclude(pgh_obj_id__in=standing).order_by("pk")
            if keys := list(rows.values_list("pgh_obj_id", flat=True)):
                left[event.__name__] = keys
        assert left == {"CheckInEvent": [real_key]}

    def test_the_file_of_logins_ends_with_three_personal_links(self, seeded, settings, tmp_path):
        settings.DEMO_PASSWORDS, settings.DATA_DIR = True, tmp_path
        path = hand_over(seeded.logins, seeded.shown, at=PRESENT)
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) == len(seeded.logins) + 3
        assert all("/my/link/" in line for line in lines[-3:])
        assert path.stat().st_mode & 0o077 == 0


class RecordingSketcher(Sketcher):
    """Keeps whom it drew."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self.drawn: list[tuple[object, ...]] = []

    def draw(self, campus_code: str, *, on: date, **fixed: object):
        sketch = super().draw(campus_code, on=on, **fixed)
        self.drawn.append(
            (sketch.first_name, sketch.last_name, sketch.birth, sketch.email, sketch.phone)
        )
        return sketch


@pytest.mark.django_db
def test_same_seed_makes_the_same_people(seeded):
    from becode.campuses.models import Campus
    from cohorts.models import Track

    def people(seed: int) -> list[tuple[object, ...]]:
        chance = random.Random(seed)
        world = World(
            chance=chance,
            at=PRESENT,
            chronicle=Chronicle(until=PRESENT),
            sketcher=RecordingSketcher(chance),
            campuses={campus.code: campus for campus in Campus.objects.order_by("pk")},
            tracks={track.code: track for track in Track.objects.order_by("pk")},
            colleagues=None,
            partners=_Nobody(),
        )
        small.populate(world)
        return world.sketcher.drawn

    once = people(SEED)
    assert once == people(SEED)
    assert once != people(SEED + 1)
    drawn = {(first, last) for first, last, *_rest in once}
    made = set(Person.objects.order_by("pk").values_list("first_name", "last_name"))
    # Who was referred was drawn by nobody: a worker entered them.
    referred = set(
        Referral.objects.filter(person__isnull=False)
        .order_by("pk")
        .values_list("person__first_name", "person__last_name")
    )
    assert (made - drawn, drawn - made) == (referred, set())
    assert referred


class _Nobody:
    """Partners in whom nothing happens: plans are made and not carried out."""

    def at_campus(self, code: str) -> list[object]:
        return [object(), object(), object()]


@pytest.mark.django_db
def test_refuses_where_real_people_are(at):
    PersonFactory(first_name="Real")
    PersonFactory(first_name="Demo", is_demo=True)
    before = set(Person.objects.order_by("pk").values_list("pk", flat=True))
    accounts = User.objects.count()
    with pytest.raises(CommandError, match="1 people who are not demo data"):
        call_command("seed_demo", stdout=StringIO())
    assert set(Person.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert User.objects.count() == accounts


def test_a_chronicle_does_things_in_order_and_makes_no_future():
    done = []
    chronicle = Chronicle(until=PRESENT)
    for days in (1, 3, 2):
        chronicle.plan(PRESENT - timedelta(days=days), lambda at, days=days: done.append(days))
    chronicle.run(lambda number, known: None)
    assert done == [3, 2, 1]
    with pytest.raises(ValueError, match="has not come yet"):
        chronicle.plan(PRESENT + timedelta(seconds=1), done.append)
