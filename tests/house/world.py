"""One record of each kind, all of them in Brussels, and everybody who might ask for them."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from applicants.models import InterestEntry
from becode.accounts.enums import Role
from becode.audit.models import AuditEntry
from becode.campuses.models import Closure
from becode.core.actors import SYSTEM
from becode.messages.models import Message
from becode.people.workflow import give_consents
from becode.portal.access import SESSION_KEY, personal_link
from placements.models import FollowUp, Internship, JobPlacement
from tests import factories
from tests.house.worlds import (
    absences,
    agreements,
    calendar,
    channels,
    check_in,
    companies,
    deciding,
    ending,
    filling,
    form,
    internships,
    jobs,
    lists,
    matching,
    outcomes,
    outreach,
    people,
    portal,
    progress,
    site,
    steering,
    steps,
    waiting,
)

MISSING = 987_654_321
STAFF = tuple(str(role) for role in Role)


@dataclass
class World:
    """`keys` names the records of a page's address; `visitors` maps a name to its client."""

    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    visitors: dict[str, Client] = field(default_factory=dict)

    @property
    def missing(self) -> dict[str, Any]:
        return {"object_id": MISSING, "key": MISSING, "pk": MISSING, "token": "x" * 43} | {
            "campus_key": MISSING,
            "track_key": MISSING,
            "one_key": MISSING,
            "other_key": MISSING,
            "kind": "no.such",
            "language": "xx",
            "day": "2000-01-01",
        }


def build() -> World:
    """The world of the permission tests."""
    world = World()
    at = timezone.now()
    brussels = factories.CampusFactory(code="BXL", name="Brussels")
    ghent = factories.CampusFactory(code="GNT", name="Ghent")
    track = factories.TrackFactory(campuses=[brussels, ghent])
    person = factories.PersonFactory(created_at=at)
    stranger = factories.PersonFactory(created_at=at)
    company = factories.CompanyFactory(name="Zenith")
    company.campuses.set([brussels])
    contact = factories.CompanyContactFactory(company=company)
    outsider = factories.CompanyContactFactory()
    application = factories.ApplicationFactory(
        person=person, track=track, campus=brussels, state="admitted", eligible_at=at
    )
    entry = factories.WaitlistEntryFactory(application=application)
    cohort = factories.CohortFactory(
        track=track,
        campus=brussels,
        start_on=(at + timedelta(days=30)).date(),
        end_on=(at + timedelta(days=240)).date(),
    )
    offer = factories.SeatOfferFactory(
        entry=entry, cohort=cohort, offered_at=at, expires_at=at + timedelta(hours=48)
    )
    enrolment = factories.EnrolmentFactory(person=person, cohort=cohort)
    position = factories.PositionFactory(company=company, campus=brussels)
    proposal = factories.ProposalFactory(position=position, enrolment=enrolment)
    message = Message.objects.create(
        dedupe_key="world",
        kind="portal.sign_in_link",
        channel="email",
        address="a@mail.example",
        language="en",
        person=person,
        about_type="people.person",
        about_key=person.pk,
        created_at=at,
        due_at=at,
        next_try_at=at,
        campus_key=brussels.pk,
        subject="Hello",
    )
    closure = Closure.objects.create(
        campus=brussels, start_on=at.date(), end_on=at.date(), reason="Test"
    )
    audit = AuditEntry.objects.create(
        at=at,
        label="person.created",
        actor_kind="system",
        subject_type="people.person",
        subject_key=person.pk,
        person_key=person.pk,
    )
    give_consents(
        person=person,
        purposes=["share_profile"],
        text_version="1",
        language="en",
        channel="form",
        actor=SYSTEM,
        at=at,
    )
    hired = factories.EnrolmentFactory(
        person=person,
        cohort=factories.CohortFactory(track=track, campus=brussels, code="BXL-Old-1"),
        state="graduated",
        graduated_on=at.date(),
    )
    accepted = factories.ProposalFactory(position=position, enrolment=hired, state="accepted")
    internship = Internship.objects.create(
        enrolment=hired,
        proposal=accepted,
        position=position,
        company=company,
        start_on=cohort.start_on,
        end_on=cohort.end_on,
    )
    job = JobPlacement.objects.create(
        person=person,
        enrolment=hired,
        company=company,
        employer_name="Zenith",
        function="Developer",
        contract_type="permanent",
        start_on=at.date(),
        recorded_at=at,
    )
    follow_up = FollowUp.objects.create(enrolment=hired, months=6, due_on=at.date())
    interest = InterestEntry.objects.create(
        first_name="Young",
        birth_year=2012,
        parent_contact="p@mail.example",
        campus=brussels,
        language="nl",
        created_at=at,
    )
    colleague = factories.UserFactory(roles=[Role.COACH])
    records = {
        "user": colleague,
        "audit": audit,
        "campus": brussels,
        "closure": closure,
        "message": message,
        "person": person,
        "application": application,
        "entry": entry,
        "offer": offer,
        "cohort": cohort,
        "enrolment": enrolment,
        "track": track,
        "company": company,
        "contact": contact,
        "position": position,
        "proposal": proposal,
        "internship": internship,
        "job": job,
        "follow_up": follow_up,
        "interest": interest,
    }
    parts = (outreach, form, site, steps, deciding, lists, people, filling, waiting)
    parts += (calendar, check_in, absences, ending, progress, internships, agreements, jobs)
    parts += (matching, portal, outcomes, companies, steering)
    for part in parts:
        records |= part.records(records)
    for name, record in records.items():
        world.keys[name] = {"object_id": record.pk, "key": record.pk, "pk": record.pk}
    world.keys |= outreach.KEYS | waiting.KEYS | ending.KEYS | jobs.KEYS | outcomes.KEYS
    world.keys |= portal.KEYS | calendar.keys(records) | agreements.keys(records)
    world.keys |= internships.keys(records) | companies.keys(records)
    world.keys |= channels.keys(records) | steering.keys(records)
    world.keys["track"]["slug"] = track.slug
    world.keys["waitlist"] = {"campus_key": brussels.pk, "track_key": track.pk}
    world.keys["pair"] = {"one_key": person.pk, "other_key": records["twin"].pk}
    world.keys["link"] = {"token": personal_link(person, at=at).rsplit("/", 2)[1]}
    world.keys["draft_link"] = {"token": form.draft_token(at=at)}
    world.visitors = _visitors(brussels, ghent, contact, outsider)
    deciding.hand_over(records["assessment"], to=world.visitors["admissions"])
    agreements.hand_over(records["agreement"], to=world.visitors["campus_manager"])
    for name in ("worker", "other_worker"):
        world.visitors[name] = Client()
        world.visitors[name].force_login(records[name].user)
    for name, one in (("person", person), ("stranger", stranger)):
        client = Client()
        session = client.session
        session[SESSION_KEY] = {"key": one.pk, "at": at.isoformat()}
        session.save()
        world.visitors[name] = client
    return world


def _visitors(brussels: Any, ghent: Any, contact: Any, outsider: Any) -> dict[str, Client]:
    """Everybody with an account, signed in, and a visitor without one."""
    users = {"contact": contact.user, "outsider": outsider.user}
    for role in STAFF:
        campuses = [] if role == Role.ADMINISTRATOR else [brussels]
        users[role] = factories.UserFactory(roles=[role], campuses=campuses)
    everything_but = [role for role in STAFF if role != Role.ADMINISTRATOR]
    users["elsewhere"] = factories.UserFactory(roles=everything_but, campuses=[ghent])
    clients = {"anonymous": Client()}
    for name, user in users.items():
        clients[name] = Client()
        clients[name].force_login(user)
    return clients
