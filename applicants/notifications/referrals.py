"""Messages about referrals: to the referring worker, and to the person who is asked."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from applicants.enums import ReferralState
from applicants.models import PartnerContact, Referral
from becode.core.sealing import new_token, token_digest
from becode.messages.enums import Channel
from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _

ANSWER_LIFE = timedelta(days=30)


class ReferrerInvited(Notification):
    """The way in for a referring worker: no password, a code arrives by e-mail."""

    key = "applicants.referrer_invited"
    about = "applicants.partnercontact"
    reads = ("partner",)
    subject: PartnerContact

    def recipients(self) -> list[Recipient]:
        return user_recipients(self.subject.user) if self.subject.user else []

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.ended_at is None and self.subject.partner.is_active

    def campus_key(self) -> int | None:
        return self.subject.partner.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        query = urlencode({"next": reverse("applicants:referrers:home")})
        address = f"{settings.PUBLIC_BASE_URL}{reverse('account_login')}?{query}"
        names = {"partner": self.subject.partner.name, "school": settings.ORGANISATION_NAME}
        return Content(
            subject=_("Refer people to %(school)s") % names,
            preview=_("You can pass people on to us from your own page."),
            paragraphs=[
                _("%(school)s made a page for you at %(partner)s.") % names,
                _(
                    "Do you know somebody who wants to learn to code? Ask them first. "
                    "Then fill in their name. We ask them for their own yes."
                ),
                _(
                    "You need no password. Fill in this e-mail address: %(email)s. "
                    "We send you a code."
                )
                % {"email": recipient.address},
            ],
            button=(_("Go to my page"), address),
        )


class ReferralQuestion(Notification):
    """Asks the person whether they want it, at the address their counsellor gave.

    Each has a link of its own, which ends the one before.
    """

    key = "applicants.referral_question"
    about = "applicants.referral"
    useful_for = timedelta(days=20)
    subject: Referral

    def recipients(self) -> list[Recipient]:
        referral = self.subject
        channel = Channel.EMAIL if referral.email else Channel.SMS
        return [
            Recipient(
                channel=channel,
                address=referral.email or referral.phone,
                language=referral.language,
                name=referral.first_name,
            )
        ]

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.state == ReferralState.WAITING

    def campus_key(self) -> int | None:
        return self.subject.campus_id

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = {
            "partner": self.subject.partner.name,
            "school": settings.ORGANISATION_NAME,
            "link": "[[link]]",
        }
        return Content(
            subject=_("Do you want to apply at %(school)s?") % names,
            preview=_("%(partner)s gave us your name.") % names,
            paragraphs=[
                _("%(partner)s told us that you want to learn to code.") % names,
                _("Is that right? Press the button. Then you say yes or no."),
                _("Without your yes we do nothing. The link works for 30 days."),
            ],
            button=(_("Say yes or no"), "[[link]]"),
            sms=_("%(school)s: %(partner)s gave us your name. Do you want to apply? %(link)s")
            % names,
            secrets={"link": self._new_link(recipient.language, at=at)},
        )

    def _new_link(self, language: str, *, at: datetime) -> str:
        """The record keeps the digest of its token only."""
        token, referral = new_token(), self.subject
        referral.digest, referral.link_expires_at = token_digest(token), at + ANSWER_LIFE
        referral.save(update_fields=["digest", "link_expires_at"])
        with translation.override(language):
            path = reverse("applicants:referrers:answer", args=[token])
        return f"{settings.PUBLIC_BASE_URL}{path}"
