"""A position that ends unless the company keeps it open."""

from datetime import datetime

from becode.core import clock
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.words import gettext as _
from placements.enums import ContactRole, LinkPurpose, PositionKind, PositionState
from placements.models import Position
from placements.notifications.recipients import contact_recipients, guest_page, written
from placements.workflow.links import make_link

# It works before the last day and for a while after it.
LINK_DAYS = 30


class PositionExpires(Notification):
    """To who offers places: one tap keeps it open, without signing in."""

    key = "placements.position_expires"
    about = "placements.position"
    subject: Position

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.subject.company, ContactRole.RECRUITER)

    def campus_key(self) -> int:
        return self.subject.campus_id

    def is_still_wanted(self, *, at: datetime) -> bool:
        """Not once somebody renewed it, closed it, or its places are taken."""
        day, last = clock.local_day(at), self.subject.expires_on
        is_soon = last is not None and 0 <= (last - day).days <= 7
        return self.subject.state == PositionState.OPEN and is_soon

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        contact = recipient.user.company_contact
        token = make_link(
            purpose=LinkPurpose.RENEW,
            at=at,
            days=LINK_DAYS,
            contact=contact,
            position=self.subject,
        )
        link = guest_page("placements:guests:renew", token, language=recipient.language)
        last = self.subject.expires_on
        names = {"position": self.subject.title, "day": written(last) if last else "–"}
        is_job = self.subject.kind == PositionKind.VACANCY
        return Content(
            subject=_("Is “%(position)s” still open?") % names,
            preview=_("One tap keeps it open."),
            paragraphs=[
                (_("You offer a job: %(position)s.") if is_job
                 else _("You offer an internship: %(position)s.")) % names,
                _("It stays open until %(day)s. Then it ends by itself.") % names,
                _("Do you still look for somebody? One tap keeps it open for 90 days."),
            ],
            button=(_("Keep it open"), "[[link]]"),
            secrets={"link": link},
        )  # fmt: skip


ALL = (PositionExpires,)
