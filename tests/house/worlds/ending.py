"""A file, a laptop that is out, one in stock, and a certificate."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from becode.files import store
from cohorts.models import Certificate, FileItem
from tests.factories import UserFactory
from tests.factories_training import LaptopFactory, LaptopLoanFactory

CODE = "certificate-of-the-world"
KEYS: dict[str, dict[str, Any]] = {"certificate_page": {"code": CODE}}


def records(base: dict[str, Any]) -> dict[str, Any]:
    """`base` are the records of tests/house/world.py."""
    at = timezone.now()
    enrolment, campus = base["enrolment"], base["campus"]
    file = store.keep(ContentFile(b"%PDF-1.7 a page", name="page.pdf"), at=at)
    certificate = Certificate.objects.create(
        enrolment=base["internship"].enrolment,
        code=CODE,
        name="Amal Haddad",
        track_name="Web developer",
        graduated_on=at.date(),
        language="fr",
        issued_at=at,
        file=file,
    )
    item = FileItem.objects.create(
        enrolment=enrolment, kind="permit", state="received", file=file, received_at=at
    )
    loan = LaptopLoanFactory(
        laptop=LaptopFactory(campus=campus, state="on_loan"),
        enrolment=enrolment,
        handed_at=at,
        handed_by=UserFactory(roles=["coach"]),
    )
    return {
        "certificate": certificate,
        "certificate_page": certificate,
        "file_item": item,
        "laptop": LaptopFactory(campus=campus),
        "loan": loan,
    }
