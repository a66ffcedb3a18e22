"""The attestation of a month as a PDF, in a language of the campus with English beside it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from becode.core.clock import BRUSSELS
from becode.formats.pdf import pdf
from cohorts.counting_words import hours_and_minutes
from cohorts.models import Attestation, Enrolment

SOURCE: Final = Path(__file__).with_suffix(".typ")
AMOUNTS: Final = ("planned", "present", "justified", "unjustified")


def name_on_paper(enrolment: Enrolment) -> str:
    """The name on the identity document, else the name that we know."""
    person = enrolment.person
    return person.legal_name or person.full_name


def language_of(enrolment: Enrolment) -> str:
    """The learner's language where the campus teaches in it, else the campus's first one."""
    spoken = [one for one in enrolment.cohort.campus.languages if one in ("nl", "fr")]
    wanted = enrolment.person.contact_language
    return wanted if wanted in spoken else (spoken or ["en"])[0]


def attestation_paper(attestation: Attestation, *, locked_by: str) -> bytes:
    """The PDF of an attestation. Raises CannotPrint where no font has a sign of a name."""
    language = language_of(attestation.enrolment)
    with translation.override("en"):
        courtesy = _title()
    with translation.override(language):
        data = {
            "lang": language,
            "school": settings.ORGANISATION_NAME,
            "words": json.dumps(_words(attestation, courtesy if language != "en" else "")),
            "facts": json.dumps(_facts(attestation, locked_by)),
            "days": json.dumps([_row(day) for day in attestation.days]),
            "totals": json.dumps(
                [_("Total"), *(hours_and_minutes(getattr(attestation, one)) for one in AMOUNTS)]
            ),
        }
    return pdf(SOURCE.read_text(), data, at=attestation.locked_at)


def _title() -> str:
    return _("Attestation of hours of training")


def _words(attestation: Attestation, courtesy: str) -> dict[str, object]:
    return {
        "title": _title(),
        "courtesy": courtesy,
        "columns": [_("Day"), *(_both(name) for name in AMOUNTS)],
        "explained": _(
            "Hours present, justified and unjustified together are the hours planned. A check-in "
            "within the minutes of grace counts as one in time."
        ),
        "signed": _("Locked by the school; no signature is needed."),
        "footer": f"{settings.ORGANISATION_NAME} · {settings.ORGANISATION_EMAIL}",
    }


def _label(name: str) -> str:
    return {
        "planned": _("Planned"),
        "present": _("Present"),
        "justified": _("Justified absence"),
        "unjustified": _("Unjustified absence"),
    }[name]


def _both(name: str) -> str:
    """A heading in the paper's language, with English under it."""
    here = _label(name)
    with translation.override("en"):
        english = _label(name)
    return here if here == english else f"{here}\n{english}"


def _facts(attestation: Attestation, locked_by: str) -> list[tuple[str, str]]:
    enrolment = attestation.enrolment
    locked_at = attestation.locked_at.astimezone(BRUSSELS)
    facts = [
        (_("Learner"), name_on_paper(enrolment)),
        (_("Training"), enrolment.cohort.track.name),
        (_("Cohort"), enrolment.cohort.code),
        (_("Campus"), str(enrolment.cohort.campus)),
        (_("Month"), date_format(attestation.month, "F Y")),
        (_("Locked"), f"{_moment(locked_at)} · {locked_by}"),
        (_("Version"), str(attestation.version)),
    ]
    if attestation.reason:
        facts.append((_("Why a new version"), attestation.reason))
    return facts


def _moment(local: datetime) -> str:
    return f"{date_format(local, 'j F Y')}, {local:%H:%M}"


def _row(day: dict[str, object]) -> list[str]:
    on = date.fromisoformat(str(day["on"]))
    amounts = (hours_and_minutes(int(str(day[name]))) for name in AMOUNTS)
    return [date_format(on, "D j F"), *amounts]
