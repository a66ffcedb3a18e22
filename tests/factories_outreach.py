"""Records of outreach and referral for tests: the fewest fields that make a legal one."""

from datetime import timedelta

import factory
from factory.django import DjangoModelFactory

from applicants.models import (
    OutreachActivity,
    OutreachContact,
    PartnerContact,
    Referral,
    ReferralPartner,
)
from becode.core.sealing import token_digest
from tests.factories import MOMENT, CampusFactory, TrackFactory, UserFactory


class ReferralPartnerFactory(DjangoModelFactory):
    class Meta:
        model = ReferralPartner

    kind = "welfare"
    name = factory.Sequence(lambda n: f"Welfare centre {n}")
    code = factory.Sequence(lambda n: f"partner-{n}")
    created_at = MOMENT


class PartnerContactFactory(DjangoModelFactory):
    """With an account; `user=None` makes a contact without one."""

    class Meta:
        model = PartnerContact

    partner = factory.SubFactory(ReferralPartnerFactory)
    name = factory.Sequence(lambda n: f"Worker {n}")
    user = factory.SubFactory(
        UserFactory, email=factory.Sequence(lambda n: f"worker{n}@welfare.example")
    )


class OutreachActivityFactory(DjangoModelFactory):
    class Meta:
        model = OutreachActivity

    kind = "workshop"
    title = factory.Sequence(lambda n: f"Workshop {n}")
    code = factory.Sequence(lambda n: f"activity-{n}")
    starts_at = MOMENT


class OutreachContactFactory(DjangoModelFactory):
    class Meta:
        model = OutreachContact

    activity = factory.SubFactory(OutreachActivityFactory)
    name = "Amina Diallo"
    kind = "email"
    value = key = factory.Sequence(lambda n: f"met{n}@mail.example")
    language = "en"
    agreed_at = MOMENT


class ReferralFactory(DjangoModelFactory):
    """Waits for the answer behind the link with the secret `token-<n>`."""

    class Meta:
        model = Referral

    partner = factory.SubFactory(ReferralPartnerFactory)
    referrer = factory.SubFactory(UserFactory)
    first_name = "Amina"
    last_name = "Diallo"
    born_on = factory.LazyFunction(lambda: MOMENT.date().replace(year=1995))
    email = factory.Sequence(lambda n: f"amina{n}@mail.example")
    language = "en"
    track = factory.SubFactory(TrackFactory)
    campus = factory.SubFactory(CampusFactory)
    consent_channel = "spoken"
    consent_text_version = "1"
    consented_at = referred_at = MOMENT
    digest = factory.Sequence(lambda n: token_digest(f"token-{n}"))
    link_expires_at = MOMENT + timedelta(days=30)
