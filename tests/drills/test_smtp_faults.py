"""A mail server that misbehaves in every way it can: nothing is lost, little comes twice.

Some recipients are answered 421 at first and others 550; some lines hang after the data, some are
cut before it and some after it; for a while nobody answers at all, and one sender is killed.
Sign-in codes are asked for all the time. docs/messages.md, "Drills".
"""

import asyncio
import os
import time
from collections import Counter

import pytest

from becode.accounts.models import User
from becode.core import clock
from becode.messages.compose import send
from becode.messages.invariants import none_forgotten, secrets_emptied
from becode.messages.models import Message
from becode.messages.notifications import LoginCode
from tests.drills.processes import SENDERS, Processes, until
from tests.drills.test_kill_worker import none_open, write_at_once
from tests.smtp_sink import SmtpSink, _received

pytestmark = [pytest.mark.drill, pytest.mark.django_db(transaction=True)]

MESSAGES = int(os.environ.get("BECODE_DRILL_SMTP", "1000"))
PATIENCE = 300
AWAY_SECONDS = 8
CODES_EVERY = 1.0
# How long a code may take while the server answers others: a hanging line, and a busy machine.
LONGEST_WAIT = 20.0
# One in how many is of each kind; the rest are ordinary.
KINDS = {"busy": 20, "refused": 20, "before": 20, "after": 20, "hang": 50}
BUSY_TRIES = 2


class Moody(SmtpSink):
    """Misbehaves to each address as its name says, once, or twice where it is busy.

    `faults` counts how often and how, `unanswered` the mails that it took without saying so.
    """

    def __init__(self):
        super().__init__()
        self.faults = Counter()
        self.unanswered = Counter()
        self._done = Counter()

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        match kind_of(address):
            case "refused":
                self._misbehaves(address)
                return "550 no such mailbox"
            case "busy" if self._misbehaves(address, times=BUSY_TRIES):
                return "421 too busy"
            case "before" if self._misbehaves(address):
                server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        address = envelope.rcpt_tos[0]
        self.received.append(_received(address, envelope.content))
        kind = kind_of(address)
        if kind in ("after", "hang") and self._misbehaves(address):
            self.unanswered[address] += 1
            if kind == "after":
                server.transport.abort()
            else:
                await asyncio.sleep(60)  # longer than any sender waits
        return "250 taken"

    def _misbehaves(self, address, *, times=1):
        """Whether it is time to; counted."""
        if self._done[address] == times:
            return False
        self._done[address] += 1
        self.faults[kind_of(address)] += 1
        return True


def kind_of(address):
    return address.partition("-")[0]


def kinds():
    """Of each message what its server will do, spread over all of them."""
    for number in range(MESSAGES):
        found = [
            kind
            for place, (kind, every) in enumerate(KINDS.items())
            if number % every == place * 3 + 1
        ]
        yield found[0] if found else "plain"


class Codes:
    """Asks for a sign-in code each second; `asked` says when, by address."""

    def __init__(self):
        self.asked = {}

    def ask(self):
        address = f"code-{len(self.asked)}@school.example"
        user = User.objects.create(email=address, name="Colleague", language="en")
        self.asked[address] = time.monotonic()
        send(LoginCode(user, code="123456"), at=clock.now())

    def while_not(self, condition, *, seconds=PATIENCE):
        """Whether it came true in time; codes are asked for meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return True
            self.ask()
            time.sleep(CODES_EVERY)
        return bool(condition())

    def waits(self, sink):
        """By address, how long each took to arrive."""
        arrived = {}
        for one in sink.received:
            arrived.setdefault(one.address, one.at)
        return {address: arrived[address] - at for address, at in self.asked.items()}


def test_every_way_in_which_a_mail_server_misbehaves():
    wanted = [f"{kind}-{number}@school.example" for number, kind in enumerate(kinds())]
    write_at_once(wanted)
    codes = Codes()
    with (
        Moody() as sink,
        Processes(mail_url=sink.url, settings_module="tests.drills.settings_smtp") as running,
    ):
        running.start("worker")
        running.start("beat")
        assert codes.while_not(lambda: len(sink.received) > MESSAGES // 4), log(running)
        running.kill_one_child()
        assert codes.while_not(lambda: len(sink.received) > MESSAGES // 2), log(running)
        began = time.monotonic()
        cut = sink.go_away()
        codes.while_not(lambda: time.monotonic() > began + AWAY_SECONDS)
        before = len(sink.received)
        sink.come_back()
        assert codes.while_not(lambda: len(sink.received) > before), log(running)
        back = time.monotonic()
        assert codes.while_not(none_left, seconds=PATIENCE), log(running)
        assert until(none_open, seconds=PATIENCE), log(running)
        kills = running.kills

    arrived = Counter(sink.addresses())
    refused = {address for address in wanted if kind_of(address) == "refused"}
    lost = set(wanted) - refused - arrived.keys() | codes.asked.keys() - arrived.keys()
    twice = arrived - Counter(set(arrived))
    unexplained = (twice - sink.unanswered).total()
    in_flight = kills * SENDERS + cut
    waits = codes.waits(sink)
    calm = max(wait for one, wait in waits.items() if not began - 20 < codes.asked[one] < back)
    told = ", ".join(f"{kind} {number}" for kind, number in sorted(sink.faults.items()))
    print(
        f"\n  {len(arrived)} arrived, {len(refused)} refused for good, lost {len(lost)}, twice"
        f" {twice.total()} ({sink.unanswered.total()} were taken without an answer, {in_flight}"
        f" in flight at {kills} kill and one outage); faults: {told}"
        f"\n  a code waited at most {calm:.1f} s, {max(waits.values()):.0f} s when nobody answered"
        f" for {AWAY_SECONDS} s ({back - began:.0f} s until something arrived again)"
    )

    asked = Counter(kind_of(address) for address in wanted)
    assert all(sink.faults[kind] >= asked[kind] > 0 for kind in KINDS), "each fault happened"
    assert lost == set()
    ends = Counter(Message.objects.values_list("state", "outcome"))
    sent = len(wanted) - len(refused) + len(codes.asked)
    assert ends == {("sent", "accepted"): sent, ("failed", "smtp_550"): len(refused)}
    assert arrived.keys().isdisjoint(refused)
    assert unexplained <= in_flight
    assert calm < LONGEST_WAIT
    at = clock.now()
    assert (none_forgotten(at=at).count(), secrets_emptied(at=at).count()) == (0, 0)


def none_left():
    """Codes are still asked for, so something is always open: of the others nothing."""
    return not Message.objects.open().filter(urgent=False).exists()


def log(running):
    return running.log("worker")[-3000:]
