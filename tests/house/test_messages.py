"""Every message can be looked at, in each language, with nothing missing in it."""

import re

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from becode.accounts.models import User
from becode.backoffice.jobs import JOBS
from becode.messages.health import MAY_BE_SILENT_FOR
from becode.messages.notification import declared
from becode.messages.samples import email_of, samples, sms_of
from becode.messages.words import template_of
from becode.schedule import SCHEDULE
from tests.house import world as worlds

pytestmark = pytest.mark.django_db

# A value that was not there, a space or a mark too many.
HOLES = re.compile(r"\bNone\b(?! of)|\{\w*\}|%\(|\[\[(?!\w)|: \.|\s,|,,|  ")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield worlds.build()
        transaction.set_rollback(True)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_message_can_be_looked_at(world, language):
    user = User.objects.with_role("administrator").order_by("pk").first()
    missing, holes, mixed = [], [], []
    kinds = {key: kind for key, kind in declared().items() if kind.__module__[:6] != "tests."}
    for key, kind in kinds.items():
        found = samples(kind, language=language, at=timezone.now(), user=user)
        if not found:
            missing.append(key)
        said = {(one.record.pk, *map(template_of, one.content.paragraphs)) for one in found}
        if len(said) > len({one.record.pk for one in found}):
            mixed.append(key)
        for one in found:
            texts = [one.content.subject, *one.content.paragraphs, one.content.sms]
            texts += [part for fact in one.content.facts for part in fact]
            holes += [(key, str(text)) for text in texts if HOLES.search(str(text))]
            assert one.content.subject in email_of(one.content, one.recipient).replace(
                "&#x27;", "'"
            )
            assert settings.ORGANISATION_NAME in sms_of(one.content, one.recipient)
    # Words of a kind are written once, for all its readers: none is told otherwise.
    assert (missing, holes, mixed) == ([], [], [])


def test_every_periodic_job_has_words():
    names = {job["task"] for job in SCHEDULE.values()} | set(MAY_BE_SILENT_FOR)
    assert names - set(JOBS) == set()
    assert set(JOBS) - names == set()
