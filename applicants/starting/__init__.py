"""What a new school starts with in intake: questions, steps and rules, to be changed at will."""

from datetime import datetime

from django.db import transaction

from applicants.starting.questions import add_starting_questions
from applicants.starting.rules import add_starting_rules
from applicants.starting.steps import add_starting_steps
from cohorts.models import Track


@transaction.atomic
def add_starting_intake(*, at: datetime) -> None:
    """Questions, and for the first track its steps and rules; what is there already stays."""
    add_starting_questions(at=at)
    first = Track.objects.filter(code="WEB").first()
    if first is not None:
        add_starting_steps(first)
        add_starting_rules(first)
