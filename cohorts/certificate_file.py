"""The certificate as a file: one page, in the language of the graduate."""

import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core.normalise import clean_name
from becode.formats.pdf import NoLetters, pdf
from cohorts.models import Enrolment

PAGE = Path(__file__).with_name("certificate.typ")
LANGUAGES = ("nl", "fr", "en")


class NameNotPrintable(NoLetters):
    """The name is in letters that we cannot print."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a certificate says of somebody; frozen when it is made."""

    name: str
    track_name: str
    graduated_on: date
    language: str


def words_of(enrolment: Enrolment) -> Words:
    """The words for a graduate: the name of the identity document, in their own language."""
    person = enrolment.person
    language = person.contact_language if person.contact_language in LANGUAGES else "en"
    assert enrolment.graduated_on is not None
    with translation.override(language):
        track_name = enrolment.cohort.track.name
    return Words(
        name=clean_name(person.legal_name) or person.full_name,
        track_name=track_name,
        graduated_on=enrolment.graduated_on,
        language=language,
    )


def address_of(code: str, *, language: str) -> str:
    """Where anybody can look whether a certificate is valid."""
    with translation.override(language):
        path = reverse("cohorts:certificate", args=[code])
    return f"{settings.PUBLIC_BASE_URL}{path}"


def certificate_pdf(words: Words, *, code: str) -> bytes:
    """The file. Raises NameNotPrintable for a name in other letters, or CannotPrint."""
    address = address_of(code, language=words.language)
    with translation.override(words.language):
        day = date_format(words.graduated_on, "j F Y")
        data = {
            "language": words.language,
            "title": _("Certificate"),
            "school": settings.ORGANISATION_NAME,
            "declares": _("We declare that"),
            "name": words.name,
            "completed": _("has completed the training"),
            "track": words.track_name,
            "day": _("on %(day)s.") % {"day": day},
            "check": _("Scan the code to see whether this certificate is valid:"),
            "address": address,
            "code": _code(address),
        }
    try:
        return pdf(PAGE.read_text(encoding="utf-8"), data)
    except NoLetters as error:
        raise NameNotPrintable(
            _(
                "The certificate cannot print the name “%(name)s”. Please fill in the name of the "
                "identity document in Latin letters."
            )
            % {"name": words.name}
        ) from error


def _code(address: str) -> str:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=0, scale=10, xmldecl=False
    )
    return out.getvalue().decode()
