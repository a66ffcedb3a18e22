from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from placements.models import CompanyContact


class ContactInvited(Notification):
    """The way in for a company: no password, a code arrives by e-mail."""

    key = "placements.contact_invited"
    about = "placements.companycontact"
    subject: CompanyContact

    def recipients(self) -> list[Recipient]:
        return user_recipients(self.subject.user)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.is_active and self.subject.company.is_active

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        query = urlencode({"next": reverse("placements:company:home")})
        address = f"{settings.PUBLIC_BASE_URL}{reverse('account_login')}?{query}"
        names = {"company": self.subject.company.name, "school": settings.ORGANISATION_NAME}
        return Content(
            subject=_("Your page at %(school)s for %(company)s") % names,
            preview=_("Offer internships and answer when we propose somebody."),
            paragraphs=[
                _("%(school)s made a page for %(company)s. You can use it from now on.") % names,
                _("Offer an internship. See who we propose. Say yes or no."),
                _(
                    "You need no password. Fill in this e-mail address: %(email)s. "
                    "We send you a code."
                )
                % {"email": recipient.address},
            ],
            button=(_("Go to my page"), address),
        )


ALL = (ContactInvited,)
