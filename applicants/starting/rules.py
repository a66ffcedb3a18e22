"""The rules a track begins with; colleagues change them in the settings."""

from typing import Any

from applicants.enums import DocumentKind, RuleKind
from applicants.models import EligibilityRule
from becode.people.enums import LessonLevel
from cohorts.models import Track

# docs/domain.md, "Eligibility". There is none about who somebody is.
_RULES: tuple[dict[str, Any], ...] = (
    {
        "kind": RuleKind.MINIMUM_AGE,
        "parameter": "18",
        "text_nl": "Is minstens 18 jaar",
        "text_fr": "A au moins 18 ans",
        "text_en": "Is at least 18 years old",
    },
    {
        "kind": RuleKind.LANGUAGE_LEVEL,
        "parameter": LessonLevel.A_LITTLE,
        "text_nl": "Kan een les een beetje volgen in een taal van de campus",
        "text_fr": "Peut suivre un peu un cours dans une langue du campus",
        "text_en": "Can follow a lesson a little in a language of the campus",
    },
    {
        "kind": RuleKind.RIGHT_TO_WORK,
        "needs_proof": True,
        "document_kind": DocumentKind.RIGHT_TO_WORK,
        "text_nl": "Mag in België werken tot het einde van de opleiding",
        "text_fr": "Peut travailler en Belgique jusqu'à la fin de la formation",
        "text_en": "May work in Belgium until the end of the course",
    },
    {
        "kind": RuleKind.AVAILABILITY,
        "text_nl": "Kan er elke weekdag zijn",
        "text_fr": "Peut être là chaque jour de la semaine",
        "text_en": "Can be there every weekday",
    },
)


def add_starting_rules(track: Track) -> int:
    """Give a track its first rules, unless it has any; returns how many were added."""
    if track.eligibility_rules.exists():
        return 0
    rules = [
        EligibilityRule(track=track, position=10 * number, **words)
        for number, words in enumerate(_RULES, start=1)
    ]
    return len(EligibilityRule.objects.bulk_create(rules))
