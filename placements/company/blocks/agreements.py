"""The agreements of an internship, for those who may see them."""

from datetime import datetime

from placements.company.intern_blocks import Block, intern_block
from placements.enums import PaperState
from placements.models import CompanyContact, Internship, InternshipAgreement


@intern_block(order=30)
def _agreements(internship: Internship, contact: CompanyContact, at: datetime) -> Block | None:
    rows = (
        InternshipAgreement.objects.of_company(contact.company_id)
        .for_contact(contact)
        .filter(internship=internship)
        .exclude(state__in=[PaperState.REPLACED, PaperState.CANCELLED])
        .order_by("-number", "-pk")
    )
    found = list(rows)
    return (
        Block("placements/company/blocks/agreements.html", {"agreements": found}) if found else None
    )
