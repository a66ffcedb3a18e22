"""Records for tests: the fewest fields that make a legal one. States move by workflows only."""

from datetime import UTC, date, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from applicants.models import Application, CampusChoice, SeatOffer, WaitlistEntry
from applicants.order import key_of
from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.normalise import email_key
from becode.people.models import ContactPoint, Person
from cohorts.models import Cohort, Enrolment, Track
from placements.enums import ContactRole
from placements.models import Company, CompanyContact, Position, Proposal

MOMENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday


class CampusFactory(DjangoModelFactory):
    class Meta:
        model = Campus

    code = factory.Sequence(lambda n: f"C{n}")
    name = factory.Sequence(lambda n: f"Campus {n}")
    city_nl = city_fr = city_en = factory.SelfAttribute("name")
    region = "brussels"
    languages = ["fr", "nl"]


class TrackFactory(DjangoModelFactory):
    class Meta:
        model = Track
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"T{n}")
    name_nl = name_fr = name_en = factory.Sequence(lambda n: f"Track {n}")

    @factory.post_generation
    def campuses(self, create, extracted, **kwargs):
        if create and extracted:
            self.campuses.set(extracted)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Colleague {n}")
    email = factory.Sequence(lambda n: f"colleague{n}@school.example")
    language = "en"

    @factory.post_generation
    def campuses(self, create, extracted, **kwargs):
        if create and extracted:
            self.campuses.set(extracted)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Peeters"
    born_on = date(1995, 5, 17)
    contact_language = "en"
    created_at = MOMENT

    @factory.post_generation
    def email(self, create, extracted, **kwargs):
        """`email=""` makes a person without an address."""
        value = f"person{self.pk}@mail.example" if extracted is None else extracted
        if create and value:
            ContactPoint.objects.create(
                person=self, kind="email", value=value, key=email_key(value), is_preferred=True
            )


class CohortFactory(DjangoModelFactory):
    class Meta:
        model = Cohort

    track = factory.SubFactory(TrackFactory)
    campus = factory.SubFactory(CampusFactory)
    code = factory.Sequence(lambda n: f"BXL-Lovelace-{n}")
    start_on = date(2026, 5, 4)
    end_on = date(2026, 12, 4)
    seats = 25


class EnrolmentFactory(DjangoModelFactory):
    """Takes a seat in its cohort's counter, as the workflow does."""

    class Meta:
        model = Enrolment

    person = factory.SubFactory(PersonFactory)
    cohort = factory.SubFactory(CohortFactory)
    enrolled_at = MOMENT

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        enrolment = super()._create(model_class, *args, **kwargs)
        if enrolment.state not in ("withdrawn", "transferred"):
            cohort = enrolment.cohort
            cohort.seats_taken += 1
            cohort.save(update_fields=["seats_taken"])
        return enrolment


class ApplicationFactory(DjangoModelFactory):
    class Meta:
        model = Application
        skip_postgeneration_save = True

    person = factory.SubFactory(PersonFactory)
    track = factory.SubFactory(TrackFactory)
    campus = factory.SubFactory(CampusFactory)
    submitted_at = MOMENT

    @factory.post_generation
    def choices(self, create, extracted, **kwargs):
        """`choices=[campus, …]` in the order of wish; the first choice alone by default."""
        if create:
            for rank, campus in enumerate(extracted or [self.campus], start=1):
                CampusChoice.objects.create(application=self, campus=campus, rank=rank)


ENDED = {"enrolled": "seat", "left": "left", "closed": "application"}


class WaitlistEntryFactory(DjangoModelFactory):
    class Meta:
        model = WaitlistEntry

    application = factory.SubFactory(ApplicationFactory, state="admitted", eligible_at=MOMENT)
    campus = factory.SelfAttribute("application.campus")
    track = factory.SelfAttribute("application.track")
    eligible_at = MOMENT
    joined_at = MOMENT
    ready_since = factory.SelfAttribute("joined_at")

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        entry = model_class(*args, **kwargs)
        if entry.order_key is None:
            entry.order_key = key_of(entry)
        if entry.state != "waiting":
            entry.closed_at = entry.closed_at or entry.joined_at
            entry.end_reason = entry.end_reason or ENDED[entry.state]
        entry.save(force_insert=True)
        return entry


class SeatOfferFactory(DjangoModelFactory):
    class Meta:
        model = SeatOffer

    entry = factory.SubFactory(WaitlistEntryFactory)
    application = factory.SelfAttribute("entry.application")
    person = factory.SelfAttribute("entry.application.person")
    cohort = factory.SubFactory(CohortFactory)
    offered_at = MOMENT
    expires_at = MOMENT + timedelta(hours=48)

    @factory.lazy_attribute
    def ended_at(self):
        return None if getattr(self, "state", "open") == "open" else self.expires_at


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = Company

    name = factory.Sequence(lambda n: f"Company {n}")
    created_at = MOMENT


class CompanyContactFactory(DjangoModelFactory):
    class Meta:
        model = CompanyContact

    company = factory.SubFactory(CompanyFactory)
    user = factory.SubFactory(
        UserFactory, email=factory.Sequence(lambda n: f"contact{n}@company.example")
    )
    roles = factory.LazyFunction(lambda: [str(role) for role in ContactRole])


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = Position

    company = factory.SubFactory(CompanyFactory)
    campus = factory.SubFactory(CampusFactory)
    title = "Junior web developer"
    tasks = "Build pages with the team."
    site = "Brussels"
    languages = ["fr"]
    posted_at = MOMENT


class ProposalFactory(DjangoModelFactory):
    class Meta:
        model = Proposal

    position = factory.SubFactory(PositionFactory)
    enrolment = factory.SubFactory(EnrolmentFactory)
    proposed_at = MOMENT
    # Tests of the answers themselves say otherwise.
    learner_agreed_at = MOMENT
