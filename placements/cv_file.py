"""A learner's CV as a PDF, made from the data that a company may see and nothing else."""

import json
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from becode.formats.pdf import pdf
from placements.company.learner import ShownLearner

PAGE = Path(__file__).with_name("cv.typ")


def cv_pdf(learner: ShownLearner) -> bytes:
    """One or two pages, in the active language. Raises CannotPrint, or NoLetters for a text in
    letters that we cannot print.
    """
    data = {
        "language": (get_language() or "en")[:2],
        "school": settings.ORGANISATION_NAME,
        "name": learner.name,
        "line": _("%(track)s in %(city)s") % {"track": learner.track, "city": learner.city},
        "headline": learner.headline,
        "parts": json.dumps(_parts(learner)),
        "facts": json.dumps(_facts(learner)),
        "foot": _("Made by %(school)s. The learner agrees that you read this.")
        % {"school": settings.ORGANISATION_NAME},
    }
    return pdf(PAGE.read_text(encoding="utf-8"), data)


def cv_response(learner: ShownLearner) -> HttpResponse:
    """The file, to open beside the page."""
    response = HttpResponse(cv_pdf(learner), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="cv.pdf"'
    return response


def _parts(learner: ShownLearner) -> list[list[str]]:
    """[heading, text], those that have a text."""
    parts = [[_("About me"), learner.profile], [_("What I made"), learner.projects]]
    return [part for part in parts if part[1]]


def _facts(learner: ShownLearner) -> list[list[object]]:
    """[heading, lines], those that have lines."""
    contact = learner.contact
    reach = [*contact.emails, *contact.phones] if contact else []
    if learner.portfolio_url:
        reach.append(learner.portfolio_url)
    facts: list[list[object]] = [
        [_("Skills"), [", ".join(learner.skills)] if learner.skills else []],
        [_("Can follow a lesson in"), [f"{name}: {level}" for name, level in learner.languages]],
        [_("Competences"), [f"{name}: {level}" for name, level in learner.competences]],
        [_("Can travel to"), [", ".join(learner.provinces)] if learner.provinces else []],
        [_("Working at home"), [learner.telework] if learner.telework else []],
        [_("How to reach me"), reach],
    ]
    return [fact for fact in facts if fact[1]]
