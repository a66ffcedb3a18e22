"""What proves a job: files that come in and are judged, notes of what was seen or heard.

docs/domain.md, "Jobs and questions after leaving": A and B are published, C and D are shown.
"""

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from becode.audit.record import record
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from placements.enums import EvidenceLevel, ReportedBy
from placements.models import JobEvidence, JobPlacement

# More than this many files wait for nobody's good.
MOST_FILES = 10


def check(level: str, note: str) -> None:
    """Raise IllegalMove where evidence is claimed that nobody described."""
    if level != EvidenceLevel.NONE and not note.strip():
        raise IllegalMove(_("Write down what the evidence is."))


@transaction.atomic
def add(
    *,
    job: JobPlacement,
    level: str,
    note: str,
    actor: Actor,
    at: datetime,
    sent_by: str = ReportedBy.COLLEAGUE,
    upload: UploadedFile | None = None,
) -> JobEvidence:
    """What shows that the job is real, and how sure that makes us (A to D).

    Raises IllegalMove without words, `becode.files.store.Unusable` for a file we cannot take.
    """
    if level == EvidenceLevel.NONE:
        raise IllegalMove(_("Please choose an answer."))
    check(level, note)
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    row = JobEvidence.objects.create(
        job=locked,
        level=level,
        note=note.strip(),
        sent_by=sent_by,
        file=store.keep(upload, at=at) if upload else None,
        received_at=at,
    )
    record("job.evidence", subject=locked, actor=actor, at=at, reason_code=f"evidence_{level}")
    _copy(refresh(locked), job)
    return row


@transaction.atomic
def receive(
    *,
    job: JobPlacement,
    upload: UploadedFile,
    sent_by: str,
    actor: Actor,
    at: datetime,
    note: str = "",
) -> JobEvidence:
    """A file from the person or the employer; it counts once a colleague looked at it.

    The same file sent twice is kept once. Raises `becode.files.store.Unusable`, and IllegalMove
    where too many wait.
    """
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    if locked.evidence.to_look_at().count() >= MOST_FILES:
        raise IllegalMove(_("We have enough files for now. We look at them soon."))
    file = store.keep(upload, at=at)
    same = locked.evidence.usable().filter(file__sha256=file.sha256).first()
    if same is not None:
        store.delete(file)
        return same
    row = JobEvidence.objects.create(
        job=locked,
        level=EvidenceLevel.NONE,
        file=file,
        note=note.strip(),
        sent_by=ReportedBy(sent_by),
        received_at=at,
    )
    record("job.proof_received", subject=locked, actor=actor, at=at, reason_code=sent_by)
    return row


@transaction.atomic
def employer_confirms(*, job: JobPlacement, actor: Actor, at: datetime) -> None:
    """The employer says that it is so, as good as a mail; once, however often they press."""
    locked = JobPlacement.objects.select_for_update().get(pk=job.pk)
    theirs = locked.evidence.usable().filter(sent_by=ReportedBy.COMPANY, level=EvidenceLevel.A)
    if not theirs.exists():
        add(
            job=locked,
            level=EvidenceLevel.A,
            note=str(_("Confirmed by the employer.")),
            sent_by=ReportedBy.COMPANY,
            actor=actor,
            at=at,
        )


@transaction.atomic
def judge(*, evidence: JobEvidence, level: str, note: str, actor: Actor, at: datetime) -> None:
    """A colleague looked at a file: how sure it makes us."""
    check(level, note)
    job = JobPlacement.objects.select_for_update().get(pk=evidence.job_id)
    rows = JobEvidence.objects.usable().filter(pk=evidence.pk)
    if level == EvidenceLevel.NONE or rows.update(level=level, note=note.strip()) != 1:
        raise IllegalMove
    record("job.evidence", subject=job, actor=actor, at=at, reason_code=f"evidence_{level}")
    refresh(job)


@transaction.atomic
def refuse(*, evidence: JobEvidence, actor: Actor, at: datetime) -> None:
    """What was sent or noted proves nothing after all."""
    job = JobPlacement.objects.select_for_update().get(pk=evidence.job_id)
    if JobEvidence.objects.usable().filter(pk=evidence.pk).update(refused_at=at) != 1:
        raise IllegalMove
    record("job.proof_refused", subject=job, actor=actor, at=at)
    refresh(job)


def refresh(job: JobPlacement) -> JobPlacement:
    """Set a job's level to the best of its evidence, with that one's words."""
    rows = job.evidence.usable().exclude(level=EvidenceLevel.NONE)
    best = rows.select_related("file").order_by("level", "-pk").first()
    job.evidence_level = best.level if best else EvidenceLevel.NONE
    job.evidence_note = (best.note or (best.file.name if best.file else "")) if best else ""
    job.save(update_fields=["evidence_level", "evidence_note"])
    return job


def _copy(done: JobPlacement, job: JobPlacement) -> None:
    job.evidence_level, job.evidence_note = done.evidence_level, done.evidence_note
