"""What the demo school asks of everybody, what was checked, and scores half given."""

from datetime import datetime, timedelta

from applicants.enums import ApplicationState, RuleKind
from applicants.models import (
    CRITERIA,
    Application,
    Assessment,
    EligibilityRule,
    StepProgress,
)
from applicants.permissions import assesses_for
from applicants.starting.rules import add_starting_rules
from applicants.workflow.checking import set_check
from applicants.workflow.scoring import share_out, submit_assessment
from becode.accounts.enums import Role
from becode.core.actors import Actor
from becode.demo.world import World

CHECKED = (ApplicationState.IN_SELECTION, ApplicationState.ADMITTED)
# Of every so many permits one ends soon, and of every so many people one is not checked yet.
ENDING_EACH, UNCHECKED_EACH = 11, 4
SCORED = 14
_PERMIT = {
    "nl": "Kaart gezien aan de balie",
    "fr": "Carte vue au bureau",
    "en": "Card seen at the desk",
}
_NOTES = {
    "nl": ("", "Stelde goede vragen.", "Hielp de anderen zonder dat iemand het vroeg."),
    "fr": ("", "A posé de bonnes questions.", "A aidé les autres sans qu'on le demande."),
    "en": ("", "Asked good questions.", "Helped the others without being asked."),
}


def add_decisions(world: World) -> None:
    """Rules from the beginning; checks and scores of those who are on their way now."""
    for track in world.tracks.values():
        add_starting_rules(track)
    world.chronicle.plan(world.at - timedelta(hours=2), lambda at: _check(world, at))
    world.chronicle.plan(world.at - timedelta(hours=1), lambda at: _score(world, at))


def _check(world: World, at: datetime) -> None:
    """Permits and availability; age and language follow from what people told."""
    applications = Application.objects.filter(person__is_demo=True, state__in=CHECKED)
    rules = EligibilityRule.objects.filter(
        kind__in=(RuleKind.RIGHT_TO_WORK, RuleKind.AVAILABILITY), is_active=True
    )
    by_track: dict[int, list[EligibilityRule]] = {}
    for rule in rules.order_by("track", "position", "pk"):
        by_track.setdefault(rule.track_id, []).append(rule)
    for number, application in enumerate(applications.for_lists().order_by("pk")):
        if number % UNCHECKED_EACH == 0:
            continue
        for rule in by_track.get(application.track_id, []):
            is_permit = rule.kind == RuleKind.RIGHT_TO_WORK
            ends_soon = is_permit and number % ENDING_EACH == 1
            set_check(
                application=application,
                rule=rule,
                outcome="met",
                valid_until=world.today + timedelta(days=19) if ends_soon else None,
                remark=_PERMIT[application.language] if is_permit else "",
                actor=world.colleagues.acting(Role.ADMISSIONS, application.campus.code),
                at=at,
            )


def _score(world: World, at: datetime) -> None:
    """Both scores, one of them, or none yet: what a queue looks like on an ordinary day."""
    waiting = StepProgress.objects.filter(
        step__is_scored=True, state="done", application__person__is_demo=True
    ).with_step()
    for number, progress in enumerate(waiting.order_by("pk")[:SCORED]):
        application = progress.application
        actor = world.colleagues.acting(Role.ADMISSIONS, application.campus.code)
        pool = [user for user in world.colleagues.accounts if assesses_for(user, application)]
        pair = share_out(progress=progress, pool=pool, actor=actor, at=at)
        for assessment in pair[: number % 3]:
            _hand_in(world, assessment, at)


def _hand_in(world: World, assessment: Assessment, at: datetime) -> None:
    marks = {key: world.chance.choice((2, 3, 3, 4, 4, 5)) for key in CRITERIA}
    submit_assessment(
        assessment=assessment,
        scores=marks,
        note=world.chance.choice(_NOTES[assessment.assessor.language]),
        actor=Actor.user(assessment.assessor),
        at=at,
    )
