"""Files, first weeks, laptops, requirements and certificates of the demo's learners.

Most of it is written in bulk: it is history, and nobody was told.
"""

from datetime import date, datetime, timedelta

from becode.accounts.enums import Role
from becode.core import clock
from becode.core.moves import IllegalMove
from becode.core.transactions import may_refuse
from becode.demo.groups import GroupLife
from becode.demo.world import World
from becode.files.enums import DocumentState
from becode.reminders.sweep import sweep
from cohorts.enums import (
    BirthCountry,
    EnrolmentState,
    FileKind,
    Housing,
    Intent,
    LabourStatus,
    LaptopState,
    NationalityGroup,
    RequirementKind,
    Schooling,
)
from cohorts.models import (
    Cohort,
    Enrolment,
    EntryRecord,
    FileItem,
    IntentSurvey,
    Laptop,
    LaptopLoan,
    Requirement,
)
from cohorts.workflow.certificates import issue_certificate

GRADUATED = ("BXL-Lovelace-3", "GNT-Noether-2")
LENT = ("BXL-Bouman-4", "GNT-Turing-1")
IN_STOCK = 3
MODELS = ("ThinkPad T14", "Latitude 5440", "EliteBook 840")
STROKES = "M60 120 L90 60 L120 130 L150 70 L190 120 M210 110 L260 90 L320 120"
REQUIREMENTS: tuple[dict[str, str], ...] = (
    {
        "kind": RequirementKind.INTERNSHIP,
        "text_nl": "Je stage is afgerond",
        "text_fr": "Le stage est terminé",
        "text_en": "The internship is done",
    },
    {
        "kind": RequirementKind.CHECKED,
        "text_nl": "Je portfolio staat online",
        "text_fr": "Le portfolio est en ligne",
        "text_en": "A portfolio is online",
    },
    {
        "kind": RequirementKind.LAPTOP,
        "text_nl": "De laptop is terug",
        "text_fr": "L’ordinateur est rendu",
        "text_en": "The laptop is back",
    },
)


def add_papers(world: World, lives: dict[str, GroupLife]) -> None:
    """Plan all of it for the present of the demo, after everything else."""

    def write(at: datetime) -> None:
        for life in lives.values():
            learners = learners_of(life)
            add_files(world, life, learners)
            _first_week(world, learners)
            if life.group.code in LENT:
                add_laptops(world, life, learners)
            if life.group.code in GRADUATED:
                add_certificates(life, learners, at)
        add_requirements(world)
        sweep(at=at)  # what falls due just now was told already

    world.chronicle.plan(world.at, write)


def learners_of(life: GroupLife) -> list[Enrolment]:
    cohort: Cohort | None = life._cohort
    if cohort is None:
        return []
    seats = Enrolment.objects.seated().filter(cohort=cohort)
    return list(seats.select_related("person", "cohort__track").order_by("pk"))


def add_files(world: World, life: GroupLife, learners: list[Enrolment]) -> None:
    """Complete for who started; before the start some of it is missing or waits for a look."""
    chance = world.chance
    checked_by = world.colleagues.acting(Role.ADMISSIONS, life.group.campus).key
    items = list(FileItem.objects.filter(enrolment__in=learners).order_by("pk"))
    came_at = clock.at_local(min(life.start_on - timedelta(days=9), world.days_ago(2)), 11)
    for item in items:
        state = DocumentState.VERIFIED
        if life.start_on > world.today:
            states = (DocumentState.MISSING, DocumentState.RECEIVED, DocumentState.VERIFIED)
            state = chance.choice(states)
        item.state = state
        if state != DocumentState.MISSING:
            item.received_at = came_at
        if state == DocumentState.VERIFIED:
            item.checked_at, item.checked_by_id = came_at, checked_by
    FileItem.objects.bulk_update(items, ["state", "received_at", "checked_at", "checked_by"])
    busy = [one for one in learners if one.state == EnrolmentState.IN_TRAINING]
    FileItem.objects.bulk_create(
        FileItem(
            enrolment=enrolment,
            kind=FileKind.PERMIT,
            state=DocumentState.VERIFIED,
            received_at=came_at,
            checked_at=came_at,
            checked_by_id=checked_by,
            valid_until=life.dates.end_on - timedelta(days=5),
        )
        for enrolment in busy[:1]
    )


def _first_week(world: World, learners: list[Enrolment]) -> None:
    """Their entry records, fixed, and why they came."""
    chance = world.chance
    entries, surveys = [], []
    for enrolment in learners:
        first_on: date | None = enrolment.started_on
        if first_on is None or first_on + timedelta(days=9) > world.today:
            continue
        is_looking = chance.random() < 0.8
        entries.append(
            EntryRecord(
                enrolment=enrolment,
                schooling=chance.choice(Schooling.values[:9]),
                labour_status=LabourStatus.UNEMPLOYED if is_looking else LabourStatus.UNSAID,
                unemployed_since=first_on - timedelta(days=chance.randint(40, 900))
                if is_looking
                else None,
                nationality_group=chance.choice(NationalityGroup.values),
                born_in=chance.choice(BirthCountry.values),
                parents_born_in=chance.choice(BirthCountry.values),
                housing=chance.choice(Housing.values),
                changed_at=clock.at_local(first_on + timedelta(days=2), 10),
                fixed_at=clock.at_local(first_on + timedelta(days=8), 1),
            )
        )
        if chance.random() < 0.9:
            surveys.append(
                IntentSurvey(
                    enrolment=enrolment,
                    intent=chance.choice([Intent.JOB_IN_FIELD] * 5 + list(Intent)),
                    answered_at=clock.at_local(first_on, 15),
                )
            )
    EntryRecord.objects.bulk_create(entries)
    IntentSurvey.objects.bulk_create(surveys)


def add_laptops(
    world: World, life: GroupLife, learners: list[Enrolment], *, first: int = 0
) -> None:
    """One for each learner, lent on the first day, and some in stock."""
    coach_key, campus = life.coach.key, world.campuses[life.group.campus]
    assert coach_key is not None, "a coach is a user"
    lent = [one for one in learners if one.state == EnrolmentState.IN_TRAINING]
    laptops = Laptop.objects.bulk_create(
        Laptop(
            campus=campus,
            tag=f"{life.group.campus}-{number:03d}",
            model=world.chance.choice(MODELS),
            serial=f"SN{number:05d}",
            state=LaptopState.ON_LOAN if number < first + len(lent) else LaptopState.IN_STOCK,
            is_demo=True,
        )
        for number in range(first, first + len(lent) + IN_STOCK)
    )
    handed_at = clock.at_local(life.start_on, 10)
    LaptopLoan.objects.bulk_create(
        LaptopLoan(
            laptop=laptop,
            enrolment=enrolment,
            handed_at=handed_at,
            handed_by_id=coach_key,
            hand_over_condition="New, with charger",
            hand_over_signature=STROKES,
            hand_over_signed_at=handed_at,
        )
        for laptop, enrolment in zip(laptops, lent, strict=False)
    )


def add_certificates(life: GroupLife, learners: list[Enrolment], at: datetime) -> None:
    for enrolment in learners:
        if enrolment.state == EnrolmentState.GRADUATED:
            try:
                with may_refuse():
                    issue_certificate(enrolment=enrolment, actor=life.manager, at=at)
            except IllegalMove:
                continue  # a name that cannot be printed waits for Latin letters


def add_requirements(world: World) -> None:
    """What the web developers are asked, where the school has not said so itself."""
    track = world.tracks["WEB"]
    if not Requirement.objects.filter(track=track).exists():
        Requirement.objects.bulk_create(
            Requirement(track=track, position=number, **words)
            for number, words in enumerate(REQUIREMENTS, start=1)
        )
