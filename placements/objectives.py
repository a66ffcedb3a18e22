"""What is learned on an internship: a competence of the track, a task, and a level to reach."""

from typing import Any

from django.utils import translation

from cohorts.models import Competence
from placements.frames import language_of_papers
from placements.models import Internship

# Levels are those of the competences: 1 just begun, 2 with help, 3 alone, 4 helps others.
LEVELS = (1, 2, 3, 4)
USUAL_LEVEL = 3


def usual_objectives(internship: Internship) -> list[dict[str, Any]]:
    """The competences of the track, in the language of the papers; tasks are filled in later."""
    competences = Competence.objects.filter(
        track=internship.enrolment.cohort.track_id, is_active=True
    ).order_by("position", "pk")
    with translation.override(language_of_papers(internship)):
        return [{"competence": one.name, "task": "", "level": USUAL_LEVEL} for one in competences]
