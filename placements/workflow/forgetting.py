"""What stays of somebody after leaving who asks to be forgotten: a placeholder for the figures.

docs/domain.md, "Jobs and questions after leaving". The person's own record, and the history of
rows, are the business of whoever erases a person; this empties what stands in this part.
"""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from becode.audit.record import record
from becode.core.actors import Actor
from becode.people.locks import lock_current
from becode.people.models import Person
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from placements.enums import ExclusionReason
from placements.models import (
    ExitForm,
    FollowUp,
    FollowUpCall,
    FurtherStudy,
    JobEvidence,
    JobPlacement,
    OutcomeExclusion,
)
from placements.workflow import exclusions
from placements.workflow.follow_up_plan import stop_asking
from placements.workflow.links import revoke_links

GONE = "–"


@transaction.atomic
def forget_alumnus(*, person: Person, actor: Actor, at: datetime) -> None:
    """Empty the words, files and links; nothing more is asked, and no figure names the person.

    Codes and days of jobs and answers stay: how many there were can still be counted. Repeating
    it changes nothing more.
    """
    person = lock_current(person.pk)
    mine = Enrolment.objects.filter(person=person)
    for enrolment in mine.filter(state=EnrolmentState.GRADUATED).order_by("pk"):
        decided = OutcomeExclusion.objects.filter(enrolment=enrolment)
        if decided.exclude(reason=ExclusionReason.ERASED).exists():
            decided.update(reason=ExclusionReason.ERASED, evidence="")
        elif not decided.exists():
            exclusions.exclude(
                enrolment=enrolment,
                reason=ExclusionReason.ERASED,
                evidence="",
                by=None,
                actor=actor,
                at=at,
            )
    stop_asking(person_pk=person.pk, because=ExclusionReason.ERASED)
    revoke_links(Q(follow_up__enrolment__person=person) | Q(job__person=person), at=at)
    evidence = JobEvidence.objects.filter(job__person=person)
    for row in evidence.filter(file__isnull=False).select_related("file"):
        file = row.file
        JobEvidence.objects.filter(pk=row.pk).update(file=None, note=GONE)
        if file is not None:
            file.delete()
            # The bytes go once nothing can bring the row back.
            transaction.on_commit(partial(default_storage.delete, file.key))
    evidence.exclude(note="").update(note=GONE)
    jobs = JobPlacement.objects.filter(person=person)
    jobs.update(
        employer_name=GONE, function=GONE, company=None, digital_note="", changed_because="",
        may_ask_employer=False,
    )  # fmt: skip
    jobs.exclude(evidence_note="").update(evidence_note=GONE)
    FurtherStudy.objects.filter(person=person).update(what=GONE, school="")
    FollowUp.objects.of_person(person.pk).update(detail="", place="")
    FollowUpCall.objects.filter(follow_up__enrolment__person=person).update(note="")
    ExitForm.objects.filter(enrolment__person=person).update(detail="")
    record("alumnus.forgotten", subject=person, person_key=person.pk, actor=actor, at=at)
