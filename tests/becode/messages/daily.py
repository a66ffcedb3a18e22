"""Ordinary messages for tests: reminders of a rule, of which a reader gets one a day."""

from becode.messages import notification
from becode.messages.compose import Reminder, send
from becode.messages.notification import Content, Notification
from becode.messages.recipients import person_recipients, user_recipients
from tests.factories import MOMENT, PersonFactory


class Daily(Notification):
    """About a person, to that person."""

    key = "tests.daily"
    about = "people.person"

    def recipients(self):
        return person_recipients(self.subject)

    def content(self, recipient, *, at):
        return Content(
            subject=f"{self.key} for {recipient.name}",
            paragraphs=[f"Words of {self.key}: [[link]]"],
            sms=f"Text of {self.key}",
            secrets={"link": f"https://school.example/{self.key}"},
        )


class First(Daily):
    key = "tests.first"


class Second(Daily):
    key = "tests.second"


class Third(Daily):
    key = "tests.third"


class Doubtful(Daily):
    """Wanted no more once its reader goes by another name."""

    key = "tests.doubtful"

    def is_still_wanted(self, *, at):
        return not self.subject.preferred_name


class Faulty(Daily):
    """Whose own code fails when it is asked again."""

    key = "tests.faulty"

    def is_still_wanted(self, *, at):
        raise RuntimeError("a fault of ours")


class ToColleague(Notification):
    key = "tests.to_colleague"
    about = "accounts.user"

    def recipients(self):
        return user_recipients(self.subject)

    def content(self, recipient, *, at):
        return Content(subject="For a colleague", paragraphs=["Words."])


class AlsoToColleague(ToColleague):
    key = "tests.also_to_colleague"


def declare():
    notification.declare(First, Second, Third, Doubtful, Faulty, ToColleague, AlsoToColleague)


def plan(subject, kind=First, *, at=MOMENT, due_at=None, until=None, dedupe=""):
    """One ordinary message in the outbox, as a sweep writes it."""
    (message,) = send(
        kind(subject),
        at=at,
        due_at=due_at or at,
        dedupe=dedupe or (due_at or at).isoformat(),
        reminder=Reminder(rule=kind.key, useful_until=until),
    )
    return message


def anna(**fields):
    return PersonFactory(first_name="Anna", email="anna@mail.example", **fields)
