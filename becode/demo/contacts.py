"""Somebody who applied twice under two spellings, and calls that colleagues noted."""

from datetime import datetime
from functools import partial

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.core.clock import local_day
from becode.demo.applying import Story
from becode.demo.crowd import Crowd, born
from becode.people.contacting import next_working_day, note_contact


def add_contacts(crowd: Crowd) -> None:
    """A pair for the page of duplicates, and a contact log with next steps due today."""
    first = _fatoumata(crowd, 16, last_name="Diallo", email="", phone="+32 465 00 71 71")
    _fatoumata(crowd, 3, last_name="Dialo", email="fatou.dialo@mail.example", phone="")
    ghent = crowd.applicant(8, campus="GNT", gender="m", language="nl")
    plan = crowd.world.chronicle.plan
    plan(crowd.soon(12), partial(_missed, first))
    plan(crowd.soon(6), partial(_spoke, ghent))
    plan(crowd.soon(1), partial(_to_do_now, first))


def _fatoumata(crowd: Crowd, days_ago: int, **known: str) -> Story:
    birth = born(24, crowd.world.days_ago(16))
    return crowd.applicant(
        days_ago, campus="BXL", with_second=False, first_name="Fatoumata", preferred_name="",
        legal_name="", gender="f", language="fr", birth=birth, **known,
    )  # fmt: skip


def _missed(story: Story, at: datetime) -> None:
    note_contact(
        person=story.person,
        channel="call",
        result="left_message",
        text="Laissé un message en français.",
        actor=story.admissions,
        at=at,
    )


def _spoke(story: Story, at: datetime) -> None:
    note_contact(
        person=story.person,
        channel="visit",
        result="reached",
        text="Kwam langs op de infomarkt. Wil eerst de campus zien.",
        next_action="Rondleiding voorstellen",
        next_on=next_working_day(local_day(at)),
        actor=story.admissions,
        at=at,
    )


def _to_do_now(story: Story, at: datetime) -> None:
    """Due on the day of the trial, for admissions of the campus."""
    colleague = story.world.colleagues.acting(Role.ADMISSIONS, "BXL")
    note_contact(
        person=story.person,
        channel="call",
        result="not_reached",
        next_action="Rappeler, parle mieux après 16 h",
        next_on=story.world.today,
        owner=User.objects.get(pk=colleague.key),
        actor=story.admissions,
        at=at,
    )
