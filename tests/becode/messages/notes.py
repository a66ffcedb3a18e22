"""A message for tests: a note to a person."""

from datetime import timedelta

from becode.messages import notification
from becode.messages.compose import send
from becode.messages.notification import Content, Notification
from becode.messages.recipients import person_recipients
from becode.people.workflow import add_contact_points
from tests.factories import MOMENT, PersonFactory


class Note(Notification):
    key = "tests.note"
    about = "people.person"

    def recipients(self):
        return person_recipients(self.subject)

    def content(self, recipient, *, at):
        return Content(
            subject=f"A note for {recipient.name}",
            paragraphs=["Open [[link]]"],
            sms="Open [[link]]",
            secrets={"link": "https://school.example/my/very-secret"},
        )

    def is_still_wanted(self, *, at):
        return not self.subject.preferred_name.startswith("unwanted")


class UrgentNote(Note):
    key = "tests.urgent_note"
    urgent = True
    useful_for = timedelta(minutes=10)


class ImportantNote(Note):
    key = "tests.important_note"
    important = True


class CodeNote(Note):
    """Urgent, and good for the address alone that asked for it."""

    key = "tests.code_note"
    urgent = True
    may_go_elsewhere = False


class BrokenNote(Note):
    """Whose own code fails when it is asked again."""

    key = "tests.broken_note"

    def is_still_wanted(self, *, at):
        raise RuntimeError("a fault of ours")


def person_with(*, email="", phone="", **also):
    """A person with this address, this number, or both; e-mail is what is preferred."""
    person = PersonFactory(email="", **also)
    add_contact_points(person=person, email=email, phone=phone)
    return person


def declare():
    notification.declare(Note, UrgentNote, ImportantNote, CodeNote, BrokenNote)


def write(name, *, kind=Note, at=MOMENT, **also):
    """One message in the outbox, to name@mail.example."""
    person = PersonFactory(first_name=name, email=f"{name.lower()}@mail.example")
    (message,) = send(kind(person), at=at, **also)
    return message
