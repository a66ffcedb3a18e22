"""The plain facts of learners and positions that are compared; a constant number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from becode.people.enums import LessonLevel
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment
from cohorts.querysets import EnrolmentQuerySet
from placements.enums import ProposalState
from placements.models import Internship, LearnerProfile, Position, Proposal, Wish
from placements.provinces import province_of_position
from placements.querysets import consented
from placements.searching import HAVE_ONE_IN


@dataclass(frozen=True, slots=True)
class Live:
    """A proposal that runs: at which company, and what both said so far."""

    key: int
    position_key: int
    company: str
    state: str
    is_agreed: bool


@dataclass(slots=True)
class LearnerFacts:
    """One learner. `skills` and `speaks` are sets of lower-case words and language codes;
    `ranks` and `refused` go by the key of a position, `said_no` holds keys of companies.
    """

    enrolment: Enrolment
    track_key: int
    campus_key: int
    has_consent: bool
    has_place: bool
    has_profile: bool
    skills: frozenset[str]
    speaks: frozenset[str]
    speaks_little: frozenset[str]
    provinces: frozenset[str]
    telework: str
    avoids: str
    start_on: date | None
    end_on: date | None
    ranks: dict[int, int] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    live: list[Live] = field(default_factory=list)
    proposed: set[int] = field(default_factory=set)
    said_no: set[int] = field(default_factory=set)


@dataclass(slots=True)
class PositionFacts:
    """One position; `skills` in lower case, `places_left` without those that are taken."""

    position: Position
    key: int
    company_key: int
    track_key: int | None
    campus_key: int
    province: str | None
    telework_days: int
    languages: frozenset[str]
    skills: frozenset[str]
    start_on: date | None
    end_on: date | None
    places_left: int
    waiting: int


def candidates(learners: EnrolmentQuerySet) -> EnrolmentQuerySet:
    """Learners who are with us, with what is asked of them; sorted by name."""
    place = Proposal.objects.holding_a_place().filter(enrolment=OuterRef("pk"))
    theirs = Internship.objects.filter(enrolment=OuterRef("pk"), state__in=HAVE_ONE_IN)
    return (
        learners.filter(state__in=[EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP])
        .select_related("person", "cohort__track", "cohort__campus", "profile_page")
        .prefetch_related("person__language_skills")
        .annotate(has_consent=consented("person_id"), has_place=Exists(place) | Exists(theirs))
        .order_by("person__sort_name", "pk")
    )


def offered(positions: "QuerySet[Position]") -> "QuerySet[Position]":
    """Internships with room, with how many learners wait for an answer there; newest first."""
    return (
        positions.with_room()  # type: ignore[attr-defined]
        .internships()
        .select_related("company", "campus", "track", "establishment")
        .annotate(
            waiting=Count("proposals", filter=Q(proposals__state=ProposalState.PROPOSED)),
        )
        .order_by("-posted_at", "-pk")
    )


def facts_of_learners(enrolments: Iterable[Enrolment]) -> list[LearnerFacts]:
    """Of rows of `candidates`; two queries more, for wishes and proposals."""
    made = {enrolment.pk: _learner(enrolment) for enrolment in enrolments}
    for key, position_key, rank, why_not in Wish.objects.filter(enrolment__in=made).values_list(
        "enrolment_id", "position_id", "rank", "why_not"
    ):
        if rank is None:
            made[key].refused[position_key] = why_not
        else:
            made[key].ranks[position_key] = rank
    rows = Proposal.objects.filter(enrolment__in=made).order_by("proposed_at", "pk")
    for pk, key, position_key, company_key, company, state, agreed_at in rows.values_list(
        "pk",
        "enrolment_id",
        "position_id",
        "position__company_id",
        "position__company__name",
        "state",
        "learner_agreed_at",
    ):
        if state in (ProposalState.PROPOSED, ProposalState.ACCEPTED):
            is_agreed = state == ProposalState.ACCEPTED and agreed_at is not None
            made[key].live.append(Live(pk, position_key, company, state, is_agreed))
            made[key].proposed.add(position_key)
        elif state == ProposalState.DECLINED:
            made[key].said_no.add(company_key)
    return list(made.values())


def _learner(enrolment: Enrolment) -> LearnerFacts:
    cohort = enrolment.cohort
    profile: LearnerProfile | None = getattr(enrolment, "profile_page", None)
    levels: dict[str, list[str]] = {LessonLevel.YES: [], LessonLevel.A_LITTLE: []}
    for skill in enrolment.person.language_skills.all():
        if skill.lesson_level in levels:
            levels[skill.lesson_level].append(skill.language)
    return LearnerFacts(
        enrolment=enrolment,
        track_key=cohort.track_id,
        campus_key=cohort.campus_id,
        has_consent=enrolment.has_consent,  # type: ignore[attr-defined]
        has_place=enrolment.has_place,  # type: ignore[attr-defined]
        has_profile=bool(enrolment.profile),
        skills=_lower(enrolment.skills),
        speaks=frozenset(levels[LessonLevel.YES]),
        speaks_little=frozenset(levels[LessonLevel.A_LITTLE]),
        provinces=frozenset(profile.provinces if profile else ()),
        telework=profile.telework if profile else "",
        avoids=profile.avoids if profile else "",
        start_on=cohort.internship_start_on,
        end_on=cohort.internship_end_on,
    )


def facts_of_positions(positions: Iterable[Position]) -> list[PositionFacts]:
    """Of rows of `offered`; no query."""
    return [
        PositionFacts(
            position=position,
            key=position.pk,
            company_key=position.company_id,
            track_key=position.track_id,
            campus_key=position.campus_id,
            province=province_of_position(position),
            telework_days=position.telework_days,
            languages=frozenset(position.languages),
            skills=_lower(position.skills),
            start_on=position.start_on,
            end_on=position.end_on,
            places_left=position.places - position.places_taken,
            waiting=getattr(position, "waiting", 0),
        )
        for position in positions
    ]


def _lower(words: Sequence[str]) -> frozenset[str]:
    return frozenset(word.strip().casefold() for word in words if word.strip())
