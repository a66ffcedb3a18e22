"""Messages to people who wait: their place each month, and whether they still wait."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils import translation

from applicants.enums import ApplicationState
from applicants.models import Application, WaitingLink, WaitlistEntry
from applicants.models.waitlist import REOPEN_WITHIN
from applicants.notifications.decisions import AboutApplication
from applicants.notifications.words import day_in_words
from applicants.pace import estimates
from becode.core.clock import local_day
from becode.core.sealing import new_token, token_digest
from becode.messages.enums import Topic
from becode.messages.notification import Content, Recipient
from becode.messages.words import gettext as _
from becode.messages.words import ngettext
from becode.portal.access import personal_link

# Longer than the three questions, the silence after them and the time to come back.
LINK_LIFE = 2 * REOPEN_WITHIN


def before_you(position: int) -> str:
    """How many people are before somebody at this position."""
    if position <= 1:
        return _("You are next")
    ahead = position - 1
    return ngettext("%(count)d person is before you", "%(count)d people are before you", ahead) % {
        "count": ahead
    }


def waits_actively(application: Application, *, at: datetime) -> bool:
    """On a list on which they do not pause."""
    waiting = application.entries.waiting().not_paused(local_day(at))
    return application.state == ApplicationState.ADMITTED and waiting.exists()


class MonthlyPlace(AboutApplication):
    """Each month: the place on each list, and how long it may still take.

    docs/domain.md, "Reminders", 11.
    """

    key = "applicants.monthly_place"
    topic = Topic.WAITING
    useful_for = timedelta(days=3)

    def is_still_wanted(self, *, at: datetime) -> bool:
        """Not while they pause on every list, and not beside a seat to answer."""
        return (
            waits_actively(self.subject, at=at)
            and not self.subject.interest_asks
            and not self.subject.offers.live(at).exists()
        )

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        places = self._places(recipient, at=at)
        first = places[0] if places else ("", "")
        return Content(
            subject=_("Your place on the waitlist for %(track)s")
            % {"track": self.subject.track.name},
            preview=_("You do not have to do anything."),
            paragraphs=[
                _("You still wait for a seat with us. This is your place today."),
                _("How long it takes, we guess from the past. It can be different."),
                _("You do not have to do anything. As soon as there is a seat, we write."),
                _("Do you want a break, or to leave the list? You can do that on your page."),
            ],
            facts=places,
            button=(_("See my place, pause or leave"), "[[link]]"),
            sms=_("You still wait for a seat. %(city)s: %(place)s. Your page: %(link)s")
            % {"city": first[0], "place": first[1], "link": "[[link]]"},
            secrets={"link": personal_link(recipient.person, at=at, next_path="waiting")},
        )

    def _places(self, recipient: Recipient, *, at: datetime) -> list[tuple[str, str]]:
        """City with place and estimate, the first choice first; in three queries."""
        waiting = WaitlistEntry.objects.waiting().not_paused(local_day(at))
        entries = list(waiting.filter(application=self.subject).with_position().by_choice())
        known = estimates(
            {
                entry.pk: ((entry.campus_id, entry.track_id), entry.position)  # type: ignore[attr-defined]
                for entry in entries
            },
            at=at,
        )
        places = []
        for entry in entries:
            guess = known[entry.pk]
            words = before_you(entry.position)  # type: ignore[attr-defined]
            if guess.is_known:
                words = f"{words} · {guess.range_in_words}"
            places.append((entry.campus.city(recipient.language), words))
        return places


class StillInterested(AboutApplication):
    """Once a year, up to three times: do you still wait? Answered without signing in."""

    key = "applicants.still_interested"
    useful_for = timedelta(days=10)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return bool(self.subject.interest_asks) and waits_actively(self.subject, at=at)

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        track = {"track": self.subject.track.name}
        return Content(
            subject=_("Do you still wait for a seat?"),
            preview=_("Tell us with one click. You do not have to sign in."),
            paragraphs=[
                _("You are on our waitlist for %(track)s. You have waited a long time.") % track,
                _("Do you still want a seat? Please tell us: yes or no."),
                _("You say yes: you keep your place."),
                _("You say no, or nothing: somebody else can have the seat."),
            ],
            button=(_("Say yes or no"), "[[link]]"),
            sms=_("Do you still wait for a seat with us? Say yes or no here: %(link)s")
            % {"link": "[[link]]"},
            secrets={"link": waiting_link(self.subject, recipient.language, at=at)},
        )


class PlaceClosed(AboutApplication):
    """We heard nothing: the places ended. By its link they can be had back for a while."""

    key = "applicants.place_closed"
    useful_for = timedelta(days=20)

    def is_still_wanted(self, *, at: datetime) -> bool:
        return (
            self.subject.state == ApplicationState.ADMITTED
            and not self.subject.entries.waiting().exists()
        )

    def content(self, recipient: Recipient, *, at: datetime) -> Content:
        closed_at = self.subject.entries.aggregate(last=Max("closed_at"))["last"]
        until = day_in_words((closed_at or at) + REOPEN_WITHIN)
        return Content(
            subject=_("You are not on our waitlist any more"),
            preview=_("You still want a seat? You can have your place back."),
            paragraphs=[
                _("We asked three times whether you still wait. We heard nothing."),
                _("So we took you off the list. That is all right."),
                _("You still want a seat? Before %(day)s you can have your old place back.")
                % {"day": until},
                _("After that you may always apply again."),
            ],
            button=(_("I want my place back"), "[[link]]"),
            sms=_("You are off our waitlist. Before %(day)s you can come back: %(link)s")
            % {"day": until, "link": "[[link]]"},
            secrets={"link": waiting_link(self.subject, recipient.language, at=at)},
        )


def waiting_link(application: Application, language: str, *, at: datetime) -> str:
    """A new address where a person says whether they still wait, for a message's `secrets`.

    The database keeps the digest of its token only.
    """
    token = new_token()
    WaitingLink.objects.create(
        application=application,
        digest=token_digest(token),
        made_at=at,
        expires_at=at + LINK_LIFE,
    )
    with translation.override(language):
        path = reverse("applicants:public:waiting", args=[token])
    return f"{settings.PUBLIC_BASE_URL}{path}"
