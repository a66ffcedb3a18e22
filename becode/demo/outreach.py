"""Where the demo school meets people: partners, activities, a few contacts, touches, referrals."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from applicants.enums import ActivityKind, PartnerKind, ReferralState
from applicants.models import OutreachActivity, PartnerContact, Referral, ReferralPartner
from applicants.workflow import activities, partners, referring
from applicants.workflow.touching import keep_touch
from becode.core import clock
from becode.core.actors import PUBLIC, SYSTEM, Actor
from becode.core.forms import Birth
from becode.demo.world import World
from becode.people.models import Person

# Kind, name, code, campus, worker, their address.
PARTNERS = (
    (PartnerKind.WELFARE, "CPAS Anneessens", "cpas-anneessens", "BXL", "Leïla Martens", "fr"),
    (PartnerKind.ASYLUM, "Opvangcentrum De Sluis", "de-sluis", "GNT", "Jef Claes", "nl"),
    (PartnerKind.SOCIAL_HOUSING, "Woonhaven Noord", "woonhaven-noord", "ANT", "Ines Wouters", "nl"),
    (PartnerKind.ASSOCIATION, "Maison des Ponts", "maison-ponts", "LIE", "Hugo Lambert", "fr"),
)
# Kind, title, code, campus, index of the host, days ago, cost, turnout (None: still to come).
ACTIVITIES = (
    (ActivityKind.WORKSHOP, "Een dag programmeren", "dag-gent", "GNT", 1, 190, "240", 14),
    (ActivityKind.INFO_STAND, "Salon de l’emploi", "salon-bxl", "BXL", 0, 130, "410", 55),
    (ActivityKind.WORKSHOP, "Atelier web au CPAS", "atelier-cpas", "BXL", 0, 75, "95", 11),
    (ActivityKind.OPEN_DAY, "Opendeurdag Antwerpen", "opendeur-ant", "ANT", 2, 40, "180", 32),
    (ActivityKind.PRESS_CONFERENCE, "Conférence de presse", "presse-lie", "LIE", None, 25, "0", 6),
    (ActivityKind.WORKSHOP, "Premier site en un jour", "premier-site", "LIE", 3, -12, "120", None),
)
MET = (("Samira Bakkali", "samira.bakkali@mail.example"), ("Youssef Amrani", "+32470000101"))
# Worker, first name, family name, birth year, what became of it.
REFERRED = (
    (0, "Mariam", "Keita", 1996, ReferralState.CONFIRMED),
    (1, "Tesfay", "Haile", 1999, ReferralState.WAITING),
    (2, "Nadia", "Vermeulen", 1988, ReferralState.WAITING),
    (3, "Karim", "Benali", 1993, ReferralState.DECLINED),
)
TOUCHED_EACH = 6


class Outreach:
    """The records as they come into being."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.partners: list[ReferralPartner] = []
        self.workers: list[PartnerContact] = []
        self.activities: list[OutreachActivity] = []

    def found(self, at: datetime) -> None:
        for kind, name, code, campus, worker, language in PARTNERS:
            facts = {
                "kind": kind,
                "name": name,
                "code": code,
                "campus": self.world.campuses[campus],
            }
            partner = partners.create_partner(facts=facts, actor=SYSTEM, at=at, is_demo=True)
            address = f"{worker.split()[0].lower().replace('ï', 'i')}@{code}.example"
            contact = partners.add_contact(
                partner=partner, name=worker, email=address, actor=SYSTEM, at=at
            )
            self.partners.append(partner)
            self.workers.append(
                partners.invite_contact(
                    contact=contact, email=address, language=language, actor=SYSTEM, at=at
                )
            )

    def plan(self, at: datetime) -> None:
        for kind, title, code, campus, host, days, cost, turnout in ACTIVITIES:
            facts = {
                "kind": kind,
                "title": title,
                "code": code,
                "campus": self.world.campuses[campus],
                "partner": None if host is None else self.partners[host],
                "starts_at": clock.at_local(self.world.days_ago(days), 10),
                "place": self.world.campuses[campus].city("nl"),
                "cost": Decimal(cost),
                "expected": turnout or 12,
            }
            made = activities.plan_activity(
                facts=facts, staff=[], actor=SYSTEM, at=at, is_demo=True
            )
            self.activities.append(made)
            if turnout is not None:
                self.world.chronicle.plan(
                    clock.at_local(self.world.days_ago(days), 17),
                    partial(self.hold, activity=made, turnout=turnout),
                )

    def hold(self, at: datetime, *, activity: OutreachActivity, turnout: int) -> None:
        activities.hold(activity=activity, turnout=turnout, cost=activity.cost, actor=SYSTEM, at=at)
        if activity == self.activities[3]:
            people = [
                activities.MetAnswers(name=name, contact=contact, language="nl")
                for name, contact in MET
            ]
            activities.meet(activity=activity, people=people, actor=SYSTEM, at=at)

    def refer(self, at: datetime) -> None:
        for worker, first_name, last_name, year, end in REFERRED:
            contact = self.workers[worker]
            address = f"{first_name}.{last_name}@mail.example".lower()
            referral = referring.refer(
                contact=contact,
                answers=referring.ReferralAnswers(
                    first_name=first_name,
                    last_name=last_name,
                    birth=Birth(None, year),
                    email=address,
                    language="fr" if worker in (0, 3) else "nl",
                    track=self.world.tracks["WEB"],
                    campus=self.partners[worker].campus or self.world.campuses["BXL"],
                    consent_channel="spoken",
                ),
                actor=Actor.user(contact.user),
                at=at,
            )
            self.world.chronicle.plan(
                self.world.past(at + timedelta(days=1)), partial(self.answer, referral, end)
            )

    @staticmethod
    def answer(referral: Referral, end: str, at: datetime) -> None:
        if end == ReferralState.CONFIRMED:
            stages = ["received", "selection"]
            referring.confirm(referral=referral, shared_stages=stages, actor=PUBLIC, at=at)
        elif end == ReferralState.DECLINED:
            referring.decline(referral=referral, actor=PUBLIC, at=at)

    def touch(self, at: datetime) -> None:
        """A few people of each past activity, from the years and the campus it was held in."""
        for activity in self.activities[:4]:
            people = Person.objects.filter(
                is_demo=True, applications__campus=activity.campus, touches__activity__isnull=True
            )
            for person in people.order_by("pk").distinct()[:TOUCHED_EACH]:
                keep_touch(person=person, at=person.created_at, activity=activity)


def add_outreach(world: World) -> None:
    """Plan the history of outreach."""
    outreach = Outreach(world)
    begin = clock.at_local(world.days_ago(240), 9)
    world.chronicle.plan(begin, outreach.found)
    world.chronicle.plan(begin, outreach.plan)
    world.chronicle.plan(clock.at_local(world.days_ago(6), 14), outreach.refer)
    world.chronicle.plan(world.at, outreach.touch)
