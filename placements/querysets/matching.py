"""Positions, wishes and proposals."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from becode.people.enums import ConsentPurpose
from becode.people.models import Consent
from cohorts.enums import EnrolmentState
from placements.enums import InternshipState, PositionKind, PositionState, ProposalState, SlotState
from placements.querysets.scope import AtCampus

if TYPE_CHECKING:
    from becode.accounts.models import User


def consented(person: str) -> Exists:
    """Whether a row's person (the path to its key) agrees now that companies see the profile."""
    return Exists(
        Consent.objects.filter(
            person=OuterRef(person),
            purpose=ConsentPurpose.SHARE_PROFILE,
            withdrawn_at__isnull=True,
        )
    )


class PositionQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=PositionState.OPEN)

    def with_room(self) -> Self:
        """Open positions with a free place at a company that still takes part."""
        return self.open().filter(places_taken__lt=F("places"), company__is_active=True)

    def internships(self) -> Self:
        return self.filter(kind=PositionKind.INTERNSHIP)

    def vacancies(self) -> Self:
        return self.filter(kind=PositionKind.VACANCY)

    def expired_before(self, day: date) -> Self:
        """Open or filled ones whose last day to stay open is past."""
        return self.filter(
            state__in=[PositionState.OPEN, PositionState.FILLED], expires_on__lt=day
        ).order_by("expires_on", "pk")

    def without_open_proposals(self) -> Self:
        """Those on which no learner waits for an answer."""
        waiting = Count("proposals", filter=Q(proposals__state=ProposalState.PROPOSED))
        return self.annotate(open_proposals=waiting).filter(open_proposals=0)

    def expiring(self, day: date, *, within: int) -> Self:
        """Open ones that end within so many days, the soonest first."""
        return self.open().filter(
            expires_on__gte=day, expires_on__lte=day + timedelta(days=within)
        ).order_by("expires_on", "pk")  # fmt: skip

    def of_company(self, company_pk: int) -> Self:
        return self.filter(company_id=company_pk)

    def visible_to(self, user: "User") -> Self:
        if not user.is_staff:
            return self.none()
        keys = user.campus_keys()
        return self if keys is None else self.filter(campus_id__in=keys)


class WishQuerySet(AtCampus):
    def ranked(self) -> Self:
        """Those that are wanted, the first wish first."""
        return self.filter(rank__isnull=False).order_by("rank", "pk")

    def refused(self) -> Self:
        return self.filter(rank__isnull=True)


class ProposalQuerySet(AtCampus):
    def unanswered(self) -> Self:
        return self.filter(state=ProposalState.PROPOSED)

    def accepted(self) -> Self:
        return self.filter(state=ProposalState.ACCEPTED)

    def live(self) -> Self:
        """Unanswered or accepted."""
        return self.filter(state__in=[ProposalState.PROPOSED, ProposalState.ACCEPTED])

    def agreed(self) -> Self:
        """Both said yes."""
        return self.accepted().filter(learner_agreed_at__isnull=False)

    def to_agree(self) -> Self:
        """The company said yes; the learner did not answer yet."""
        return self.accepted().filter(learner_agreed_at__isnull=True)

    def to_choose_from(self) -> Self:
        """Live ones that are not settled by two yeses."""
        return self.live().exclude(state=ProposalState.ACCEPTED, learner_agreed_at__isnull=False)

    def overdue(self, at: datetime) -> Self:
        """Unanswered ones whose time to answer is over, the longest first."""
        return self.unanswered().filter(answer_by__lte=at).order_by("answer_by", "pk")

    def to_plan(self) -> Self:
        """Both said yes; there is no internship yet."""
        return self.agreed().filter(internship__isnull=True)

    def holding_a_place(self) -> Self:
        """Agreed by both; the internship is to come, runs or was completed: not broken off."""
        return self.agreed().filter(
            Q(internship__isnull=True)
            | Q(
                internship__state__in=[
                    InternshipState.PLANNED,
                    InternshipState.RUNNING,
                    InternshipState.INTERRUPTED,
                    InternshipState.COMPLETED,
                ]
            )
        )

    def unanswered_since(self, moment: datetime) -> Self:
        """Proposals that wait since before this moment, the longest wait first."""
        return self.unanswered().filter(proposed_at__lte=moment).order_by("proposed_at", "pk")

    def of_leavers(self) -> Self:
        """Proposals still running for people who are no longer with us."""
        return self.to_choose_from().exclude(
            enrolment__state__in=[EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP]
        )

    def for_company(self, company_pk: int) -> Self:
        """What a company may see: its own; unanswered ones only while the person consents."""
        return (
            self.filter(position__company_id=company_pk)
            .annotate(has_consent=consented("enrolment__person_id"))
            .filter(~Q(state=ProposalState.PROPOSED) | Q(has_consent=True))
        )


class InterviewSlotQuerySet(AtCampus):
    campus_path = "proposal__enrolment__cohort__campus_id__in"

    def offered(self) -> Self:
        return self.filter(state=SlotState.OFFERED)

    def chosen(self) -> Self:
        return self.filter(state=SlotState.CHOSEN)

    def live(self) -> Self:
        """Offered or chosen."""
        return self.filter(state__in=[SlotState.OFFERED, SlotState.CHOSEN])
