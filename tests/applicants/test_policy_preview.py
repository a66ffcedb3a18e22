"""Before a rule is switched on, its manager sees who would move, and who would be asked next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applicants.models import ListPolicy, WaitlistEntry
from applicants.policy_preview import preview
from applicants.workflow import policies, waitlist
from applicants.workflow.offers import offer_seat
from becode.core.actors import SYSTEM

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def draft(brussels, web, at):
    """First come, first served, drafted for the list of Brussels."""
    return policies.write_policy(
        campus=brussels,
        track=web,
        criteria=["applied"],
        after_decline="keep",
        remark="As the team agreed",
        actor=SYSTEM,
        at=at,
    )


@pytest.fixture
def four(waiting, at):
    """Four people, admitted in this order; the last one applied first."""
    entries = []
    for number, applied_before in enumerate((5, 4, 3, 30)):
        entry = waiting(since=at - (9 - number) * DAY)
        entry.application.submitted_at = at - applied_before * DAY
        entry.application.save(update_fields=["submitted_at"])
        entries.append(entry)
    return entries


def test_it_says_who_moves_and_how_far(draft, four, at):
    found = preview(draft, at=at)
    assert (found.waiting, found.up, found.down, found.same) == (4, 1, 3, 0)
    one, two, three, four_ = four
    assert [(number, old.entry, new.entry) for number, old, new in found.pairs] == [
        (1, one, four_),
        (2, two, one),
        (3, three, two),
        (4, four_, three),
    ]
    assert [(place.entry, place.old, place.new, place.up) for place in found.biggest_up] == [
        (four_, 4, 1, 3)
    ]
    assert {(place.entry.pk, place.up) for place in found.biggest_down} == {
        (entry.pk, -1) for entry in (one, two, three)
    }


def test_what_it_says_is_what_comes(draft, four, at):
    said = [new.entry for _number, _old, new in preview(draft, at=at).pairs]
    policies.switch_on(policy=draft, actor=SYSTEM, at=at)
    came = WaitlistEntry.objects.for_list(campus_pk=draft.campus_id, track_pk=draft.track_id)
    assert said == list(came)


def test_the_next_seats_go_to_those_who_are_ready(draft, four, cohort, at):
    one, two, three, four_ = four
    waitlist.pause(entry=two, until=(at + 30 * DAY).date(), actor=SYSTEM, at=at)
    found = preview(draft, at=at).next_seats
    assert (found.cohort, found.seats, found.is_same) == (cohort, 2, False)
    assert [place.entry for place in found.old] == [one, three]
    assert [place.entry for place in found.new] == [four_, one]
    offer_seat(entry=one, cohort=cohort, actor=SYSTEM, at=at)
    found = preview(draft, at=at).next_seats
    assert (found.seats, [place.entry for place in found.new]) == (1, [four_])


def test_a_preview_writes_nothing(draft, four, at):
    with CaptureQueriesContext(connection) as captured:
        preview(draft, at=at)
    assert [one["sql"][:6] for one in captured] == ["SELECT"] * len(captured)


def test_an_empty_list_has_a_preview_too(draft, at):
    found = preview(draft, at=at)
    assert (found.waiting, found.pairs, found.next_seats) == (0, [], None)


def test_the_queries_are_the_same_for_4_and_40(draft, four, waiting, cohort, at):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            preview(draft, at=at)
        return len(captured)

    few = queries()
    for _ in range(36):
        waiting()
    assert queries() == few
    assert few <= 6


# The pages


@pytest.fixture
def manager(mieke, signed_in, at):
    return signed_in(mieke)


RANKS = {f"rank_{rank}": "" for rank in range(1, 7)}


def fill(*criteria, **also):
    ranks = {f"rank_{rank}": one for rank, one in enumerate(criteria, start=1)}
    return {**RANKS, **ranks, "after_decline": "keep", "remark": "As we agreed", **also}


def test_a_manager_writes_looks_and_switches_on(manager, brussels, web, four, mieke):
    new = reverse("admin:new_list_rule", args=[brussels.pk, web.pk])
    answer = manager.post(new, fill("applied", "", "number"))
    policy = ListPolicy.objects.get()
    assert (policy.criteria, policy.made_by) == (["applied", "number"], mieke)
    page = reverse("admin:preview_list_rule", args=[policy.pk])
    assert answer.url == page
    shown = manager.get(page)
    assert (shown.context["preview"].up, shown.context["may_set"]) == (1, True)
    answer = manager.post(page, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "The rule is in force. 4 people have another place than before."
    ]
    assert answer.context["in_force"].policy == policy
    assert manager.get(page).url == reverse("admin:list_rule", args=[brussels.pk, web.pk])


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (fill("applied", "applied"), "__all__"),
        (fill(), "rank_1"),
        (fill("gender"), "rank_1"),
        (fill("applied", remark=""), "remark"),
        (fill("applied", after_decline="never"), "after_decline"),
    ],
)
def test_a_faulty_rule_comes_back_with_a_word(manager, brussels, web, data, field):
    answer = manager.post(reverse("admin:new_list_rule", args=[brussels.pk, web.pk]), data)
    assert list(answer.context["form"].errors) == [field]
    assert not ListPolicy.objects.exists()


def test_admissions_read_and_do_not_set(signed_in, amina, draft, at):
    client = signed_in(amina)
    page = reverse("admin:preview_list_rule", args=[draft.pk])
    assert client.get(page).context["may_set"] is False
    assert client.post(page).status_code == 403
    assert client.post(reverse("admin:drop_list_rule", args=[draft.pk])).status_code == 403
    rule = client.get(reverse("admin:list_rule", args=[draft.campus_id, draft.track_id]))
    assert (rule.context["draft"].policy, rule.context["may_set"]) == (draft, False)


def test_a_manager_drops_a_draft(manager, draft):
    manager.post(reverse("admin:drop_list_rule", args=[draft.pk]))
    assert not ListPolicy.objects.exists()
    page = reverse("admin:preview_list_rule", args=[draft.pk])
    assert manager.get(page).status_code == 404


def test_the_page_of_a_rule_shows_those_before(manager, draft, brussels, web, at):
    page = reverse("admin:list_rule", args=[brussels.pk, web.pk])
    first = manager.get(page).context
    assert (first["in_force"], first["default_words"][:9]) == (None, "First who")
    policies.switch_on(policy=draft, actor=SYSTEM, at=at)
    later = policies.write_policy(
        campus=brussels,
        track=web,
        criteria=["number"],
        after_decline="ask",
        remark="Simpler",
        actor=SYSTEM,
        at=at,
    )
    policies.switch_on(policy=later, actor=SYSTEM, at=at)
    context = manager.get(page).context
    assert context["in_force"].policy == later
    assert [line.policy for line in context["replaced"]] == [draft]
