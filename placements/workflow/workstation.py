"""The workstation sheet: filled in by the company or a colleague, signed on screen by the company.

docs/domain.md, "Internships".
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.signing import seal_of
from placements.enums import InternshipState
from placements.models import Internship, WorkstationSheet
from placements.workflow.internships import check_reason, lock
from placements.workflow.links import call_back

FACTS = (
    "task",
    "place",
    "screen_work",
    "risks",
    "protection",
    "instruction",
    "health_check",
    "prevention_adviser",
)
FILLED_IN = (
    InternshipState.PLANNED,
    InternshipState.RUNNING,
    InternshipState.INTERRUPTED,
)


def last_sheet_like(internship: Internship) -> WorkstationSheet | None:
    """The company's latest sheet for the same position, else for one of the same name or track.

    What it says is a first draft of this one: most places change little from intern to intern.
    """
    sheets = (
        WorkstationSheet.objects.filter(internship__company=internship.company_id)
        .exclude(internship=internship)
        .select_related("internship__position")
        .order_by("-filled_at", "-pk")[:30]
    )
    position = internship.position

    def likeness(sheet: WorkstationSheet) -> int:
        other = sheet.internship.position
        return (
            4 * (other.pk == position.pk)
            + 2 * (other.title.casefold() == position.title.casefold())
            + (other.track_id == position.track_id)
        )

    return max(sheets, key=likeness, default=None)


def usual_facts(internship: Internship) -> dict[str, Any]:
    """With what the form begins: the sheet itself, one like it, or what the position says."""
    sheet = sheet_of(internship)
    source = sheet or last_sheet_like(internship)
    if source is not None:
        facts = {name: getattr(source, name) for name in FACTS}
        if sheet is None and internship.establishment is not None:
            facts["place"] = str(internship.establishment)[:200]
        return facts
    place = internship.establishment or internship.position.site
    return {"task": internship.position.tasks[:1000], "place": str(place)[:200]}


def sheet_of(internship: Internship) -> WorkstationSheet | None:
    """The sheet of an internship, if there is one; one query."""
    return WorkstationSheet.objects.filter(internship=internship).first()


@transaction.atomic
def fill_in(
    *, internship: Internship, facts: Mapping[str, Any], actor: Actor, at: datetime
) -> WorkstationSheet:
    """Write the sheet down. Raises IllegalMove once it is signed."""
    locked = lock(internship)
    if locked.state not in FILLED_IN:
        raise IllegalMove(_("This internship is not going on any more."))
    sheet = sheet_of(locked)
    if sheet is not None and sheet.signed_at is not None:
        raise IllegalMove(_("The sheet is signed. It does not change any more."))
    sheet = sheet or WorkstationSheet(internship=locked)
    for name in FACTS:
        setattr(sheet, name, facts[name])
    sheet.filled_at = at
    sheet.save()
    _record("internship.sheet_filled", locked, actor=actor, at=at)
    return sheet


@transaction.atomic
def sign(
    *,
    sheet: WorkstationSheet,
    name: str,
    signature: str,
    signer_key: int,
    seen: str,
    actor: Actor,
    at: datetime,
) -> None:
    """The company signs what it saw: `seen` is the digest of the facts on the page (`facts_of`).

    `signer_key` is the key of the account that signs. Raises IllegalMove when it was signed
    already, or when the facts changed in between.
    """
    lock(sheet.internship)
    locked = WorkstationSheet.objects.select_for_update().get(pk=sheet.pk)
    if locked.signed_at is not None:
        raise IllegalMove(_("The sheet is signed already."))
    text = text_of(locked)
    if seen != text:
        raise IllegalMove(_("The sheet was changed in between. Please read it again."))
    locked.signed_at, locked.signed_by, locked.signature = at, name[:150], signature
    locked.sha256 = seal_of(text=text, signature=signature, person_key=signer_key, at=at)
    locked.save(update_fields=["signed_at", "signed_by", "signature", "sha256"])
    internship = locked.internship
    _record("internship.sheet_signed", internship, actor=actor, at=at, keys={"signer": signer_key})
    call_back(at=at, internship=internship, purpose="workstation")


def text_of(sheet: WorkstationSheet) -> str:
    """What is signed: every fact and the internship, always in the same order."""
    facts = {name: getattr(sheet, name) for name in FACTS}
    return json.dumps(
        {**facts, "internship": sheet.internship_id}, ensure_ascii=False, sort_keys=True
    )


@transaction.atomic
def open_again(*, sheet: WorkstationSheet, reason: str, actor: Actor, at: datetime) -> None:
    """Something on a signed sheet is wrong: it is changed and signed anew.

    The signature stays in the history of the row.
    """
    check_reason(reason)
    internship = lock(sheet.internship)
    signed = WorkstationSheet.objects.filter(pk=sheet.pk, signed_at__isnull=False)
    if signed.update(signed_at=None, signed_by="", signature="", sha256="") != 1:
        raise IllegalMove
    Internship.objects.filter(pk=internship.pk).update(correction=reason)
    _record("internship.sheet_reopened", internship, actor=actor, at=at)


def _record(
    label: str,
    internship: Internship,
    *,
    actor: Actor,
    at: datetime,
    keys: dict[str, int | str] | None = None,
) -> None:
    record(
        label,
        subject=internship,
        actor=actor,
        at=at,
        person_key=internship.enrolment.person_id,
        keys=keys,
    )
