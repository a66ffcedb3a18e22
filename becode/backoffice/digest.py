"""Each working morning: what waits for a colleague, in one mail, together with their reminders."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from becode.accounts.models import User
from becode.backoffice.today import Task, tasks_for
from becode.core import clock
from becode.core.public_holidays import public_holidays
from becode.messages.enums import Topic
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.reminders.enums import Audience
from becode.reminders.rules import Watch

# When the reminders of a day are due too: a sweep writes both, and they leave together.
HOUR = 9
SATURDAY = 5


class Digest(Notification):
    """The cards of Today with their numbers and links, without the names that stand on them.

    It is of its day alone: the next morning has its own.
    """

    key = "backoffice.digest"
    about = "accounts.user"
    topic = Topic.DIGEST
    useful_for = timedelta(hours=12)
    subject: User

    def __init__(self, subject: User) -> None:
        super().__init__(subject)
        self._tasks: dict[tuple[datetime, str], list[Task]] = {}

    def recipients(self) -> Sequence[Recipient]:
        return user_recipients(self.subject)

    def is_still_wanted(self, *, at: datetime) -> bool:
        user = self.subject
        return user.is_active and user.is_staff and bool(self._waiting(at, user.language))

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        tasks = self._waiting(at, recipient.language)
        total = sum(task.count for task in tasks)
        subject = ngettext(
            "%(count)s thing waits for you", "%(count)s things wait for you", total
        ) % {"count": total}
        return Content(
            subject=subject,
            paragraphs=[_("This is what waits for you today. What is urgent comes first.")],
            links=[
                (f"{task.count} · {task.title}", f"{settings.PUBLIC_BASE_URL}{task.url}")
                for task in tasks
            ],
            button=(_("Open Today"), f"{settings.PUBLIC_BASE_URL}{reverse('admin:index')}"),
        )

    def _waiting(self, at: datetime, language: str) -> list[Task]:
        """Asked once for each moment and language."""
        if (at, language) not in self._tasks:
            with translation.override(language):
                self._tasks[at, language] = tasks_for(self.subject, at=at)
        return self._tasks[at, language]


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def due(since: datetime, until: datetime) -> Iterator[tuple[datetime, Notification]]:
    """One for each colleague at nine of a working day; one query."""
    day = clock.local_day(until)
    morning = clock.at_local(day, HOUR)
    if since < morning <= until and is_working_day(day):
        for user in User.objects.active().staff().with_campus_keys().order_by("pk"):
            yield morning, Digest(user)


# Whoever has nothing to do is looked at again each minute: not for longer than this.
DIGEST = Watch(
    key="digest",
    number=39,
    title=gettext_lazy("What waits for you, each morning"),
    to=Audience.STAFF,
    stops=gettext_lazy("nothing waits, or the reader switched it off"),
    says=(Digest,),
    due=due,
    grace=timedelta(minutes=20),
)
