"""Outreach, referral and the space of referring partners: one record of each kind."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from becode.core.sealing import token_digest
from becode.files import store
from tests import factories_outreach as factories

TOKEN = "referred"
# Addresses that name their record otherwise than by its key.
KEYS: dict[str, dict[str, Any]] = {
    "short_link": {"code": "library"},
    "answer_link": {"token": TOKEN},
}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    at = timezone.now()
    brussels = base["campus"]
    partner = factories.ReferralPartnerFactory(campus=brussels)
    worker = factories.PartnerContactFactory(partner=partner)
    other = factories.PartnerContactFactory(partner=partner)
    activity = factories.OutreachActivityFactory(
        campus=brussels,
        code="library",
        starts_at=at,
        sheet=store.keep(ContentFile(b"%PDF-1.7 sheet", name="sheet.pdf"), at=at),
    )
    referral = factories.ReferralFactory(
        partner=partner,
        referrer=worker.user,
        campus=brussels,
        track=base["track"],
        digest=token_digest(TOKEN),
        link_expires_at=at + timedelta(days=30),
    )
    return {
        "partner": partner,
        "worker": worker,
        "other_worker": other,
        "activity": activity,
        "met": factories.OutreachContactFactory(activity=activity, campus=brussels),
        "referral": referral,
    }
