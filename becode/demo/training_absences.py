"""What learners of the running cohorts told of what they missed, how it was judged, and flags."""

from datetime import datetime, timedelta

from becode.accounts.enums import Role
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.demo.world import World
from cohorts.counting import DayCount, HalfCount, counts_of, proof_until
from cohorts.enums import AbsenceKind, AbsenceState, CohortState, DayPart, EnrolmentState, ProofKind
from cohorts.models import Absence, Cohort, Enrolment
from cohorts.workflow.attestations import lock_cohort_month
from cohorts.workflow.flags import raise_all

# Of a hundred days on which somebody missed something: told of, and of these justified.
TOLD, JUSTIFIED = 85, 88
NO_PROOF = {
    "nl": "Er kwam geen bewijs.",
    "fr": "Aucune preuve n’est arrivée.",
    "en": "No proof came.",
}
# What learners say happened, each in the language they are written to; often they say nothing.
WORDS = {
    "nl": ("", "", "De trein had vertraging", "Mijn zoon was ziek", "Tandarts", "Sollicitatie"),
    "fr": ("", "", "Train en retard", "Mon fils était malade", "Dentiste", "Entretien d’embauche"),
    "en": ("", "", "Train was late", "My son was ill", "Dentist", "Interview at a company"),
}


def add_absences(world: World, at: datetime) -> int:
    """File and judge absences for what was missed until now, raise flags, lock a month.

    Returns how many absences there are.
    """
    made = 0
    for cohort in Cohort.objects.filter(is_demo=True, state=CohortState.RUNNING).order_by("pk"):
        made += file_absences(world, cohort, at)
        _lock_first_month(cohort, _judge(world, cohort), at)
    raise_all(at=at)
    return made


def file_absences(world: World, cohort: Cohort, at: datetime) -> int:
    """What the learners of a cohort told of the days they missed; returns how often."""
    return len(_file(world, cohort, _judge(world, cohort), at))


def lock_first_months(world: World, at: datetime) -> None:
    """The first month of each running cohort."""
    for cohort in Cohort.objects.filter(is_demo=True, state=CohortState.RUNNING).order_by("pk"):
        _lock_first_month(cohort, _judge(world, cohort), at)


def _judge(world: World, cohort: Cohort) -> Actor:
    return world.colleagues.acting(Role.CAMPUS_MANAGER, cohort.campus.code)


def _file(world: World, cohort: Cohort, judge: Actor, at: datetime) -> list[Absence]:
    learners = list(
        Enrolment.objects.filter(cohort=cohort, state=EnrolmentState.IN_TRAINING)
        .select_related("person")
        .order_by("pk")
    )
    counts = counts_of(learners, cohort.start_on, clock.local_day(at), at)
    return Absence.objects.bulk_create(
        _absence(world, enrolment, day, judge, at)
        for enrolment in learners
        for day in counts[enrolment.pk]
        if day.missed and world.chance.randrange(100) < TOLD
    )


def _absence(
    world: World, enrolment: Enrolment, day: DayCount, judge: Actor, at: datetime
) -> Absence:
    chance = world.chance
    missed = [part for part in day.parts if part.missed]
    filed_at = min(clock.at_local(day.on, 8, chance.randint(0, 59)), at)
    judged_at = clock.at_local(day.on + timedelta(days=chance.randint(1, 3)), 14)
    is_judged = judged_at <= at
    language = enrolment.person.contact_language
    state = AbsenceState.PENDING
    if is_judged:
        is_justified = chance.randrange(100) < JUSTIFIED
        state = AbsenceState.ACCEPTED if is_justified else AbsenceState.REJECTED
    return Absence(
        enrolment=enrolment,
        kind=_kind(missed[0]),
        first_on=day.on,
        last_on=day.on,
        part=missed[0].part if len(missed) == 1 else DayPart.DAY,
        proof_kind=chance.choice([ProofKind.MEDICAL, ProofKind.DECLARATION, ProofKind.EXCEPTIONAL]),
        words=chance.choice(WORDS[language]),
        filed_at=filed_at,
        proof_due_at=proof_until(day.on),
        state=state,
        judged_at=judged_at if is_judged else None,
        judged_by_id=judge.key if is_judged else None,
        judgement=NO_PROOF[language] if state == AbsenceState.REJECTED else "",
    )


def _kind(part: HalfCount) -> AbsenceKind:
    if part.late and not part.left_early:
        return AbsenceKind.LATE
    if part.left_early and not part.late:
        return AbsenceKind.EARLY
    return AbsenceKind.AWAY


def _lock_first_month(cohort: Cohort, judge: Actor, at: datetime) -> None:
    """The first month is locked where it is over and settled."""
    month = cohort.start_on.replace(day=1)
    try:
        lock_cohort_month(cohort=cohort, month=month, actor=judge, at=at)
    except IllegalMove:
        return  # it is not over yet
