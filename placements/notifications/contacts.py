"""Messages about who of a company may use its pages."""

from datetime import datetime

from django.conf import settings

from becode.messages.notification import Content, Notification, Recipient
from becode.messages.recipients import user_recipients
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from placements.enums import ContactRole, LinkPurpose
from placements.models import CompanyContact
from placements.notifications.recipients import (
    contact_recipients,
    guest_page,
    owner_recipients,
    page,
)
from placements.workflow.handing_over import Handed
from placements.workflow.links import make_link

# docs/domain.md, "The company portal".
INVITATION_DAYS = 14


class ContactInvited(Notification):
    """The way in for a company: one link, one button, no password."""

    key = "placements.contact_invited"
    about = "placements.companycontact"
    version = "2"
    subject: CompanyContact

    def recipients(self) -> list[Recipient]:
        return user_recipients(self.subject.user)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return self.subject.may_sign_in

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        token = make_link(
            purpose=LinkPurpose.INVITE, at=at, days=INVITATION_DAYS, contact=self.subject
        )
        link = guest_page("placements:guests:invite", token, language=recipient.language)
        names = {"company": self.subject.company.name, "school": settings.ORGANISATION_NAME}
        what_for = self._what_for()
        return Content(
            subject=_("Your page at %(school)s for %(company)s") % names,
            preview=_("One button, and you are in."),
            paragraphs=[
                _("%(school)s made a page for %(company)s. You can use it from now on.") % names,
                *([" ".join(what_for)] if what_for else []),
                _("The button works for %(days)d days, once.") % {"days": INVITATION_DAYS},
                _("Later you need no password. Fill in %(email)s, and we send you a code.")
                % {"email": recipient.address},
            ],
            button=(_("Go to my page"), "[[link]]"),
            secrets={"link": link},
        )

    def _what_for(self) -> list[str]:
        """A sentence for each thing that they may do there."""
        has = self.subject.has_role
        words = []
        if has(ContactRole.RECRUITER):
            words.append(_("Offer internships and jobs. See who we propose. Say yes or no."))
        if has(ContactRole.SIGNATORY):
            words.append(_("Sign the agreements of your interns."))
        if has(ContactRole.MENTOR):
            words.append(_("Say how your intern is doing."))
        if has(ContactRole.MANAGER):
            words.append(_("Invite your colleagues."))
        return words


class _Left(Notification):
    """Somebody does not work there any more; `handed` and `heir` say what went to whom."""

    about = "placements.companycontact"
    can_be_made_anew = False  # nothing keeps what went to whom
    subject: CompanyContact

    def __init__(
        self,
        subject: CompanyContact,
        *,
        handed: Handed | None = None,
        heir: CompanyContact | None = None,
    ) -> None:
        super().__init__(subject)
        self.handed, self.heir = handed or Handed(), heir

    def is_still_wanted(self, *, at: datetime) -> bool:
        return not self.subject.is_active

    def names(self) -> dict[str, str]:
        return {
            "name": str(self.subject.user),
            "company": self.subject.company.name,
            "heir": str(self.heir.user) if self.heir else "",
        }

    def what_went_over(self) -> list[tuple[str, str]]:
        """How many of each kind of thing, where there are some."""
        handed = self.handed
        counts = [
            (_("Interns"), handed.interns),
            (_("Positions"), handed.positions),
            (_("Agreements to sign"), handed.signatures),
        ]
        return [(words, str(count)) for words, count in counts if count]


class ColleagueLeft(_Left):
    """To those who stay: who is gone, and what went to whom."""

    key = "placements.colleague_left"

    def recipients(self) -> list[Recipient]:
        return contact_recipients(self.subject.company)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        paragraphs = [
            _("%(name)s cannot use the pages of %(company)s any more.") % names,
        ]
        went = self.what_went_over()
        if self.heir is not None and went:
            is_me = recipient.user == self.heir.user
            paragraphs.append(
                _("What waited for %(name)s is yours now.") % names
                if is_me
                else _("What waited for %(name)s went to %(heir)s.") % names
            )
        paragraphs.append(_("Is this not right? Call us or answer this message."))
        return Content(
            subject=_("%(name)s does not work with you any more") % names,
            paragraphs=paragraphs,
            facts=went,
            button=(
                _("See our colleagues"),
                page("placements:company:colleagues", language=recipient.language),
            ),
        )


class ContactLeftSchool(_Left):
    """To the colleague who looks after the company: who is gone, who goes on, what is stuck."""

    key = "placements.contact_left_school"

    def recipients(self) -> list[Recipient]:
        return owner_recipients(self.subject.company)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        names = self.names()
        paragraphs = [_("%(name)s does not work at %(company)s any more.") % names]
        if self.heir is not None:
            paragraphs.append(_("%(heir)s goes on with what waited.") % names)
        else:
            paragraphs.append(_("Nobody of this company can use its pages now. Call them."))
        if self.handed.stuck:
            paragraphs.append(
                ngettext(
                    "%(count)d agreement still names them as signatory. Make it anew.",
                    "%(count)d agreements still name them as signatory. Make them anew.",
                    self.handed.stuck,
                )
                % {"count": self.handed.stuck}
            )
        return Content(
            subject=_("%(name)s left %(company)s") % names,
            paragraphs=paragraphs,
            facts=self.what_went_over() if self.heir is not None else [],
            button=(
                _("Open the company"),
                page(
                    "admin:placements_company_change",
                    self.subject.company_id,
                    language=recipient.language,
                ),
            ),
        )


ALL = (ColleagueLeft, ContactInvited, ContactLeftSchool)
