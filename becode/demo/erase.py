"""Taking demo data out again: all of it, and nothing else.

Two triggers refuse deletion, of audit entries and of signed papers: they are set aside here, for
demo records. So is the one that keeps a row for each check-in that goes: half a million of them
take minutes, to be deleted in the next step.
"""

from collections.abc import Iterable
from typing import Any, Final

import pgtrigger
from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q

from applicants.enums import SEATED_BOOKING_STATES
from applicants.models import (
    Answer,
    Application,
    ApplicationDocument,
    ApplicationDraft,
    Assessment,
    Booking,
    EligibilityCheck,
    HelpRequest,
    InterestEntry,
    ListPolicy,
    OutreachActivity,
    OutreachContact,
    PartnerContact,
    Referral,
    ReferralPartner,
    SeatOffer,
    Slot,
    StepProgress,
    Touch,
    WaitlistEntry,
)
from applicants.workflow.policies import renew_keys
from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.core import clock
from becode.core.actors import ActorKind
from becode.files.models import StoredFile
from becode.messages.models import Message
from becode.people.models import Person
from cohorts.models import (
    Absence,
    AbsenceProof,
    AgendaItem,
    AttendanceFlag,
    Attestation,
    Certificate,
    CheckIn,
    CoachAssignment,
    Cohort,
    Enrolment,
    Evaluation,
    FileItem,
    Goal,
    Laptop,
    LaptopLoan,
)
from cohorts.querysets import HOLDS_A_SEAT
from placements.models import (
    Company,
    ExitForm,
    FollowUp,
    FrameworkAgreement,
    FrameworkSeat,
    FurtherStudy,
    Internship,
    InternshipAgreement,
    JobPlacement,
    OutcomeExclusion,
    Position,
    Proposal,
)

Keys = dict[type[models.Model], set[int]]

# Where each kind says that it is demo data, those that are held by others first.
KINDS: tuple[tuple[type[models.Model], Q], ...] = (
    (
        FrameworkSeat,
        Q(agreement__company__is_demo=True) | Q(enrolment__person__is_demo=True),
    ),
    (FollowUp, Q(enrolment__person__is_demo=True)),
    (ExitForm, Q(enrolment__person__is_demo=True)),
    (FurtherStudy, Q(person__is_demo=True)),
    (OutcomeExclusion, Q(enrolment__person__is_demo=True)),
    (JobPlacement, Q(person__is_demo=True)),
    (InternshipAgreement, Q(internship__enrolment__person__is_demo=True)),
    (Internship, Q(enrolment__person__is_demo=True)),
    (Proposal, Q(enrolment__person__is_demo=True)),
    (Position, Q(company__is_demo=True)),
    (Booking, Q(progress__application__person__is_demo=True)),
    (StepProgress, Q(application__person__is_demo=True)),
    (Slot, Q(is_demo=True)),
    (ApplicationDocument, Q(application__person__is_demo=True)),
    (Answer, Q(application__person__is_demo=True)),
    (AbsenceProof, Q(absence__enrolment__person__is_demo=True)),
    (Absence, Q(enrolment__person__is_demo=True)),
    (AttendanceFlag, Q(enrolment__person__is_demo=True)),
    (Attestation, Q(enrolment__person__is_demo=True)),
    (Certificate, Q(enrolment__person__is_demo=True)),
    (FileItem, Q(enrolment__person__is_demo=True)),
    (LaptopLoan, Q(enrolment__person__is_demo=True) | Q(laptop__is_demo=True)),
    (Laptop, Q(is_demo=True)),
    # Their bytes are swept as orphans.
    (
        StoredFile,
        Q(application_documents__application__person__is_demo=True)
        | Q(absence_proofs__absence__enrolment__person__is_demo=True)
        | Q(attestations__enrolment__person__is_demo=True)
        | Q(certificates__enrolment__person__is_demo=True)
        | Q(file_items__enrolment__person__is_demo=True)
        | Q(agreements__internship__enrolment__person__is_demo=True)
        | Q(job_evidence__job__person__is_demo=True),
    ),
    (HelpRequest, Q(is_demo=True)),
    (ApplicationDraft, Q(is_demo=True)),
    (Referral, Q(is_demo=True)),
    (OutreachContact, Q(is_demo=True)),
    (Touch, Q(person__is_demo=True) | Q(activity__is_demo=True) | Q(partner__is_demo=True)),
    (OutreachActivity, Q(is_demo=True)),
    (PartnerContact, Q(partner__is_demo=True)),
    (ReferralPartner, Q(is_demo=True)),
    (SeatOffer, Q(person__is_demo=True)),
    (WaitlistEntry, Q(application__person__is_demo=True)),
    (Assessment, Q(progress__application__person__is_demo=True)),
    (EligibilityCheck, Q(application__person__is_demo=True)),
    (Application, Q(person__is_demo=True)),
    (CheckIn, Q(enrolment__person__is_demo=True)),
    (Evaluation, Q(enrolment__person__is_demo=True)),
    (Goal, Q(enrolment__person__is_demo=True)),
    (CoachAssignment, Q(cohort__is_demo=True) | Q(user__is_demo=True)),
    (Enrolment, Q(person__is_demo=True)),
    (InterestEntry, Q(is_demo=True)),
    (ListPolicy, Q(made_by__is_demo=True)),
    (AgendaItem, Q(is_demo=True)),
    (Person, Q(is_demo=True)),
    (Cohort, Q(is_demo=True)),
    (FrameworkAgreement, Q(company__is_demo=True)),
    (Company, Q(is_demo=True)),
    (User, Q(is_demo=True)),
)


SET_ASIDE: Final = (
    "cohorts.CheckIn:delete_delete",
    "placements.InternshipAgreement:signed_agreement_stays",
)


class OtherPeople(Exception):
    """The school has people who are not demo data; `count` says how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} people who are not demo data")


def refuse_other_people() -> None:
    """Raises OtherPeople where anybody is in the database who is not demo data."""
    count = (
        Person.objects.filter(is_demo=False).count()
        + InterestEntry.objects.filter(is_demo=False).count()
    )
    if count:
        raise OtherPeople(count)


@transaction.atomic
def erase_demo_data() -> int:
    """Delete everything that is demo data; returns how many people that were."""
    people = set(Person.objects.filter(is_demo=True).order_by("pk").values_list("pk", flat=True))
    gone: Keys = {}
    for model, is_demo in KINDS:
        rows = model._default_manager.filter(is_demo).order_by("pk")
        gone[model] = set(rows.values_list("pk", flat=True))
    rules = ListPolicy.objects.filter(pk__in=gone[ListPolicy]).order_by("pk")
    lists = set(rules.values_list("campus_id", "track_id"))
    _erase_messages(gone)
    Person.objects.filter(pk__in=people).update(merged_into=None)
    Enrolment.objects.filter(pk__in=gone[Enrolment]).update(transferred_from=None)
    hung = _keys_of_the_rest(gone)
    with pgtrigger.ignore(*SET_ASIDE):
        for model, keys in gone.items():
            model._default_manager.filter(pk__in=keys).delete()
    rest = _keys_of_the_rest(gone)
    _erase_history(gone | {model: keys - rest[model] for model, keys in hung.items()})
    _erase_audit(gone)
    _count_again()
    for campus_key, track_key in sorted(lists):  # others who wait there go by the default again
        renew_keys(campus_key=campus_key, track_key=track_key, at=clock.now())
    return len(people)


def _erase_messages(gone: Keys) -> None:
    """Messages to demo people and accounts, and those to colleagues about demo records."""
    theirs = Q(person__in=gone[Person]) | Q(user__in=gone[User])
    for model, keys in gone.items():
        theirs |= Q(about_type=model._meta.label_lower, about_key__in=keys)
    Message.objects.filter(theirs).delete()


def _keys_of_the_rest(kinds: Keys) -> Keys:
    """The keys of all rows with a history that are of no kind: what hangs on others."""
    tracked = {_tracked(event) for event in _event_models()} - set(kinds)
    return {
        model: set(model._base_manager.order_by("pk").values_list("pk", flat=True))
        for model in tracked
    }


def _erase_history(gone: Keys) -> None:
    """The row history of deleted records, and of what was deleted before and hung on them."""
    for event in _event_models():
        tracked = _tracked(event)
        event._default_manager.filter(pgh_obj_id__in=gone[tracked]).delete()
        stands = tracked._base_manager.filter(pk=OuterRef("pgh_obj_id"))
        for field in event._meta.fields:
            parent = field.related_model
            # Who did something has a hand in the history of real records, too.
            if parent in gone and parent is not User and field.name != "pgh_obj":
                hung = event._default_manager.filter(**{f"{field.name}__in": gone[parent]})
                hung.filter(~Exists(stands)).delete()


def _tracked(event: Any) -> type[models.Model]:
    """The model of which an event table keeps the history."""
    model: type[models.Model] = event.pgh_tracked_model
    return model


def _event_models() -> Iterable[type[models.Model]]:
    """Every table of row history."""
    for model in apps.get_models():
        if any(field.name == "pgh_obj" for field in model._meta.fields):
            yield model


def _erase_audit(gone: Keys) -> None:
    """What happened to demo records, and what demo people did themselves."""
    theirs = Q(person_key__in=gone[Person])
    theirs |= Q(actor_kind=ActorKind.PERSON, actor_key__in=gone[Person])
    for model, keys in gone.items():
        theirs |= Q(subject_type=model._meta.label_lower, subject_key__in=keys)
    with pgtrigger.ignore("audit.AuditEntry:append_only"):
        AuditEntry.objects.filter(theirs).delete()


def _count_again() -> None:
    """Seats and places that demo people held in a real cohort or at a real company are free."""
    seated = Count("enrolments", filter=HOLDS_A_SEAT)
    for cohort in (
        Cohort.objects.annotate(seated=seated).exclude(seats_taken=F("seated")).order_by("pk")
    ):
        Cohort.objects.filter(pk=cohort.pk).update(seats_taken=cohort.seated)
    held = Count("proposals", filter=Q(proposals__state="accepted"))
    for position in (
        Position.objects.annotate(held=held).exclude(places_taken=F("held")).order_by("pk")
    ):
        Position.objects.filter(pk=position.pk).update(places_taken=position.held)
    booked = Count("bookings", filter=Q(bookings__state__in=SEATED_BOOKING_STATES))
    for slot in Slot.objects.annotate(booked=booked).exclude(taken=F("booked")).order_by("pk"):
        Slot.objects.filter(pk=slot.pk).update(taken=slot.booked)
