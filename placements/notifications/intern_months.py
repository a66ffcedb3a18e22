"""Months that a mentor has not confirmed."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format

from becode.core import clock
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from placements.enums import LinkPurpose
from placements.intern_months import to_confirm
from placements.notifications.intern_parts import (
    AboutInternship,
    days_until,
    guest_link,
    mentor_recipients,
)


class InternMonthDue(AboutInternship):
    """To the mentor, with a link without an account: one tap, or change days."""

    key = "placements.intern_month_due"
    useful_for = timedelta(days=4)

    def recipients(self) -> list[Recipient]:
        return mentor_recipients(self.internship)

    def _owed(self, at: datetime) -> list[date]:
        confirmed = list(self.internship.months.order_by("pk"))
        return to_confirm(self.internship, confirmed, on=clock.local_day(at))

    def is_still_wanted(self, *, at: datetime) -> bool:
        return bool(self._owed(at))

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        months = ", ".join(date_format(month, "F Y") for month in self._owed(at))
        names = self.names() | {"months": months}
        link = guest_link(
            recipient,
            internship=self.internship,
            purpose=LinkPurpose.MONTH,
            at=at,
            days=days_until(self.internship.end_on, at=at, more=60),
        )
        return Content(
            subject=_("Was %(learner)s there in %(months)s?") % names,
            preview=_("One tap is enough. No signing in."),
            paragraphs=[
                _("Please confirm the hours of %(learner)s in %(months)s.") % names,
                _("Everything as planned? Then one tap is enough. If not, change the days."),
                _("The employment service asks us for these hours."),
            ],
            button=(_("Confirm the hours"), "[[link]]"),
            secrets={"link": link},
        )


ALL = (InternMonthDue,)
