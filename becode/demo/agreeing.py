"""The agreements of the demo's internships: made from what is known, signed by everybody.

What they need is filled in first: where people live, where a campus is, what is learned.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from becode.accounts.models import User
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.people.models import Person
from becode.people.workflow import correct_person
from cohorts.signing import read_signature
from placements.enums import LegalFrame, Party
from placements.models import Internship, InternshipAgreement, Signature
from placements.workflow import agreements, papers
from placements.workflow.signing import Proof, sign

# Where a campus is, for those that do not say it themselves; nobody lives in these streets.
CAMPUSES = {
    "BXL": ("Voorbeeldkaai 10 / Quai de l'Exemple 10", "1000"),
    "GNT": ("Voorbeeldplein 3", "9000"),
    "ANT": ("Modelkaai 21", "2000"),
    "CRL": ("Place du Modèle 7", "6000"),
    "LIE": ("Quai de l'Essai 30", "4000"),
}
STREETS = {"nl": "Voorbeeldstraat", "fr": "Rue de l'Exemple", "en": "Rue de l'Exemple"}
TOWNS = {
    "1": "Bruxelles", "2": "Antwerpen", "4": "Liège", "6": "Charleroi", "7": "La Louvière",
    "9": "Gent",
}  # fmt: skip
FRAMES = {
    "brussels": LegalFrame.BRUSSELS,
    "flanders": LegalFrame.TRAINING_CONTRACT,
    "wallonia": LegalFrame.FOREM,
}
OBJECTIVES: dict[str, list[dict[str, object]]] = {
    "nl": [
        {"competence": "Programmeren in JavaScript", "task": "Schermen bouwen", "level": 3},
        {"competence": "Fouten zoeken en testen", "task": "Testen schrijven", "level": 2},
    ],
    "fr": [
        {"competence": "Programmer en JavaScript", "task": "Construire des pages", "level": 3},
        {"competence": "Chercher les erreurs et tester", "task": "Écrire des tests", "level": 2},
    ],
}


def add_addresses(campuses: Mapping[str, Campus]) -> None:
    """Where a campus has none, the agreements of its learners need one."""
    for code, (address, postcode) in CAMPUSES.items():
        Campus.objects.filter(code=code, address="").update(address=address, postcode=postcode)
        if code in campuses:
            campuses[code].refresh_from_db(fields=["address", "postcode"])


def make_agreement(internship: Internship, officer: User, *, at: datetime) -> InternshipAgreement:
    """Everything that it needs, then the paper, to be signed by all."""
    person, campus = internship.enrolment.person, internship.enrolment.cohort.campus
    _say_where_they_live(person, at=at)
    by_officer = Actor.user(officer)
    language = "nl" if campus.languages[0] == "nl" else "fr"
    papers.change_facts(
        internship=internship, changes={"frame": FRAMES[campus.region]}, actor=by_officer, at=at
    )
    papers.change_objectives(
        internship=internship, objectives=OBJECTIVES[language], actor=by_officer, at=at
    )
    contact = internship.company.contacts.order_by("pk")[0]
    return agreements.make(
        internship=internship,
        signatories=[contact],
        school_user=officer,
        actor=by_officer,
        at=at,
    )


def sign_all(agreement: InternshipAgreement, *, at: datetime) -> None:
    """The learner first, then the company, the school last; some hours apart."""
    order = (Party.LEARNER, Party.HOST, Party.SCHOOL)
    found = agreement.signatures.with_agreement().select_related("contact__user", "user")
    for number, signature in enumerate(sorted(found, key=lambda one: order.index(one.party))):
        _sign(signature, at=at + timedelta(hours=3 * number))


def _sign(signature: Signature, *, at: datetime) -> None:
    person = signature.agreement.internship.enrolment.person
    actor, proof = Actor.person(person), Proof(through="my", key=person.pk)
    user = signature.user or (signature.contact.user if signature.contact else None)
    if user is not None:
        through = "staff" if signature.user else "portal"
        actor, proof = Actor.user(user), Proof(through=through, key=user.pk)
    mark = read_signature(strokes="", typed=signature.name, agrees=True)
    sign(signature=signature, mark=mark, proof=proof, actor=actor, at=at)


def _say_where_they_live(person: Person, *, at: datetime) -> None:
    """Their own address, as they fill it in before the agreement."""
    if person.address and person.municipality:
        return
    street = STREETS[person.contact_language]
    changes: dict[str, object] = {
        "address": person.address or f"{street} {person.pk % 190 + 1}",
        "municipality": person.municipality or TOWNS.get(person.postcode[:1], "Bruxelles"),
    }
    correct_person(person=person, actor=Actor.person(person), at=at, changes=changes)
