"""An agreement as a PDF: processor time and memory of each, to sign and signed.

Run it with `make bench`, or smaller by hand: `python -m benchmarks.agreement_pdf --papers 20`. It
fails when a paper takes longer than a request may, or when the memory grows with their number.
"""

import argparse
import os
import resource
import statistics
import sys
import time
from datetime import UTC, datetime
from functools import partial
from typing import Any

PAPERS = 200
LONGEST = 1.0  # seconds: the last signature makes the file while somebody waits
GROWTH = 60.0  # MB between the first tenth and the end
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def facts() -> dict[str, Any]:
    """A full agreement: ten goals, telework, an allowance, a workstation sheet."""
    return {
        "learner": {
            "name": "Yasmin El Amrani",
            "born_on": "1999-04-03",
            "address": "Kerkstraat 3 bus 2",
            "postcode": "1000",
            "municipality": "Brussel",
        },
        "host": {
            "name": "Zenith",
            "address": "Nieuwstraat 1",
            "postcode": "1000",
            "municipality": "Brussel",
        },
        "school": {
            "name": "BeCode",
            "address": "Cantersteen 10",
            "postcode": "1000",
            "municipality": "Brussel",
            "email": "hello@becode.example",
            "coach": "Carla Coach",
        },
        "mentor": {"name": "Mia Mentor", "function": "Developer"},
        "annex": {"task": "Writes code", "place": "Desk 4", "screen_work": True, "risks": "Eyes"},
        "substance": {
            "text": "benchmark",
            "language": "nl",
            "track": "Webontwikkelaar",
            "frame": "training_contract",
            "reference": "R-1",
            "company_number": "0123456749",
            "objectives": [
                {"competence": f"Goal {number}", "task": "Builds screens", "level": "3"}
                for number in range(10)
            ],
            "site": "Zenith, Nieuwstraat 1, 1000 Brussel",
            "site_number": "2123456791",
            "telework_days": 1,
            "start_on": "2026-04-06",
            "end_on": "2026-07-05",
            "schedule": {str(day): ["09:00", "17:00", 60] for day in range(5)},
            "total_minutes": 25620,
            "allowance": "250.00",
            "travel": "",
            "insured_by": "school",
            "insurer": "Ethias",
            "policy_number": "45.123",
            "dimona_by": "office",
        },
    }


def signatures() -> list[Any]:
    """Four signatures as rows that are not saved, two of them drawn."""
    from placements.models import Signature

    strokes = "M10 20 " + " ".join(f"L{10 + x} {20 + x * 7 % 90}" for x in range(1, 400))
    return [
        Signature(
            party=party,
            name=name,
            method=method,
            signature=strokes if method == "drawn" else f"name: {name}",
            signed_at=AT,
            evidence={"through": "link", "key": 1, "file_sha256": "a" * 64, "number": 1},
            sha256="b" * 64,
        )
        for party, name, method in (
            ("learner", "Yasmin El Amrani", "drawn"),
            ("host", "Bart Baas", "drawn"),
            ("host", "Bea Baas", "typed"),
            ("school", "Pia Placement", "typed"),
        )
    ]


def measure(papers: int) -> bool:
    """Print the figures; whether they are within the limits."""
    from placements.papers.agreement import Signer, printed, signed, to_sign

    signers = [Signer(one.party, one.name) for one in signatures()]
    given = signatures()
    seconds: dict[str, list[float]] = {"to sign": [], "signed": []}
    sizes: dict[str, int] = {}
    early = 0.0
    for number in range(papers):
        paper = printed(facts(), signers, key=number, number=1, language="nl")
        makers = {"to sign": partial(to_sign, paper), "signed": partial(signed, paper, given)}
        for kind, make in makers.items():
            began = time.process_time()
            sizes[kind] = len(make(at=AT))
            seconds[kind].append(time.process_time() - began)
        if number == papers // 10:
            early = memory()
    for kind, taken in seconds.items():
        middle, worst = statistics.median(taken) * 1000, max(taken) * 1000
        print(f"{kind:8} median {middle:5.0f} ms  worst {worst:5.0f} ms  {sizes[kind] // 1000} kB")
    grown = memory() - early
    print(f"memory   {memory():.0f} MB at most, {grown:.1f} MB more than after a tenth")
    middle = statistics.median(seconds["signed"])
    return middle < LONGEST and grown < GROWTH


def memory() -> float:
    """The most memory that this process ever had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Answer the exit code: 0 when the figures are within the limits."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreement_pdf")
    parser.add_argument("--papers", type=int, default=PAPERS)
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "becode.settings.test")
    import django

    django.setup()
    return 0 if measure(arguments.papers) else 1


if __name__ == "__main__":
    sys.exit(main())
