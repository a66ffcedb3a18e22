"""A framework agreement with its paper, and Zenith a second time."""

from typing import Any

from django.core.files.base import ContentFile

from becode.files import store
from placements.models import FrameworkAgreement
from tests import factories


def records(base: dict[str, Any]) -> dict[str, Any]:
    """`base` are the records of tests/house/world.py."""
    at, campus = base["person"].created_at, base["campus"]
    file = store.keep(ContentFile(b"%PDF-1.7 signed", name="signed.pdf"), at=at)
    framework = FrameworkAgreement.objects.create(
        company=base["company"], start_on=at.date(), end_on=at.date(), file=file
    )
    framework.campuses.set([campus])
    twin = factories.CompanyFactory(name="Zenith bv")
    twin.campuses.set([campus])
    return {"framework": framework, "twin_company": twin}


def keys(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What stands in the address of two records side by side."""
    pair = {"one_key": found["company"].pk, "other_key": found["twin_company"].pk}
    return {"company_pair": pair}
