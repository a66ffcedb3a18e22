"""Importing a whole file in one transaction: every good row, and the bad ones handed back."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from applicants.imports import values
from applicants.imports.planning import BadRow, Candidate, understand
from applicants.imports.reading import SheetRow
from applicants.models import Application, ImportedRow
from applicants.workflow.creating import create_application
from applicants.workflow.locks import lock_person
from becode.campuses.models import Campus
from becode.core.actors import Actor
from becode.core.clock import local_day
from becode.core.normalise import email_key
from becode.people.matching import find_person
from becode.people.models import ContactPoint, Person
from becode.people.workflow import add_contact_points, create_person
from cohorts.models import Track


class Outcome(StrEnum):
    """What became of a row. Merged: the person is known and the row added something."""

    IMPORTED = "imported"
    MERGED = "merged"
    SKIPPED = "skipped"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row with its outcome and sentences that explain it."""

    row: SheetRow
    outcome: Outcome
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Report:
    """What became of a file; a refused one (strict, with a bad row) left nothing behind."""

    results: list[RowResult] = field(default_factory=list)
    refused: bool = False

    def counts(self) -> dict[str, int]:
        """Rows, and how many of them were imported, merged, skipped, bad; these add up.

        Where the file was refused, its good rows count as skipped.
        """
        tally = Counter(result.outcome for result in self.results)
        if self.refused:
            tally = Counter({Outcome.SKIPPED: len(self.results) - tally[Outcome.BAD]}) + Counter(
                {Outcome.BAD: tally[Outcome.BAD]}
            )
        return {"rows": len(self.results), **{str(one): tally[one] for one in Outcome}}

    def bad(self) -> list[RowResult]:
        return [result for result in self.results if result.outcome == Outcome.BAD]


class _Undo(Exception):
    """Rolls the transaction back after everything was tried."""


@contextmanager
def _transaction() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except _Undo:
        return


def run(
    rows: list[SheetRow],
    *,
    track: Track,
    actor: Actor,
    at: datetime,
    dry_run: bool = False,
    strict: bool = False,
    campus_keys: Collection[int] | None = None,
    progress: Callable[[int, RowResult], None] | None = None,
) -> Report:
    """Import rows in one transaction. A dry run does everything and undoes it.

    With `strict`, one bad row undoes the rest. `progress` is told of each row as it is done
    (from 1). With `campus_keys`, rows for none of these campuses are bad. Nobody is sent a
    message: these people applied elsewhere, some long ago.
    """
    report = Report()
    names = values.CampusNames(Campus.objects.open_on(local_day(at)))
    tracks = list(Track.objects.open_on(local_day(at)))
    with _transaction():
        for number, row in enumerate(rows, start=1):
            result = _one(
                row,
                names=names,
                track=track,
                tracks=tracks,
                campus_keys=campus_keys,
                actor=actor,
                at=at,
            )
            report.results.append(result)
            if progress:
                progress(number, result)
        report.refused = strict and bool(report.bad())
        if dry_run or report.refused:
            raise _Undo
    return report


def _one(
    row: SheetRow,
    *,
    names: values.CampusNames,
    track: Track,
    tracks: list[Track],
    campus_keys: Collection[int] | None,
    actor: Actor,
    at: datetime,
) -> RowResult:
    digest = row_digest(row)
    if ImportedRow.objects.filter(digest=digest).exists():
        return RowResult(row, Outcome.SKIPPED, (_("This row was imported before."),))
    try:
        candidate = understand(row, campuses=names, today=local_day(at))
        if campus_keys is not None and not any(
            campus.pk in campus_keys for campus in candidate.campuses
        ):
            raise BadRow([_("This campus is not one of yours: a colleague there can import it.")])
        wanted = _track(candidate, default=track, tracks=tracks)
        with transaction.atomic():
            return _write(row, candidate, track=wanted, digest=digest, actor=actor, at=at)
    except BadRow as bad:
        return RowResult(row, Outcome.BAD, tuple(bad.reasons))
    except DatabaseError:
        return RowResult(row, Outcome.BAD, (_("The row could not be kept."),))


def row_digest(row: SheetRow) -> str:
    """A row's own mark: its fields without case and spaces, whatever sheet it stands on."""
    text = "\x1f".join(
        f"{name}={' '.join(row.fields[name].split()).casefold()}" for name in sorted(row.fields)
    )
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _track(candidate: Candidate, *, default: Track, tracks: list[Track]) -> Track:
    if not candidate.track_text:
        return default
    wanted = values.plain(candidate.track_text)
    for track in tracks:
        if wanted in map(values.plain, (track.code, track.name_nl, track.name_fr, track.name_en)):
            return track
    raise BadRow([_("We have no track “%(text)s”.") % {"text": candidate.track_text[:40]}])


def _write(
    row: SheetRow,
    candidate: Candidate,
    *,
    track: Track,
    digest: str,
    actor: Actor,
    at: datetime,
) -> RowResult:
    keys = [email_key(email) for email in candidate.emails] + [candidate.phone]
    person = find_person(
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        contact_keys=keys,
        born_on=candidate.born_on,
        birth_year=candidate.birth_year,
    )
    notes = list(candidate.warnings)
    if person is None:
        person = _new_person(candidate, actor=actor, at=at)
        application, outcome = None, Outcome.IMPORTED
    else:
        person = lock_person(person.pk)
        added = _add_contacts(person, candidate)
        application = Application.objects.open().filter(person=person, track=track).first()
        outcome = Outcome.MERGED if added else Outcome.SKIPPED
        notes.append(_already(application, added=added))
    if application is None:
        outcome = Outcome.IMPORTED
        application = create_application(
            person=person,
            track=track,
            campuses=candidate.campuses,
            actor=actor,
            at=at,
            submitted_at=_received_at(candidate.received_on, at=at),
            language=candidate.contact_language,
            motivation=candidate.motivation,
            heard_from=candidate.heard_from,
            heard_from_detail=candidate.heard_from_detail,
            source="import",
            remarks=candidate.remarks,
        )
    ImportedRow.objects.create(digest=digest, application=application, imported_at=at)
    return RowResult(row, outcome, tuple(note for note in notes if note))


def _already(application: Application | None, *, added: bool) -> str:
    if application is None:
        return _("The person was known; a new application was made.")
    if added:
        return _("The same person as %(number)s: a new contact was added.") % {
            "number": application.number
        }
    return _("The same person as %(number)s: nothing new.") % {"number": application.number}


def _received_at(day: date | None, *, at: datetime) -> datetime:
    return min(values.noon(day), at) if day else at


def _new_person(candidate: Candidate, *, actor: Actor, at: datetime) -> Person:
    person = create_person(
        actor=actor,
        at=at,
        first_name=candidate.first_name,
        last_name=candidate.last_name,
        born_on=candidate.born_on,
        birth_year=candidate.birth_year,
        contact_language=candidate.contact_language,
        postcode=candidate.postcode,
        email=candidate.emails[0] if candidate.emails else "",
        phone=candidate.phone,
        lesson_levels={candidate.spoken_language: "yes"} if candidate.spoken_language else None,
    )
    for email in candidate.emails[1:]:
        add_contact_points(person=person, email=email)
    return person


def _add_contacts(person: Person, candidate: Candidate) -> bool:
    """Add what is new to reach a known person; returns whether there was anything."""
    known = ContactPoint.objects.filter(person=person)
    before = known.count()
    for email in candidate.emails:
        add_contact_points(person=person, email=email)
    if candidate.phone:
        add_contact_points(person=person, phone=candidate.phone)
    return known.count() > before
