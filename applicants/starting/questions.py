"""The questions a new school starts with, in three languages, to be changed at will."""

from datetime import datetime

from django.db import transaction

from applicants.enums import QuestionStage, QuestionType
from applicants.models import Question
from applicants.workflow.questions import Place, Words, add_question
from becode.core.actors import SYSTEM
from becode.people.enums import SpecialKind


def _place(group: str, position: int) -> Place:
    return Place(
        track=None,
        stage=QuestionStage.FORM,
        group=group,
        position=position,
        for_assessors=group == "computer",
    )


@transaction.atomic
def add_starting_questions(*, at: datetime) -> bool:
    """Add the first questions where the school has none at all; tells whether."""
    if Question.objects.exists():
        return False
    add_question(
        key="laptop",
        place=_place("computer", 10),
        words=Words(
            type=QuestionType.YES_NO,
            text_nl="Heb je thuis een laptop of computer?",
            text_fr="Avez-vous un ordinateur à la maison ?",
            text_en="Do you have a laptop or computer at home?",
            help_nl="Heb je er geen? Geen probleem: je krijgt er een in bruikleen.",
            help_fr="Vous n’en avez pas ? Pas de problème : nous vous en prêtons un.",
            help_en="You have none? No problem: we lend you one.",
            required=True,
        ),
        actor=SYSTEM,
        at=at,
    )
    add_question(
        key="internet",
        place=_place("computer", 20),
        words=Words(
            type=QuestionType.YES_NO,
            text_nl="Heb je thuis internet?",
            text_fr="Avez-vous internet à la maison ?",
            text_en="Do you have internet at home?",
            required=True,
        ),
        actor=SYSTEM,
        at=at,
    )
    add_question(
        key="experience",
        place=_place("computer", 30),
        words=Words(
            type=QuestionType.ONE_CHOICE,
            text_nl="Hoe goed ken je computers?",
            text_fr="Connaissez-vous bien les ordinateurs ?",
            text_en="How well do you know computers?",
            help_nl="Elk antwoord is goed. Je hoeft nog niets te kunnen.",
            help_fr="Toutes les réponses sont bonnes. Vous ne devez encore rien savoir faire.",
            help_en="Every answer is good. You do not have to know anything yet.",
            choices=_choices(
                ("none", "Ik begin", "Je débute", "I am beginning"),
                (
                    "everyday",
                    "Ik gebruik internet en e-mail",
                    "J’utilise internet et le courriel",
                    "I use the internet and e-mail",
                ),
                (
                    "office",
                    "Ik werk met tekst en tabellen",
                    "Je travaille avec des textes et des tableaux",
                    "I work with texts and tables",
                ),
                (
                    "code",
                    "Ik heb al eens geprogrammeerd",
                    "J’ai déjà programmé",
                    "I have written code before",
                ),
            ),
            required=True,
        ),
        actor=SYSTEM,
        at=at,
    )
    jobseeker = add_question(
        key="jobseeker",
        place=_place("work", 40),
        words=Words(
            type=QuestionType.YES_NO,
            text_nl="Ben je ingeschreven als werkzoekende?",
            text_fr="Êtes-vous inscrit comme demandeur d’emploi ?",
            text_en="Are you registered as a jobseeker?",
            required=True,
        ),
        actor=SYSTEM,
        at=at,
    )
    add_question(
        key="service",
        place=_place("work", 50),
        words=Words(
            type=QuestionType.ONE_CHOICE,
            text_nl="Bij welke dienst?",
            text_fr="Auprès de quel service ?",
            text_en="With which service?",
            choices=_choices(
                ("vdab", "VDAB", "VDAB", "VDAB"),
                ("actiris", "Actiris", "Actiris", "Actiris"),
                ("forem", "Forem", "Forem", "Forem"),
                ("adg", "ADG", "ADG", "ADG"),
                ("other", "Een andere", "Un autre", "Another one"),
            ),
            required=True,
            condition_question=jobseeker,
            condition_values=["yes"],
        ),
        actor=SYSTEM,
        at=at,
    )
    add_question(
        key="disability",
        special_kind=SpecialKind.DISABILITY,
        place=_place("support", 60),
        words=Words(
            type=QuestionType.YES_NO,
            text_nl="Heb je een handicap of een langdurige ziekte?",
            text_fr="Avez-vous un handicap ou une maladie de longue durée ?",
            text_en="Do you have a disability or a long illness?",
        ),
        actor=SYSTEM,
        at=at,
    )
    return True


def _choices(*rows: tuple[str, str, str, str]) -> list[dict[str, str]]:
    return [dict(zip(("value", "nl", "fr", "en"), row, strict=True)) for row in rows]
