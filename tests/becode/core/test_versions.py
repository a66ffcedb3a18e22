"""Two colleagues who change one setting at the same instant: the first one holds, the second is
told.
"""

import threading
from contextlib import suppress

import pytest

from becode.core.actors import SYSTEM
from becode.core.moves import Stale
from becode.messages.models import TextVersion
from becode.messages.wording import word
from becode.reminders.models import RuleVersion
from becode.reminders.workflow import set_rule
from tests.becode.messages.test_claims import together
from tests.factories import MOMENT, EnrolmentFactory

pytestmark = pytest.mark.django_db(transaction=True)


def words(text):
    EnrolmentFactory()
    return lambda: word(
        kind="cohorts.cohort_starts",
        language="fr",
        subject=text,
        body="",
        sms="",
        seen=0,
        actor=SYSTEM,
        at=MOMENT,
    )


def setting(note):
    return lambda: set_rule(
        key="check_in_missing",
        is_on=False,
        offsets=(),
        way="own",
        note=note,
        seen=0,
        actor=SYSTEM,
        at=MOMENT,
    )


@pytest.mark.parametrize(
    ("act", "rows"), [(words, TextVersion.objects), (setting, RuleVersion.objects)]
)
def test_of_two_first_versions_at_once_one_is_kept_and_the_other_told(act, rows, monkeypatch):
    """Each has read that there is none before the other writes, where nothing holds them."""
    acts, both_read = [act("One"), act("Two")], threading.Barrier(2)
    model, told = rows.model, []
    create = model.objects.create

    def slow_create(**values):
        with suppress(threading.BrokenBarrierError):
            both_read.wait(0.5)
        return create(**values)

    monkeypatch.setattr(model.objects, "create", slow_create)

    def run(one):
        try:
            one()
        except Stale as error:
            told.append(error)

    together(*[lambda one=one: run(one) for one in acts])

    assert (rows.count(), len(told)) == (1, 1)
