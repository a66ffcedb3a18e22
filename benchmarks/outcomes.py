"""All outcome figures over 100,000 graduates, as a ratio to one SQL statement written by hand.

The statement answers one figure alone (placed within 180 days); the product answers nine, with
the people behind each. Run it with `make bench`, or smaller by hand:
`python -m benchmarks.outcomes --graduates 2000`. It fails when the two answers differ.
"""

import argparse
import sys
import tracemalloc
from datetime import date, timedelta
from time import perf_counter

from benchmarks.database import own_database

GRADUATES, TIMES = 100_000, 3
BATCH = 5_000
"""So many rows a statement: a trigger keeps the plan that it made while its table was empty."""
AS_OF = date(2026, 6, 30)

BY_HAND = """
SELECT count(*) FILTER (WHERE placed), count(*)
FROM (
  SELECT e.id, bool_or(j.id IS NOT NULL) AS placed
  FROM cohorts_enrolment e
  JOIN cohorts_cohort c ON c.id = e.cohort_id
  LEFT JOIN placements_outcomeexclusion x ON x.enrolment_id = e.id
  LEFT JOIN placements_jobplacement j ON j.person_id = e.person_id
    AND j.state = 'confirmed' AND j.evidence_level IN ('A', 'B') AND j.hours_percent >= 50
    AND j.contract_type <> 'unpaid'
    AND j.start_on <= e.graduated_on + 180
    AND (j.end_on IS NULL OR (j.end_on >= e.graduated_on AND j.end_on - j.start_on >= 27))
  WHERE e.state = 'graduated' AND x.id IS NULL
    AND greatest(e.graduated_on, coalesce(c.internship_end_on, c.end_on)) + 180 <= %s
  GROUP BY e.id
) AS each_graduate
"""


def main() -> int:
    """Answer the exit code: 0 when both ways count the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.outcomes")
    parser.add_argument("--graduates", type=int, default=GRADUATES)
    parser.add_argument("--times", type=int, default=TIMES)
    options = parser.parse_args()
    with own_database("becode_bench_outcomes"):
        _fill(options.graduates)
        return 0 if _compare(options.graduates, times=options.times) else 1


def _compare(graduates: int, *, times: int) -> bool:
    from django.db import connection

    from becode.reports.outcomes.facts import Scope
    from becode.reports.outcomes.figures import report

    ours, theirs = [], []
    for _time in range(times):
        begun = perf_counter()
        figure = report(Scope(), as_of=AS_OF).figure("placed_180")
        ours.append(perf_counter() - begun)
        begun = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, [AS_OF])
            answer = cursor.fetchone()
        theirs.append(perf_counter() - begun)
    tracemalloc.start()
    report(Scope(), as_of=AS_OF)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    mine, by_hand = min(ours), min(theirs)
    print(f"\n{graduates} graduates: {figure.numerator} / {figure.denominator} placed")
    print(f"nine figures with their people  {1000 * mine:8.0f} ms, {most / 1e6:.0f} MB at most")
    print(f"one figure by hand in SQL       {1000 * by_hand:8.0f} ms, ratio {mine / by_hand:.1f}")
    same = (figure.numerator, figure.denominator) == tuple(answer)
    print("the same answer" if same else f"NOT THE SAME: by hand {answer}")
    return same


def _fill(graduates: int) -> None:
    """Graduates in cohorts of 25, one job each, by plain INSERTs: what they tell is in the SQL."""
    from django.db import connection

    from cohorts.starting import add_starting_places

    add_starting_places()
    first_on = AS_OF - timedelta(days=1000)
    statements = (
        """INSERT INTO people_person (first_name, last_name, preferred_name, legal_name, gender,
             contact_language, address, postcode, municipality, created_at, sort_name,
             search_pieces, is_demo)
           SELECT 'G', 'N' || n, '', '', '', 'nl', '', '', '', now(), 'n' || n, '{}', false
           FROM generate_series(%(first)s, %(last)s) n""",
        """INSERT INTO cohorts_cohort (track_id, campus_id, code, state, start_on, end_on,
             internship_start_on, internship_end_on, seats, seats_taken, offer_hours,
             seats_on_offer, cascades, arrive_by, lunch_from, lunch_until, leave_from,
             grace_minutes, home_weekdays, is_demo)
           SELECT (SELECT min(id) FROM cohorts_track), (SELECT min(id) FROM campuses_campus),
             'C' || n, 'completed', %(on)s + n %% 700 - 300, %(on)s + n %% 700 - 90,
             %(on)s + n %% 700 - 89, %(on)s + n %% 700, 25, 25, 48, 0, true,
             '09:00', '12:30', '13:30', '17:00', 5, '{}', false
           FROM generate_series((%(first)s - 1) / 25, (%(last)s - 1) / 25) n""",
        """INSERT INTO cohorts_enrolment (person_id, cohort_id, state, enrolled_at, started_on,
             graduated_on, leaving_reason, profile, skills)
           SELECT p.id, c.id, 'graduated', now(), c.start_on, c.internship_end_on, '', '', '{}'
           FROM people_person p JOIN cohorts_cohort c
             ON c.code = 'C' || (substr(p.last_name, 2)::int - 1) / 25
           WHERE p.last_name IN (SELECT 'N' || n FROM generate_series(%(first)s, %(last)s) n)""",
        """INSERT INTO placements_jobplacement (person_id, enrolment_id, employer_name, function,
             isco_group, in_field, digital_note, contract_type, hours_percent, start_on,
             start_is_known, end_on, by_school, state, reported_by, may_ask_employer,
             evidence_level, evidence_note, changed_because, recorded_at)
           SELECT e.person_id, e.id, 'Z', 'Developer', '25', e.id %% 3 > 0, '',
             CASE e.id %% 11 WHEN 0 THEN 'unpaid' ELSE 'permanent' END,
             CASE e.id %% 13 WHEN 0 THEN 49 ELSE 100 END,
             e.graduated_on + (e.id * 7 %% 220)::int, true,
             CASE e.id %% 5 WHEN 0 THEN e.graduated_on + (e.id * 7 %% 220)::int + 26 END,
             false, 'confirmed', 'colleague', false,
             CASE e.id %% 7 WHEN 0 THEN 'C' ELSE 'A' END, 'x', '', now()
           FROM cohorts_enrolment e
           WHERE NOT EXISTS (SELECT FROM placements_jobplacement j WHERE j.enrolment_id = e.id)""",
    )
    with connection.cursor() as cursor:
        for first in range(1, graduates + 1, BATCH):
            last = min(first + BATCH - 1, graduates)
            for statement in statements:
                cursor.execute(statement, {"first": first, "last": last, "on": first_on})
                cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.exit(main())
