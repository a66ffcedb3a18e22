import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from becode.core import clock
from becode.core.invariants import invariants


class Command(BaseCommand):
    """Prints each rule with the number of rows that break it; exit code 1 where there are any."""

    help = "Check the stored data against every rule that a query can check; prints JSON."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        rules = {
            rule.key: {"rule": rule.sentence, "count": rule.count(at=at)} for rule in invariants()
        }
        broken = sum(bool(rule["count"]) for rule in rules.values())
        answer = {"checked_at": at.isoformat(), "broken": broken, "rules": rules}
        self.stdout.write(json.dumps(answer, indent=2))
        if broken:
            sys.exit(1)
