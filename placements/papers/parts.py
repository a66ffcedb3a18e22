"""Which part of the facts each signature vouches for, and what a correction means for it.

docs/decisions/0025 says why. The learner and the company behind an agreement cannot change by a
correction: they are the internship's. So a part about one party's identity is that party's own.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from placements.enums import Party
from placements.papers.facts import Facts
from placements.papers.show import shown
from placements.papers.words import WORDS

PARTS: Final = ("learner", "host", "school", "mentor", "annex", "substance")
# `signer` is the signer's own line: name and function.
COVERED: Final[dict[str, tuple[str, ...]]] = {
    Party.LEARNER: ("learner", "annex", "substance"),
    Party.HOST: ("host", "mentor", "annex", "substance"),
    Party.SCHOOL: ("school", "substance"),
}
# Facts that are shown whole.
_LEAVES: Final = ("objectives", "schedule", "changes")


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that is another now; `path` is "part.name", the values are as printed."""

    path: str
    before: str
    after: str

    @property
    def part(self) -> str:
        return self.path.partition(".")[0]

    def label(self, language: str) -> str:
        return WORDS[language].labels[self.path]


def digest(value: Any) -> str:
    """SHA-256 of a JSON value, in hexadecimal; the order of keys does not matter."""
    content = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def covers(facts: Facts, *, party: str, name: str, function: str) -> dict[str, str]:
    """The hash of each part that a signature of this party vouches for."""
    found = {part: digest(facts[part]) for part in COVERED[party]}
    return {**found, "signer": digest({"name": name, "function": function})}


def differences(old: Facts, new: Facts, *, language: str) -> list[Difference]:
    """What is another in the new facts, in the order of the parts, as printed in a language."""
    found = []
    for part in PARTS:
        before, after = old.get(part, {}), new.get(part, {})
        if part == "annex" and bool(before) != bool(after):
            words = WORDS[language].terms
            pair = [words["yes"] if one else words["no"] for one in (before, after)]
            found.append(Difference(part, *pair))
            continue
        for name in dict.fromkeys([*before, *after]):
            if before.get(name) != after.get(name) and f"{part}.{name}" != "substance.amends":
                path = f"{part}.{name}"
                pair = [shown(path, side.get(name), language) for side in (before, after)]
                found.append(Difference(path, *pair))
    return found


def touched(changed: Iterable[Difference], *, party: str) -> list[Difference]:
    """Those of the differences that a signature of this party vouches for."""
    return [one for one in changed if one.part in COVERED[party]]
