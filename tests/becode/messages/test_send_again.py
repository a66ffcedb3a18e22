"""What did not arrive is written anew by a colleague, once, with all that it needs."""

import inspect
import threading

import pytest

from becode.core.actors import SYSTEM
from becode.core.moves import IllegalMove
from becode.messages.compose import send
from becode.messages.models import Message
from becode.messages.notification import declared
from becode.messages.workflow import send_again
from tests.becode.messages.notes import Note, person_with
from tests.becode.messages.test_claims import together
from tests.factories import MOMENT

# What a message may be told beside its record, as it finds it out by itself where it is not.
FOUND_OUT = {"self", "subject", "offset", "slot", "contact_point", "address"}


def failed(kind, subject, **also):
    """A message that could not be sent."""
    (message,) = send(kind(subject), at=MOMENT, **also)
    Message.objects.filter(pk=message.pk).update(
        state="failed", outcome="smtp_550", finished_at=MOMENT, sealed=None
    )
    message.refresh_from_db()
    return message


def test_what_can_be_made_anew_is_made_from_its_record_alone():
    """A secret that a workflow hands over would be empty the second time."""
    told_more = {
        key: sorted(set(inspect.signature(kind.__init__).parameters) - FOUND_OUT)
        for key, kind in declared().items()
        if kind.can_be_made_anew and not key.startswith("tests.")
    }
    assert {key: names for key, names in told_more.items() if names} == {}


@pytest.mark.django_db(transaction=True)
def test_of_two_colleagues_at_once_one_sends_it_again():
    message = failed(Note, person_with(email="anna@mail.example"))
    at_once = threading.Barrier(2, timeout=5)
    refused = []

    def press():
        mine = Message.objects.get(pk=message.pk)
        at_once.wait()
        try:
            send_again(message=mine, actor=SYSTEM, at=MOMENT)
        except IllegalMove as error:
            refused.append(str(error.sentence))

    together(press, press)

    assert len(refused) == 1
    assert Message.objects.filter(instead_of=message).count() == 1
