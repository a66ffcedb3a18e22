"""The information pages, and spreadsheets through the staff site: one record of each kind."""

from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from becode.accounts.enums import Role
from becode.files.store import SPREADSHEETS, keep
from becode.pages.models import PageText
from tests import factories
from tests.factories_site import ImportRunFactory


def records(base: dict[str, Any]) -> dict[str, Any]:
    """The records of this part by name; `base` are those of tests/house/world.py."""
    at = timezone.now()
    sheet = keep(
        ContentFile(b"Voornaam;E-mail;Gsm\nAn;an@mail.example;\n", name="ocmw.csv"),
        at=at,
        allowed=SPREADSHEETS,
    )
    sender = factories.UserFactory(roles=[Role.ADMISSIONS], campuses=[base["campus"]])
    return {
        "page": PageText.objects.create(slug="home", language="nl", title="Hallo", changed_at=at),
        "page_key": SimpleNamespace(pk="home-nl"),
        "import_run": ImportRunFactory(
            sheet=sheet, bad_rows=sheet, uploaded_by=sender, counts={"bad": 1}
        ),
    }
