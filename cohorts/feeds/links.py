"""The secret links of calendars: made from the key of the site, so that none is kept anywhere.

A token names whose calendar it is and proves it; a new series makes the earlier link useless.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from becode.audit.record import record
from becode.core.actors import Actor
from cohorts.models import CalendarLink

LEARNER, COACH, COHORT, CAMPUS = "learner", "coach", "cohort", "campus"
_LETTERS = {LEARNER: "l", COACH: "c", COHORT: "g", CAMPUS: "k"}
_SCOPES = {letter: scope for scope, letter in _LETTERS.items()}
_TOKEN = re.compile(r"(?P<letter>[lcgk])(?P<key>[0-9]{1,18})-(?P<proof>[A-Za-z0-9_-]{32})")
_SALT = "cohorts.calendar"
PROOF_BYTES = 24  # 192 bits, 32 letters


@dataclass(frozen=True, slots=True)
class Feed:
    """Whose calendar: the key is that of a person, a colleague, a cohort or a campus."""

    scope: str
    key: int


def url_of(feed: Feed, *, series: int = 1) -> str:
    """The whole address of a calendar, in the active language."""
    path = reverse("cohorts:calendar_feed", args=[_token(feed, series, settings.SECRET_KEY)])
    return f"{settings.PUBLIC_BASE_URL}{path}"


def urls_of(feeds: Iterable[Feed]) -> dict[Feed, str]:
    """The present addresses of several calendars, with one query."""
    wanted = list(feeds)
    series = _series(wanted)
    return {feed: url_of(feed, series=series.get(feed, 1)) for feed in wanted}


def feed_of(token: str) -> Feed | None:
    """Whose calendar this token opens, or None; one query at most."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    feed = Feed(_SCOPES[found["letter"]], int(found["key"]))
    series = _series([feed]).get(feed, 1)
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(token, _token(feed, series, str(secret))):
            return feed
    return None


@transaction.atomic
def renew_link(*, feed: Feed, actor: Actor, at: datetime) -> CalendarLink:
    """Make the link that was given out useless; from now on there is another one."""
    link, is_new = CalendarLink.objects.get_or_create(
        scope=feed.scope, key=feed.key, defaults={"series": 2}
    )
    if not is_new:
        CalendarLink.objects.filter(pk=link.pk).update(series=F("series") + 1)
        link.refresh_from_db()
    record(
        "calendar_link.renewed",
        subject=link,
        actor=actor,
        at=at,
        person_key=feed.key if feed.scope == LEARNER else None,
        keys={"scope": feed.scope, "key": feed.key},
    )
    return link


def _series(feeds: Iterable[Feed]) -> dict[Feed, int]:
    keys = {feed.key for feed in feeds}
    links = CalendarLink.objects.filter(key__in=keys).order_by("pk")
    return {Feed(link.scope, link.key): link.series for link in links}


def _token(feed: Feed, series: int, secret: str) -> str:
    said = f"{_SALT}:{feed.scope}:{feed.key}:{series}"
    key = hashlib.sha256(f"{_SALT}{secret}".encode()).digest()
    proof = hmac.new(key, said.encode(), hashlib.sha256).digest()[:PROOF_BYTES]
    words = base64.urlsafe_b64encode(proof).decode()
    return f"{_LETTERS[feed.scope]}{feed.key}-{words}"
