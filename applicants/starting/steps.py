"""The selection that a school starts with, to be changed at will in the staff site."""

from typing import Any

from django.db import transaction

from applicants.enums import StepKind
from applicants.models import SelectionStep
from cohorts.models import Track

STEPS: tuple[dict[str, Any], ...] = (
    {
        "kind": StepKind.INFO_SESSION,
        "position": 10,
        "deadline_days": 21,
        "name_nl": "Infosessie",
        "name_fr": "Séance d'information",
        "name_en": "Info session",
        "text_nl": "We vertellen je wat je leert en hoe een dag eruitziet. Het duurt twee uur. "
        "Breng je vragen mee.",
        "text_fr": "Nous vous expliquons ce que vous apprenez et comment se passe une journée. "
        "Cela dure deux heures. Apportez vos questions.",
        "text_en": "We tell you what you learn and what a day looks like. It takes two hours. "
        "Bring your questions.",
    },
    {
        "kind": StepKind.CHALLENGE,
        "position": 20,
        "deadline_days": 14,
        "name_nl": "Online opdracht",
        "name_fr": "Défi en ligne",
        "name_en": "Online challenge",
        "text_nl": "Maak een kleine webpagina over jezelf. Je hoeft nog niets te kunnen: "
        "zoek op het internet hoe het moet. Vier uur werk is genoeg.",
        "text_fr": "Faites une petite page web sur vous. Vous ne devez encore rien savoir : "
        "cherchez sur internet comment faire. Quatre heures de travail suffisent.",
        "text_en": "Make a small web page about yourself. You need no experience: "
        "find out on the internet how to do it. Four hours of work are enough.",
    },
    {
        "kind": StepKind.SELECTION_DAY,
        "position": 30,
        "deadline_days": 28,
        "is_scored": True,
        "pass_mark": "3.00",
        "name_nl": "Selectiedag",
        "name_fr": "Journée de sélection",
        "name_en": "Selection day",
        "text_nl": "Je werkt een halve dag samen met anderen. We kijken naar je motivatie en hoe "
        "je samenwerkt. Diploma's tellen niet.",
        "text_fr": "Vous travaillez une demi-journée avec d'autres. Nous regardons votre "
        "motivation et votre travail en groupe. Les diplômes ne comptent pas.",
        "text_en": "You work with others for half a day. We look at your motivation and at how "
        "you work together. Diplomas do not count.",
    },
    {
        "kind": StepKind.DOCUMENT_CHECK,
        "position": 40,
        "deadline_days": 14,
        "name_nl": "Documenten",
        "name_fr": "Documents",
        "name_en": "Documents",
        "text_nl": "We kijken of al je papieren in orde zijn.",
        "text_fr": "Nous vérifions si tous vos papiers sont en ordre.",
        "text_en": "We look whether all your papers are in order.",
    },
)


@transaction.atomic
def add_starting_steps(track: Track) -> bool:
    """Add the usual steps where the track has none at all; tells whether."""
    if SelectionStep.objects.filter(track=track).exists():
        return False
    SelectionStep.objects.bulk_create(SelectionStep(track=track, **words) for words in STEPS)
    return True
