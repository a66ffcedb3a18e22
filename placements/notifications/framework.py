"""To whoever looks after a company: what was agreed ends soon."""

from datetime import datetime, timedelta

from becode.core import clock
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _
from placements.enums import AgreementState
from placements.models import Company, FrameworkAgreement
from placements.notifications.recipients import officer_recipients, page, written


class FrameworkEnds(Notification):
    """Renew it, or say that it ends. Without an owner, to the officers of its campuses."""

    key = "placements.framework_ends"
    about = "placements.frameworkagreement"
    subject: FrameworkAgreement

    @classmethod
    def made_up(cls, *, at: datetime) -> FrameworkAgreement | None:
        company = Company.objects.order_by("-pk").first()
        if company is None:
            return None
        today = clock.local_day(at)
        return FrameworkAgreement.objects.create(
            company=company, start_on=today, end_on=today + timedelta(days=60)
        )

    def recipients(self) -> list[Recipient]:
        owner = self.subject.owner or self.subject.company.owner
        if owner is not None and owner.is_active:
            return user_recipients(owner)
        campuses = self.subject.campuses.all() or self.subject.company.campuses.all()
        found = {
            recipient.address: recipient
            for campus in campuses
            for recipient in officer_recipients(campus.pk)
        }
        return list(found.values())

    def is_still_wanted(self, *, at: datetime) -> bool:
        return (
            self.subject.state == AgreementState.ACTIVE
            and not self.subject.renews_by_itself
            and clock.local_day(at) <= self.subject.end_on
        )

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        left = (self.subject.end_on - clock.local_day(at)).days
        names = {
            "company": self.subject.company.name,
            "day": written(self.subject.end_on),
            "days": left,
        }
        return Content(
            subject=_("The agreement with %(company)s ends on %(day)s") % names,
            preview=_("Renew it, or write down that it ends."),
            paragraphs=[
                _("The framework agreement with %(company)s ends in %(days)d days.") % names,
                _("Its page shows what was promised and what was used. Call them in time."),
            ],
            button=(
                _("Open the agreement"),
                page(
                    "admin:placements_frameworkagreement_change",
                    self.subject.pk,
                    language=recipient.language,
                ),
            ),
        )


ALL = (FrameworkEnds,)
