"""What is asked of everybody on a track: what we can tell, what somebody looked at, and when."""

from datetime import date, timedelta

import pytest

from applicants.eligibility import lines_for, missing_for, ready_to_decide
from applicants.models import Application, ApplicationDocument, EligibilityCheck
from applicants.starting.rules import add_starting_rules
from applicants.workflow.checking import set_check
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove
from becode.people.models import LanguageSkill
from tests.factories import ApplicationFactory, CohortFactory, PersonFactory
from tests.factories_deciding import RuleFactory, ScoredProgressFactory, ScoredStepFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def rule(web):
    """A function that gives the track one rule."""
    return lambda **changes: RuleFactory(track=web, **changes)


def outcome(application):
    (line,) = lines_for(application, on=TODAY)
    return line.outcome, line.is_computed


@pytest.mark.parametrize(
    ("born_on", "birth_year", "expected"),
    [
        (date(2008, 3, 2), None, ("met", True)),
        (date(2008, 3, 3), None, ("not_met", True)),
        (None, 2007, ("met", True)),
        (None, 2008, ("unknown", False)),
        (None, 2009, ("not_met", True)),
        (None, None, ("unknown", False)),
    ],
)
def test_age(rule, application, born_on, birth_year, expected):
    rule(kind="minimum_age", parameter="18")
    application.person.born_on, application.person.birth_year = born_on, birth_year
    application.person.save()
    assert outcome(application) == expected


@pytest.mark.parametrize(
    ("levels", "least", "expected"),
    [
        ({}, "a_little", ("unknown", False)),
        ({"fr": "a_little"}, "a_little", ("met", True)),
        ({"fr": "a_little"}, "yes", ("unknown", False)),
        ({"fr": "no", "nl": "no"}, "a_little", ("not_met", True)),
        ({"fr": "no", "nl": "yes"}, "yes", ("met", True)),
        ({"en": "yes"}, "yes", ("unknown", False)),
    ],
)
def test_one_language_of_a_chosen_campus_is_enough(rule, application, levels, least, expected):
    rule(kind="language_level", parameter=least)
    for language, level in levels.items():
        LanguageSkill.objects.create(
            person=application.person, language=language, lesson_level=level
        )
    assert outcome(application) == expected


def test_a_colleague_counts_before_what_we_can_tell(rule, application, amina, at):
    young = rule(kind="minimum_age", parameter="40")
    assert outcome(application) == ("not_met", True)
    set_check(application=application, rule=young, outcome="waived", actor=Actor.user(amina), at=at)
    assert outcome(application) == ("waived", False)
    assert missing_for(application, on=TODAY) == []


@pytest.mark.parametrize(
    ("valid_until", "warning"),
    [
        (date(2026, 3, 1), "Not valid any more"),
        (date(2026, 12, 3), "Ends before the course ends"),
        (date(2026, 12, 4), ""),
        (None, ""),
    ],
)
def test_right_to_work_lasts_until_the_course_ends(
    rule, application, web, brussels, at, valid_until, warning
):
    CohortFactory(track=web, campus=brussels)  # ends on 4 December 2026
    work = rule(kind="right_to_work")
    set_check(
        application=application,
        rule=work,
        outcome="met",
        valid_until=valid_until,
        actor=SYSTEM,
        at=at,
    )
    (line,) = lines_for(application, on=TODAY)
    assert (str(line.warning), line.is_met) == (warning, not warning)


def test_without_a_cohort_the_course_ends_after_its_length(rule, application, at):
    work = rule(kind="right_to_work")
    for valid_until, is_met in ((date(2026, 9, 30), False), (date(2026, 10, 1), True)):
        set_check(
            application=application,
            rule=work,
            outcome="met",
            valid_until=valid_until,
            actor=SYSTEM,
            at=at,
        )
        assert lines_for(application, on=TODAY)[0].is_met is is_met


def test_what_is_missing_is_said_in_words(rule, application):
    rule(kind="minimum_age", parameter="18")
    rule(text_en="Is there every day", position=20)
    rule(text_en="Old rule", position=30, is_active=False)
    assert missing_for(application, on=TODAY) == ["Is there every day"]


def test_a_check_says_who_when_and_by_what(rule, application, amina, at, audit):
    permit = rule(needs_proof=True)
    document = ApplicationDocument.objects.create(
        application=application, kind="right_to_work", requested_at=at
    )
    check = set_check(
        application=application,
        rule=permit,
        outcome="met",
        document=document,
        valid_until=date(2027, 1, 1),
        actor=Actor.user(amina),
        at=at,
    )
    assert (check.checked_by_id, check.checked_at, check.document) == (amina.pk, at, document)
    again = set_check(
        application=application, rule=permit, outcome="not_met", actor=Actor.user(amina), at=at
    )
    assert (again.pk, again.valid_until, EligibilityCheck.objects.count()) == (check.pk, None, 1)
    assert audit(check) == ["eligibility.checked"] * 2


def test_proof_is_a_document_or_what_was_seen(rule, application, at):
    permit = rule(needs_proof=True)
    with pytest.raises(IllegalMove, match="proves it"):
        set_check(application=application, rule=permit, outcome="met", actor=SYSTEM, at=at)
    set_check(
        application=application,
        rule=permit,
        outcome="met",
        remark="A card seen at the desk",
        actor=SYSTEM,
        at=at,
    )
    assert missing_for(application, on=TODAY) == []


def test_what_does_not_belong_together_is_refused(rule, application, brussels, at):
    foreign_rule = RuleFactory(track=ApplicationFactory().track)
    foreign_document = ApplicationDocument.objects.create(
        application=ApplicationFactory(), kind="diploma", requested_at=at
    )
    mine = rule()
    for extra in ({"rule": foreign_rule}, {"rule": mine, "document": foreign_document}):
        with pytest.raises(IllegalMove, match="another"):
            set_check(application=application, outcome="met", actor=SYSTEM, at=at, **extra)
    Application.objects.filter(pk=application.pk).update(state="lapsed")
    with pytest.raises(IllegalMove, match="closed"):
        set_check(application=application, rule=mine, outcome="met", actor=SYSTEM, at=at)


def test_a_track_begins_with_four_rules_once(web):
    assert (add_starting_rules(web), add_starting_rules(web)) == (4, 0)
    kinds = [rule.kind for rule in web.eligibility_rules.order_by("position")]
    assert kinds == ["minimum_age", "language_level", "right_to_work", "availability"]


def test_proofs_that_end_soon_of_people_who_count(rule, web, brussels, at):
    permit = rule()
    for days, state in ((-31, "admitted"), (-5, "admitted"), (10, "enrolled"), (31, "admitted")):
        application = ApplicationFactory(track=web, campus=brussels, state=state)
        EligibilityCheck.objects.create(
            application=application,
            rule=permit,
            outcome="met",
            valid_until=TODAY + timedelta(days=days),
        )
    gone = ApplicationFactory(track=web, campus=brussels, state="lapsed")
    EligibilityCheck.objects.create(application=gone, rule=permit, outcome="met", valid_until=TODAY)
    ending = EligibilityCheck.objects.ending(TODAY, within_days=30)
    assert [(check.valid_until - TODAY).days for check in ending] == [-5, 10]


def ready(application_queryset=None):
    scope = Application.objects.all()
    return ready_to_decide(scope, on=TODAY, most=10)


def test_ready_when_all_steps_are_done_and_all_rules_met(rule, web, brussels, at):
    rule(kind="minimum_age", parameter="18")
    first = ScoredStepFactory(track=web)
    second = ScoredStepFactory(track=web, position=20)
    ScoredStepFactory(track=web, position=30, is_active=False)
    application = ApplicationFactory(track=web, campus=brussels, state="in_selection")
    one = ScoredProgressFactory(application=application, step=first, state="passed")
    assert ready() == []
    other = ScoredProgressFactory(application=application, step=second, state="done")
    assert ready() == []
    other.state = "skipped"
    other.save()
    assert ready() == [application]
    one.state = "failed"
    one.save()
    assert ready() == []
    one.state = "passed"
    one.save()
    application.person.born_on = TODAY
    application.person.save()
    assert ready() == []


@pytest.mark.parametrize("number", [1, 12])
def test_as_many_queries_for_many_as_for_one(
    rule, web, brussels, at, django_assert_num_queries, number
):
    rule(kind="minimum_age", parameter="18")
    rule(kind="language_level", parameter="yes", position=20)
    for _count in range(number):
        ApplicationFactory(track=web, campus=brussels, person=PersonFactory())
    from applicants.eligibility import lines_for_all

    applications = list(Application.objects.for_lists().order_by("pk"))
    with django_assert_num_queries(3):
        assert len(lines_for_all(applications, on=TODAY)) == number
