"""`outcomes [--as-of DAY] [--json]`: the published table of what became of the graduates."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from becode.core import clock
from becode.reports.outcomes.facts import Scope
from becode.reports.outcomes.figures import DAYS_TO_JOB, Report, bars, report
from becode.reports.outcomes.terms import DEFINITION_VERSION


class Command(BaseCommand):
    help = (
        "Print the outcome figures of the whole school: numerator, denominator, percent and who is "
        "left out; what became of the graduates, their contracts, the days to the job."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as-of", type=date.fromisoformat, help="A day, YYYY-MM-DD; today.")
        parser.add_argument("--json", action="store_true", help="As one JSON object.")

    def handle(self, *args: Any, **options: Any) -> None:
        found = report(Scope(), as_of=options["as_of"] or clock.today())
        values = _values(found)
        if options["json"]:
            self.stdout.write(json.dumps(values, indent=2))
            return
        self.stdout.write(f"As of {values['as_of']}, definitions version {DEFINITION_VERSION}")
        for key, figure in values["figures"].items():
            fraction = f"{figure['numerator']} / {figure['denominator']}"
            self.stdout.write(f"  {key:<24}{fraction:>14}  {figure['percent']}%")
        for group in ("status", "contract", "days", "cirr"):
            self.stdout.write(f"{group}:")
            for name, number in values[group].items():
                self.stdout.write(f"  {name:<24}{number:>6}")


def _values(found: Report) -> dict[str, Any]:
    kinds = bars(found)
    return {
        "as_of": found.as_of.isoformat(),
        "definition_version": DEFINITION_VERSION,
        "figures": {
            figure.key: {
                "numerator": figure.numerator,
                "denominator": figure.denominator,
                "percent": figure.percent,
                "left_out": {one.key: one.count for one in figure.exclusions},
            }
            for figure in found.figures
        },
        "status": {str(kind): number for kind, number in kinds.status.items()},
        "contract": {str(kind): number for kind, number in kinds.contract.items()},
        "days": {f"{first}-{last}": kinds.days[first, last] for first, last in DAYS_TO_JOB},
        "cirr": {str(code): number for code, number in kinds.cirr.items()},
    }
