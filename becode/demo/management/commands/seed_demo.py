"""`seed_demo --scale small --seed 1`: a school to try out, with about 200 made-up people.

With `--scale full`: 4,000 applications over three years, in some minutes.
"""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from becode.core import clock
from becode.core.moves import IllegalMove
from becode.demo.erase import OtherPeople
from becode.demo.logins import hand_over
from becode.demo.seeding import Seeded, seed_small
from becode.demo.seeding_full import HalfFailed, seed_full
from becode.demo.summary import LEFT_OUT, counts
from becode.demo.world import MissingPlaces


class Command(BaseCommand):
    help = (
        "Fill the school with demo data, in place of earlier demo data. The same seed gives the "
        "same people. Refuses when the school has real people. Sends no message."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--scale", choices=["small", "full"], default="small")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        make = seed_full if options["scale"] == "full" else seed_small
        self.verbosity: int = options["verbosity"]
        started = monotonic()
        at = clock.now()
        try:
            seeded = make(seed=options["seed"], at=at, progress=self._show)
        except OtherPeople as refusal:
            raise CommandError(
                f"This school has {refusal.count} people who are not demo data. Demo data is for a "
                "school without them: nothing was changed."
            ) from refusal
        except MissingPlaces as refusal:
            raise CommandError(
                f"The demo is about five campuses and a web track; missing here: {refusal}. "
                "Nothing was changed."
            ) from refusal
        except HalfFailed as failure:
            raise CommandError(
                f"The full demo was not finished ({failure}). Run the command again: it takes the "
                "place of what is there."
            ) from failure
        except IllegalMove as refusal:
            raise CommandError(f"{refusal.sentence} Nothing was changed.") from refusal
        path = hand_over(seeded.logins, seeded.shown, at=at)
        if self.verbosity:
            self._summarise(seeded, seconds=monotonic() - started, path=str(path or ""))

    def _show(self, progress: str) -> None:
        """One line that overwrites itself; elsewhere than on a terminal it would be noise."""
        if self.verbosity and self.stdout.isatty():
            self.stdout.write(f"\r\033[K  {progress}", ending="")
            self.stdout.flush()

    def _summarise(self, seeded: Seeded, *, seconds: float, path: str) -> None:
        clear = "\r\033[K" if self.stdout.isatty() else ""
        instead = f", in place of {seeded.replaced}" if seeded.replaced else ""
        self.stdout.write(f"{clear}Demo data: {seeded.people} people{instead} ({seconds:.1f} s)")
        for name, number in counts().items():
            self.stdout.write(f"  {name}: {number}")
        self.stdout.write(f"Not built yet, so left out: {', '.join(LEFT_OUT)}.")
        if path:
            self.stdout.write(f"Logins and personal links: {path}")
