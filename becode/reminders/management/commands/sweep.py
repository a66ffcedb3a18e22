import json
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from becode.core import clock
from becode.messages.deliver import deliver_ready
from becode.reminders.sweep import sweep


class Command(BaseCommand):
    """One round of what beat does each minute; with `--at`, a rehearsal of another moment."""

    help = "Plan and send what is due, once; prints counts as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            type=_moment,
            help="set the clock to this moment (ISO 8601; without an offset: Brussels time)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted: datetime | None = options["at"]
        with clock.set_to(wanted) if wanted else nullcontext():
            at = clock.now()
            planned = sweep(at=at)
            delivered = deliver_ready(at=at)
        answer = {"at": at.isoformat(), "planned": planned, "delivered": delivered}
        self.stdout.write(json.dumps(answer, indent=2))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is no moment; write 2026-03-02T09:00+01:00.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.BRUSSELS)
