"""What somebody who waits still lacks for a seat in a cohort. docs/domain.md, "Waitlists"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from applicants.eligibility import lines_for_all
from applicants.enums import CheckOutcome
from applicants.models import ApplicationDocument, WaitlistEntry
from cohorts.models import Cohort


@dataclass(slots=True)
class Lacks:
    """`missing` keeps a seat from being offered by itself; `unchecked` is for staff to look at."""

    missing: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def lacks_of(
    entries: Iterable[WaitlistEntry], *, cohort: Cohort | None, on: date
) -> Mapping[int, Lacks]:
    """By the key of the place, in a constant number of queries; `application` is at hand.

    Missing: a document the person was asked for, a rule that is not met, a permit that ends
    before this cohort does, or before the course they would follow where no cohort is planned.
    Unchecked: a rule nobody looked at; who admitted them may know.
    """
    known = list(entries)
    applications = [entry.application for entry in known]
    lines = lines_for_all(applications, on=on, ends_on=cohort.end_on if cohort else None)
    owed: dict[int, list[str]] = {}
    for document in ApplicationDocument.objects.owed().filter(application__in=applications):
        owed.setdefault(document.application_id, []).append(str(document))
    found: dict[int, Lacks] = {}
    for entry in known:
        lacks = found[entry.pk] = Lacks(missing=sorted(owed.get(entry.application_id, [])))
        for line in lines[entry.application_id]:
            if line.warning or line.outcome == CheckOutcome.NOT_MET:
                words = f"{line.rule} – {line.warning}" if line.warning else str(line.rule)
                lacks.missing.append(words)
            elif not line.is_met:
                lacks.unchecked.append(str(line.rule))
    return found


def missing_for_entries(
    entries: Iterable[WaitlistEntry], *, cohort: Cohort, on: date
) -> dict[int, list[str]]:
    """What keeps each of these from a seat, by the key of the place; an empty list is nothing."""
    return {key: lacks.missing for key, lacks in lacks_of(entries, cohort=cohort, on=on).items()}
