"""What is done when a fact of the training happens."""

from cohorts.enums import FileKind
from cohorts.models import CheckIn, Evaluation, LaptopLoan, TrainingDay
from cohorts.workflow import absences, attestations, cohorts, enrolments, evaluations, laptops
from cohorts.workflow import file as files
from cohorts.workflow.leaving import leave_early
from tests.drills.year import cast
from tests.drills.year.facts import Fact, day, local
from tests.drills.year.world import World
from tests.factories_training import HOURS, LaptopFactory, LaptopLoanFactory
from tests.factories_training import local as on_wall

# Who has no check-in on which days: away, or as a fact tells.
MISSED = {
    "slowa": ["2026-04-14"],
    "texteda": ["2026-04-15"],
    "slowb": ["2026-04-21", "2026-04-23"],
    "textedb": ["2026-04-21", "2026-04-23"],
    "slowc": ["2026-04-21"],
}


def begins(world: World, fact: Fact) -> None:
    """Everybody starts with a laptop, and will check in on every day they are there."""
    world.cohort.refresh_from_db()
    cohorts.start_cohort(cohort=world.cohort, actor=world.acting("mieke"), at=fact.at)
    made = []
    days = list(TrainingDay.objects.filter(cohort=world.cohort).values_list("on", flat=True))
    for who in cast.COHORT:
        if cast.kind_of(who) == "gone":
            continue
        enrolment = world.enrolment(who)
        LaptopLoanFactory(
            laptop=LaptopFactory(campus=world.campus, state="on_loan"),
            enrolment=enrolment,
            handed_at=fact.at,
            handed_by=world.staff["carla"],
        )
        away = {day(text) for text in MISSED.get(who, [])}
        until = cast.LEFT_ON if cast.kind_of(who) == "left" else cast.INTERNSHIP
        made += [
            CheckIn(
                enrolment=enrolment,
                on=on,
                moment=which,
                at=on_wall(on, hours),
                received_at=on_wall(on, hours),
                place="on_site",
            )
            for on in days
            if on < until and on not in away
            for which, hours in HOURS.items()
        ]
    CheckIn.objects.bulk_create(made, batch_size=5_000)


def goes_on_internship(world: World, fact: Fact) -> None:
    world.cohort.refresh_from_db()
    cohorts.send_cohort_on_internship(cohort=world.cohort, actor=world.acting("mieke"), at=fact.at)


def month_locked(world: World, fact: Fact) -> None:
    attestations.lock_cohort_month(
        cohort=world.cohort, month=day(f"{fact.about}-01"), actor=world.acting("mieke"), at=fact.at
    )


def checked_in(world: World, fact: Fact) -> None:
    """Late, and then there for the rest of the day."""
    on = local(fact.at).date()
    for which, hours in HOURS.items():
        at = max(fact.at, on_wall(on, hours))
        CheckIn.objects.create(
            enrolment=world.enrolment(fact.who),
            on=on,
            moment=which,
            at=at,
            received_at=at,
            place="on_site",
        )


def file_in(world: World, fact: Fact) -> None:
    """The form of the laptop comes later with those who are slow."""
    kinds = [FileKind.WAIVER, FileKind.CONTRACT]
    if cast.kind_of(fact.who) not in ("slow", "texted"):
        kinds.append(FileKind.LAPTOP_FORM)
    _verify(world, fact, *kinds)


def signed(world: World, fact: Fact) -> None:
    _verify(world, fact, FileKind.LAPTOP_FORM)


def _verify(world: World, fact: Fact, *kinds: FileKind) -> None:
    for item in world.enrolment(fact.who).file_items.filter(kind__in=kinds).order_by("pk"):
        files.receive(item=item, actor=world.acting("carla"), at=fact.at)
        files.verify(item=item, actor=world.acting("carla"), at=fact.at)


def permit_ends(world: World, fact: Fact) -> None:
    enrolment, carla = world.enrolment(fact.who), world.acting("carla")
    item = files.add_item(enrolment=enrolment, kind=FileKind.PERMIT, actor=carla, at=fact.at)
    files.receive(item=item, actor=carla, at=fact.at)
    files.verify(item=item, actor=carla, at=fact.at, valid_until=fact.counts_from)


def renewed(world: World, fact: Fact) -> None:
    item = world.enrolment(fact.who).file_items.get(kind=FileKind.PERMIT)
    files.set_end(item=item, valid_until=day("2029-08-31"), actor=world.acting("carla"), at=fact.at)


def absence_filed(world: World, fact: Fact) -> None:
    """Who missed an hour first declares on their word; the others will bring a paper, or not."""
    absences.file_absence(
        enrolment=world.enrolment(fact.who),
        kind="away",
        first_on=day(fact.about),
        last_on=day(fact.about),
        part="day",
        proof_kind="declaration" if fact.who == "texteda" else "medical",
        words="",
        actor=world.me(fact.who),
        at=fact.at,
    )


def _absence(world: World, fact: Fact):
    return world.enrolment(fact.who).absences.get(first_on=day(fact.about))


def proof(world: World, fact: Fact) -> None:
    absence = _absence(world, fact)
    absence.proof_at = fact.at
    absence.save(update_fields=["proof_at"])


def judged(world: World, fact: Fact) -> None:
    absence = _absence(world, fact)
    absences.judge(
        absence=absence,
        accepted=absence.proof_at is not None or absence.proof_kind == "declaration",
        reason="No paper came.",
        actor=world.acting("mieke"),
        at=fact.at,
    )


def filed(world: World, fact: Fact) -> None:
    _file(world, fact, by="self")


def coach_filed(world: World, fact: Fact) -> None:
    _file(world, fact, by="coach")


def _file(world: World, fact: Fact, *, by: str) -> None:
    if not fact.about:
        return  # left: nothing is asked any more
    found = Evaluation.objects.select_related("enrolment__cohort", "enrolment__person")
    evaluation = found.get(enrolment=world.enrolment(fact.who), moment=fact.about, by=by)
    evaluations.file_evaluation(
        evaluation=evaluation,
        marks={one.pk: 3 for one in evaluations.competences_of(evaluation)},
        strengths="",
        work_points="",
        actor=world.acting("carla") if by == "coach" else world.me(fact.who),
        at=fact.at,
        user=world.staff["carla"] if by == "coach" else None,
    )


def left(world: World, fact: Fact) -> None:
    leave_early(
        enrolment=world.enrolment(fact.who),
        on=cast.LEFT_ON,
        reason="money",
        decided_by="learner",
        actor=world.acting("mieke"),
        at=fact.at,
    )


def laptop_back(world: World, fact: Fact) -> None:
    laptops.take_back(
        loan=LaptopLoan.objects.get(enrolment=world.enrolment(fact.who)),
        condition="good",
        signature="M10 20 L30 40 L60 15",
        actor=world.acting("carla"),
        at=fact.at,
    )


def graduated(world: World, fact: Fact) -> None:
    enrolments.graduate(
        enrolment=world.enrolment(fact.who), on=cast.LAST, actor=world.acting("mieke"), at=fact.at
    )


DEEDS = {
    "begins": begins,
    "goes on internship": goes_on_internship,
    "month locked": month_locked,
    "checked in": checked_in,
    "file in": file_in,
    "signed": signed,
    "permit ends": permit_ends,
    "renewed": renewed,
    "absence filed": absence_filed,
    "proof": proof,
    "judged": judged,
    "filed": filed,
    "coach filed": coach_filed,
    "left": left,
    "laptop back": laptop_back,
    "graduated": graduated,
}
