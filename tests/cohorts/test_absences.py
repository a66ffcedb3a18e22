"""Absences from filing to judgement: who may, until when, and who is told."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.messages.models import Message
from cohorts.admin.absence_forms import AcceptForm, RejectForm
from cohorts.models import AttendanceFlag
from cohorts.notifications.absences import AbsenceJudged
from cohorts.permissions.absences import can_judge, can_read_proofs
from cohorts.workflow import absences
from tests.factories import UserFactory
from tests.factories_absences import photo, running_cohort
from tests.factories_training import (
    AbsenceFactory,
    CoachAssignmentFactory,
    LearnerFactory,
    check_in_whole_day,
    local,
)

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def cohort(web, brussels):
    return running_cohort(track=web, campus=brussels, code="BXL-1")


@pytest.fixture
def anna(cohort):
    return LearnerFactory(cohort=cohort)


def tell(anna, at, actor=None, **changed):
    given = {
        "kind": "away",
        "first_on": TUESDAY,
        "last_on": TUESDAY,
        "part": "day",
        "proof_kind": "medical",
        "words": "",
    }
    actor = actor or Actor.person(anna.person)
    return absences.file_absence(enrolment=anna, actor=actor, at=at, **given | changed)


def kinds(record):
    rows = Message.objects.filter(about_key=record.pk, about_type="cohorts.absence")
    return list(rows.order_by("pk").values_list("kind", flat=True))


def labels(record):
    return list(AuditEntry.objects.about(record).values_list("label", flat=True))


def keep(at):
    return store.keep(photo(), at=at)


def test_an_absence_told_the_day_before_is_planned_and_confirmed_once(anna, at):
    absence = tell(anna, at)
    assert (absence.is_planned, absence.filed_by_learner, absence.state) == (True, True, "pending")
    assert absence.proof_due_at == local(date(2026, 3, 6), time(0))
    assert kinds(absence) == ["cohorts.absence_filed"]
    assert labels(absence) == ["absence.filed"]


def test_on_the_day_itself_it_is_not_planned(anna, at):
    assert not tell(anna, local(TUESDAY, time(8))).is_planned


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"last_on": date(2026, 3, 2)}, "before the first day"),
        ({"kind": "late", "last_on": date(2026, 3, 4)}, "about one day"),
        ({"first_on": date(2026, 3, 7), "last_on": date(2026, 3, 8)}, "no lessons"),
        ({"last_on": date(2026, 6, 30)}, "very long"),
    ],
)
def test_what_cannot_be_filed_says_why(anna, at, changed, words):
    with pytest.raises(IllegalMove, match=words):
        tell(anna, at, **changed)


def test_a_learner_is_in_time_until_48_hours_after_the_day_a_colleague_always(anna, at, carla):
    over = local(date(2026, 3, 6), time(0))
    with pytest.raises(IllegalMove, match="too late"):
        tell(anna, over)
    assert not tell(anna, over, actor=Actor.user(carla)).filed_by_learner


def test_the_same_day_is_filed_once_but_its_other_half_can_be(anna, at):
    tell(anna, at, part="morning")
    tell(anna, at, part="afternoon")
    with pytest.raises(IllegalMove, match="already"):
        tell(anna, at, part="day")


def test_who_left_files_nothing(cohort, at):
    gone = LearnerFactory(cohort=cohort, state="left", left_on=date(2026, 3, 3))
    with pytest.raises(IllegalMove, match="no lessons"):
        tell(gone, at)


def test_a_proof_comes_from_the_learner_in_time_and_later_from_a_colleague(anna, at, carla):
    absence = tell(anna, at)
    late = absence.proof_due_at
    absences.add_proof(
        absence=absence,
        file=keep(at),
        actor=Actor.person(anna.person),
        at=late - timedelta(minutes=1),
    )
    with pytest.raises(IllegalMove, match="48 hours"):
        absences.add_proof(absence=absence, file=keep(at), actor=Actor.person(anna.person), at=late)
    absences.add_proof(absence=absence, file=keep(at), actor=Actor.user(carla), at=late)
    assert absence.proofs.count() == 2
    assert absence.proof_at == late


def test_it_is_judged_by_somebody_who_does_not_coach_the_group(anna, cohort, at, carla, mieke):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    absence = tell(anna, at)
    assert not can_judge(carla, absence)
    assert can_judge(mieke, absence)
    for actor in (Actor.user(carla), SYSTEM, Actor.person(anna.person)):
        with pytest.raises(IllegalMove):
            absences.judge(absence=absence, accepted=True, reason="", actor=actor, at=at)
    absences.judge(absence=absence, accepted=True, reason="", actor=Actor.user(mieke), at=at)
    assert (absence.state, absence.judged_by_id) == ("accepted", mieke.pk)
    assert kinds(absence) == ["cohorts.absence_filed", "cohorts.absence_judged"]


def test_a_coach_of_another_time_or_group_may_judge(anna, cohort, web, brussels, at, carla):
    CoachAssignmentFactory(cohort=cohort, user=carla, since=date(2026, 3, 10))
    CoachAssignmentFactory(cohort=running_cohort(track=web, campus=brussels), user=carla)
    assert can_judge(carla, tell(anna, at))
    long = tell(anna, at, first_on=date(2026, 3, 9), last_on=date(2026, 3, 10))
    assert not can_judge(carla, long)


def test_a_no_and_a_change_need_a_reason_and_can_be_turned_round(anna, at, mieke):
    absence, actor = tell(anna, at), Actor.user(mieke)
    with pytest.raises(IllegalMove, match="why"):
        absences.judge(absence=absence, accepted=False, reason=" ", actor=actor, at=at)
    absences.judge(absence=absence, accepted=False, reason="Other day", actor=actor, at=at)
    later = at + timedelta(hours=1)
    with pytest.raises(IllegalMove, match="why"):
        absences.judge(absence=absence, accepted=True, reason="", actor=actor, at=later)
    absences.judge(absence=absence, accepted=True, reason="New proof", actor=actor, at=later)
    assert (absence.state, absence.judgement) == ("accepted", "New proof")
    assert labels(absence)[-2:] == ["absence.judged", "absence.judged_again"] or set(
        labels(absence)
    ) == {"absence.filed", "absence.judged", "absence.judged_again"}
    assert kinds(absence).count("cohorts.absence_judged") == 2


def test_the_learner_reads_the_reason_on_their_page_and_nobody_in_the_messages(
    anna, at, mieke, brussels, signed_in, as_person
):
    """Admissions and placement read what was sent to a learner; an absence is none of theirs."""
    absence = tell(anna, at)
    why = "The letter of the clinic is of March"
    absences.judge(absence=absence, accepted=False, reason=why, actor=Actor.user(mieke), at=at)
    own = as_person(anna.person).get(f"/en/my/training/absences/{absence.pk}/")
    assert why in own.content.decode()
    sent = Message.objects.filter(kind__startswith="cohorts.absence")
    assert sent.count() >= 2
    for role in ("admissions", "placement"):
        client = signed_in(UserFactory(roles=[role], campuses=[brussels]))
        for message in sent:
            page = client.get(reverse("admin:messaging_message_change", args=[message.pk]))
            assert page.status_code == 200
            for secret in (why, "clinic", "Medical certificate"):
                assert secret not in page.content.decode()
    judged = sent.get(kind="cohorts.absence_judged", channel="email")
    assert "Why: you read it on your page." in judged.text


def test_the_link_in_the_judgement_leads_to_the_absence(anna, at, mieke):
    absence = tell(anna, at)
    absences.judge(absence=absence, accepted=True, reason="", actor=Actor.user(mieke), at=at)
    content = AbsenceJudged(absence).content(None, at=at)
    assert content.secrets["link"].endswith(f"?next=/en/my/training/absences/{absence.pk}/")


@pytest.mark.parametrize("form", [AcceptForm, RejectForm])
def test_the_judge_is_warned_of_health_beside_the_field(form):
    assert "Nothing about an illness." in str(form().fields["reason"].help_text)


def test_what_is_judged_is_taken_back_by_nobody(anna, at, mieke):
    absence = tell(anna, at)
    absences.withdraw(absence=absence, actor=Actor.person(anna.person), at=at)
    assert absence.state == "withdrawn"
    other = tell(anna, at)
    absences.judge(absence=other, accepted=True, reason="", actor=Actor.user(mieke), at=at)
    with pytest.raises(IllegalMove):
        absences.withdraw(absence=other, actor=Actor.person(anna.person), at=at)


def test_proofs_are_for_who_judges_and_for_the_manager(anna, cohort, at, carla, mieke, ada, bram):
    CoachAssignmentFactory(cohort=cohort, user=carla)
    CoachAssignmentFactory(cohort=cohort, user=mieke)
    absence = AbsenceFactory(enrolment=anna, first_on=TUESDAY)
    other = UserFactory(name="Cem Coach", roles=["coach"], campuses=[cohort.campus])
    readers = [user for user in (carla, mieke, ada, bram, other) if can_read_proofs(user, absence)]
    assert readers == [mieke, other]


def test_a_no_raises_the_flag_that_it_causes(anna, at, mieke):
    for day in (3, 4):
        check_in_whole_day(anna, date(2026, 3, day + 2))
    absence = tell(anna, at, last_on=date(2026, 3, 4))
    after = local(date(2026, 3, 6), time(18))
    actor = Actor.user(mieke)
    absences.judge(absence=absence, accepted=False, reason="No proof", actor=actor, at=after)
    assert AttendanceFlag.objects.filter(enrolment=anna, threshold="unjustified_2").exists()
