"""An internship of which everything is known, and its agreement."""

from datetime import date

from django.core.files.base import ContentFile

from becode.core.actors import SYSTEM
from placements.models import Internship, WorkstationSheet
from placements.workflow import agreements, scans, signing
from tests import factories
from tests.factories import MOMENT

OFFICE_HOURS = {str(day): ["09:00", "17:00", 60] for day in range(5)}
STROKES = "M10 20 L30 40 L60 15"


def ready_internship(
    *, company, contacts, campus, cohort=None, start_on=date(2026, 4, 6), **person
):
    """A planned internship with all that an agreement needs; `contacts[-1]` is the mentor."""
    campus.address, campus.postcode = "Cantersteen 10", "1000"
    campus.save()
    company.number, company.address = company.number or "0123456749", "Nieuwstraat 1"
    company.postcode, company.municipality = company.postcode or "1000", "Brussel"
    company.save()
    known = {
        "first_name": "Yasmin",
        "last_name": "El Amrani",
        "legal_name": "Yasmin El Amrani",
        "preferred_name": "ياسمين",
        "born_on": date(1999, 4, 3),
        "address": "Kerkstraat 3",
        "postcode": "1000",
        "municipality": "Brussel",
        "contact_language": "nl",
    }
    learner = factories.EnrolmentFactory(
        person=factories.PersonFactory(**{**known, **person}),
        cohort=cohort or factories.CohortFactory(campus=campus),
        state="in_training",
    )
    position = factories.PositionFactory(company=company, campus=campus)
    return Internship.objects.create(
        enrolment=learner,
        proposal=factories.ProposalFactory(position=position, enrolment=learner, state="accepted"),
        position=position,
        company=company,
        mentor=contacts[-1],
        start_on=start_on,
        end_on=date(start_on.year, start_on.month + 3, start_on.day - 1),
        frame="training_contract",
        schedule=OFFICE_HOURS,
        objectives=[{"competence": "Frontend", "task": "Builds screens", "level": 3}],
        insured_by="school",
        insurer="Ethias",
        policy_number="P-1",
        dimona_by="office",
    )


def make(internship, contacts, school_user, *, at=MOMENT, **also):
    return agreements.make(
        internship=internship,
        signatories=contacts,
        school_user=school_user,
        actor=SYSTEM,
        at=at,
        **also,
    )


def sign(signature, *, at=MOMENT, mark="name: Somebody", through="link"):
    return signing.sign(
        signature=signature,
        mark=mark,
        proof=signing.Proof(through, 1),
        actor=SYSTEM,
        at=at,
    )


def sign_all(agreement, *, at=MOMENT):
    for signature in agreement.signatures.filter(signed_at__isnull=True).order_by("pk"):
        sign(signature, at=at)
    agreement.refresh_from_db()
    return agreement


def scan_of(agreement, *, sender=None, at=MOMENT):
    return scans.receive(
        agreement=agreement,
        upload=ContentFile(b"%PDF-1.7 a signed page", name="signed.pdf"),
        sender=sender,
        actor=SYSTEM,
        at=at,
    )


def sheet(internship, *, at=MOMENT, **values):
    known = {"task": "Writes code", "place": "Desk 4", "filled_at": at}
    return WorkstationSheet.objects.create(internship=internship, **{**known, **values})


__all__ = ["make", "ready_internship", "scan_of", "sheet", "sign", "sign_all"]
