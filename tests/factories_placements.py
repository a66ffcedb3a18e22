"""Internships with their papers, for tests: what must be in order before the start."""

from datetime import timedelta

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from becode.files import store
from placements.enums import Party
from placements.models import (
    Internship,
    InternshipAgreement,
    InternshipEvaluation,
    Signature,
    Visit,
    WorkstationSheet,
)
from placements.papers.parts import digest
from placements.workflow.signing import seal_of
from tests import factories
from tests.factories import MOMENT


def signed_agreement(internship, *, at=MOMENT):
    """An agreement that everybody signed, as if on paper."""
    file = store.keep(ContentFile(b"%PDF-1.7 agreement", name="agreement.pdf"), at=at)
    agreement = InternshipAgreement.objects.create(
        internship=internship,
        state="signed",
        number=internship.agreements.count() + 1,
        language="fr",
        template_version="test",
        data={},
        data_sha256=digest({}),
        file=file,
        signed_file=file,
        made_at=at,
        signed_at=at,
    )
    for party in Party.values:
        signature = Signature(
            agreement=agreement,
            party=party,
            name=party,
            method="scan",
            scan=file,
            signed_at=at,
            evidence={"through": "staff", "key": 1},
        )
        signature.sha256 = seal_of(signature)
        signature.save()
    return agreement


def in_order(internship, *, at=MOMENT):
    """Give an internship all its papers, so that it may start; answers the internship."""
    if internship.mentor is None:
        contact = internship.company.contacts.order_by("pk").first()
        internship.mentor = contact or factories.CompanyContactFactory(company=internship.company)
    internship.insured_by, internship.insurer, internship.policy_number = "school", "Ethias", "1"
    internship.insured_until = internship.end_on + timedelta(days=365)
    internship.dimona_by, internship.dimona_note = "nobody", "Training contract"
    internship.save()
    signed_agreement(internship, at=at)
    signed_sheet(internship, at=at)
    return internship


def signed_sheet(internship, *, at=MOMENT):
    sheet = WorkstationSheet(internship=internship, task="Build pages", place="Brussels")
    sheet.filled_at = sheet.signed_at = at
    sheet.signed_by, sheet.signature, sheet.sha256 = "Chloé", "name: Chloé", "0" * 64
    sheet.save()
    return sheet


class InternshipFactory(DjangoModelFactory):
    """With an accepted proposal; give `position` and `enrolment` for a certain company."""

    class Meta:
        model = Internship

    enrolment = factory.SubFactory(factories.EnrolmentFactory, state="in_training")
    position = factory.SubFactory(factories.PositionFactory)
    proposal = factory.LazyAttribute(
        lambda made: factories.ProposalFactory(
            position=made.position,
            enrolment=made.enrolment,
            state="accepted",
            answered_at=MOMENT,
        )
    )
    company = factory.SelfAttribute("position.company")
    start_on = factory.LazyFunction(lambda: MOMENT.date())
    end_on = factory.LazyAttribute(lambda made: made.start_on + timedelta(days=88))
    schedule = factory.LazyFunction(
        lambda: {str(weekday): ["09:00", "17:00", 60] for weekday in range(5)}
    )


class InternEvaluationFactory(DjangoModelFactory):
    class Meta:
        model = InternshipEvaluation

    internship = factory.SubFactory(InternshipFactory, state="running")
    moment = "week_4"
    by = "mentor"
    due_on = factory.LazyAttribute(lambda made: made.internship.start_on + timedelta(days=25))


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    internship = factory.SubFactory(InternshipFactory, state="running")
    by = factory.SubFactory(factories.UserFactory, roles=["placement"])
    planned_at = MOMENT + timedelta(days=7)
