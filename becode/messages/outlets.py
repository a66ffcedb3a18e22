"""The ways out as all senders together see them: a breaker for each host, and its rate.

A host that fails FAILURES_TO_OPEN times in a row is left alone for 1, 2, 4 … minutes, at most 15;
then one message tries. A provider takes so many messages a minute: a bucket of tokens that all
senders on all machines share. What may not leave now waits in its row, untouched; urgent messages
may use the last tokens and try a broken host each minute.

Times are the database's own, as those of leases: senders on several machines agree, and a
rehearsal with another clock opens and fills nothing.
"""

import time
from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from becode.messages.enums import Channel
from becode.messages.models import Outlet

FAILURES_TO_OPEN = 5
MOST_MINUTES_OPEN = 15
# How long one sender has the trial for itself, and how often an urgent message may ask for one.
TRIAL_SECONDS = 60
# How much may leave at once: what comes in between two runs of the sender (becode/schedule.py).
BURST_SECONDS = 15
# What part of a full bucket is left to urgent messages.
KEPT_FOR_URGENT = 0.2
# Good news is written down once in so many seconds by each process.
TELL_EVERY_SECONDS = 1.0
# How long a sender may not know that others opened the breaker.
ASK_EVERY_SECONDS = 1.0
# Outcomes that say something about the host rather than about one message.
_TROUBLE = frozenset({"server_away", "interrupted", "smtp_421", "provider_away"})
_SMTP = "django.core.mail.backends.smtp."


class Admission(Enum):
    """Who may leave now."""

    ALL = auto()
    URGENT = auto()
    NOBODY = auto()


def host_of(channel: str) -> str:
    """The name of a channel's outlet: its host where the settings name one, else what sends."""
    if channel == Channel.SMS:
        gateway = urlsplit(getattr(settings, "SMS_URL", "")).netloc
        return (gateway or str(settings.SMS_BACKEND))[-100:]
    if settings.EMAIL_BACKEND.startswith(_SMTP):
        return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"[-100:]
    return str(settings.EMAIL_BACKEND)[-100:]


def per_minute(channel: str) -> int:
    """How many messages the provider takes a minute; 0 is as many as there are."""
    return int(settings.SMS_PER_MINUTE if channel == Channel.SMS else settings.EMAIL_PER_MINUTE)


def is_trouble(outcome: str) -> bool:
    """Whether an outcome code counts against the host."""
    return outcome in _TROUBLE or outcome.startswith(("provider_5", "gateway_"))


class Gate:
    """One channel's outlet during one run of a sender."""

    def __init__(self, channel: str) -> None:
        self.host = host_of(channel)
        self._rate = per_minute(channel) / 60
        self._told_at = 0.0
        self._asked_at = 0.0
        self._on_trial = False
        Outlet.objects.bulk_create([Outlet(name=self.host)], ignore_conflicts=True)

    @property
    def _full(self) -> float:
        return max(1.0, self._rate * BURST_SECONDS)

    @property
    def is_on_trial(self) -> bool:
        """Whether one message tries a host that failed."""
        return self._on_trial

    def admit(self) -> Admission:
        """Who may leave now; takes a token where there is a rate: `give_back` what is not used."""
        admission = self._through_breaker()
        if admission is Admission.NOBODY or not self._rate:
            return admission
        if admission is Admission.ALL and self._take(left=int(self._full * KEPT_FOR_URGENT)):
            return Admission.ALL
        return Admission.URGENT if self._take(left=0) else Admission.NOBODY

    def give_back(self) -> None:
        """Nothing was handed over: its token goes back, and so does the trial."""
        if self._rate:
            _run(
                "UPDATE messaging_outlet SET tokens = least(%s, tokens + 1) WHERE name = %s",
                [self._full, self.host],
            )
        if self._on_trial:
            self._on_trial = False
            _run(
                "UPDATE messaging_outlet SET open_until = least(open_until, clock_timestamp())"
                " WHERE name = %s",
                [self.host],
            )

    def went_well(self) -> None:
        """The host answered as it should, whatever it said about the message."""
        if not self._on_trial and time.monotonic() - self._told_at < TELL_EVERY_SECONDS:
            return
        self._told_at, self._on_trial = time.monotonic(), False
        _run(
            "UPDATE messaging_outlet SET failures = 0, open_until = NULL,"
            " last_success_at = clock_timestamp() WHERE name = %s",
            [self.host],
        )

    def failed(self, outcome: str) -> None:
        """The host let us down; the breaker opens, or opens for longer."""
        self._told_at, self._asked_at, self._on_trial = 0.0, 0.0, False
        _run(
            """
            UPDATE messaging_outlet SET
                failures = least(failures + 1, 1000),
                last_failure = %s,
                last_failure_at = clock_timestamp(),
                open_until = CASE WHEN failures + 1 >= %s THEN clock_timestamp()
                    + make_interval(mins => least(%s, (2 ^ least(failures + 1 - %s, 10))::int))
                END
            WHERE name = %s
            """,
            [outcome[:40], FAILURES_TO_OPEN, MOST_MINUTES_OPEN, FAILURES_TO_OPEN, self.host],
        )

    def _through_breaker(self) -> Admission:
        """One read a second while all is well; one write for the sender that gets the trial."""
        now = time.monotonic()
        if now - self._asked_at < ASK_EVERY_SECONDS:
            return Admission.ALL
        row = _run(
            "SELECT open_until IS NOT NULL, open_until <= clock_timestamp(),"
            " last_failure_at <= clock_timestamp() - make_interval(secs => %s)"
            " FROM messaging_outlet WHERE name = %s",
            [TRIAL_SECONDS, self.host],
        )
        is_broken, is_over, urgent_may_try = row or (False, False, False)
        if not is_broken:
            self._asked_at = now
            return Admission.ALL
        if is_over:
            return Admission.ALL if self._takes_trial() else Admission.NOBODY
        if urgent_may_try and self._takes_urgent_trial():
            return Admission.URGENT
        return Admission.NOBODY

    def _takes_trial(self) -> bool:
        self._on_trial = bool(
            _run(
                "UPDATE messaging_outlet"
                " SET open_until = clock_timestamp() + make_interval(secs => %s),"
                " last_failure_at = clock_timestamp()"
                " WHERE name = %s AND open_until <= clock_timestamp() RETURNING 1",
                [TRIAL_SECONDS, self.host],
            )
        )
        return self._on_trial

    def _takes_urgent_trial(self) -> bool:
        return bool(
            _run(
                "UPDATE messaging_outlet SET last_failure_at = clock_timestamp() WHERE name = %s"
                " AND last_failure_at <= clock_timestamp() - make_interval(secs => %s) RETURNING 1",
                [self.host, TRIAL_SECONDS],
            )
        )

    def _take(self, *, left: int) -> bool:
        """Take one token of the bucket, if `left` stay in it; a bucket never used is full."""
        return bool(
            _run(
                """
                WITH now AS (
                    SELECT name, least(%(full)s, CASE WHEN filled_at IS NULL THEN %(full)s
                        ELSE tokens + %(rate)s
                            * greatest(0, extract(epoch FROM clock_timestamp() - filled_at))
                        END) AS tokens
                    FROM messaging_outlet WHERE name = %(host)s FOR UPDATE)
                UPDATE messaging_outlet AS outlet
                SET filled_at = clock_timestamp(), tokens = now.tokens - 1
                FROM now WHERE outlet.name = now.name AND now.tokens >= %(left)s + 1
                RETURNING 1
                """,
                {"full": self._full, "rate": self._rate, "host": self.host, "left": left},
            )
        )


def _run(sql: str, values: Sequence[Any] | Mapping[str, Any]) -> tuple[Any, ...] | None:
    """One statement, in a transaction of its own; its first row if it answers any."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone() if cursor.description else None
