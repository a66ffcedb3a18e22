"""What learners wish: a list without gaps, what they do not want, their own words."""

import pytest

from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from cohorts.enums import TransferReason
from cohorts.workflow.enrolments import move_seat
from placements.models import LearnerProfile, Wish
from placements.staying import _profile_and_wishes
from placements.workflow import proposals, wishes
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(yasmin):
    return Actor.person(yasmin.person)


@pytest.fixture
def three(yasmin, zenith, brussels, me, at):
    """Three positions on Yasmin's list, in this order."""
    places = [factories.PositionFactory(company=zenith, campus=brussels) for _number in range(3)]
    return [wishes.add_wish(enrolment=yasmin, position=one, actor=me, at=at) for one in places]


def ranks():
    return dict(Wish.objects.order_by("pk").values_list("pk", "rank"))


def test_up_and_down_swap_neighbours(three, me, at):
    first, second, third = three
    assert wishes.move_wish(wish=third, up=True, actor=me, at=at)
    assert ranks() == {first.pk: 1, third.pk: 2, second.pk: 3}
    assert wishes.move_wish(wish=first, up=False, actor=me, at=at)
    assert ranks() == {third.pk: 1, first.pk: 2, second.pk: 3}
    assert not wishes.move_wish(wish=third, up=True, actor=me, at=at)
    assert not wishes.move_wish(wish=second, up=False, actor=me, at=at)


def test_taking_one_off_closes_the_gap(three, me, at):
    first, second, third = three
    wishes.remove_wish(wish=first, actor=me, at=at)
    assert ranks() == {second.pk: 1, third.pk: 2}
    with pytest.raises(IllegalMove):
        wishes.move_wish(wish=first, up=True, actor=me, at=at)


def test_not_wanted_leaves_the_list_and_may_come_back(three, yasmin, me, at):
    first, second, third = three
    wishes.put_aside(
        enrolment=yasmin, position=second.position, why_not="No night work", actor=me, at=at
    )
    assert ranks() == {first.pk: 1, second.pk: None, third.pk: 2}
    wishes.add_wish(enrolment=yasmin, position=second.position, actor=me, at=at)
    assert ranks() == {first.pk: 1, second.pk: 3, third.pk: 2}
    second.refresh_from_db()
    assert second.why_not == ""


def test_only_open_places_once_and_not_without_end(three, yasmin, position, me, at):
    with pytest.raises(IllegalMove, match="on your list"):
        wishes.add_wish(enrolment=yasmin, position=three[0].position, actor=me, at=at)
    type(position).objects.filter(pk=position.pk).update(state="closed")
    with pytest.raises(IllegalMove, match="not open"):
        wishes.add_wish(enrolment=yasmin, position=position, actor=me, at=at)


def test_profile_and_wishes_go_along_to_another_cohort(three, yasmin, cohort, me, at):
    wishes.save_profile(enrolment=yasmin, changes={"headline": "Hi"}, actor=me, at=at)
    other = factories.EnrolmentFactory(cohort=cohort)
    _profile_and_wishes(yasmin, other)
    assert (other.wishes.count(), yasmin.wishes.count()) == (3, 0)
    assert LearnerProfile.objects.get().enrolment == other


def test_only_fields_of_the_profile_are_kept(yasmin, me, at):
    with pytest.raises(ValueError, match="no fields"):
        wishes.save_profile(enrolment=yasmin, changes={"enrolment": 1}, actor=me, at=at)


def test_a_transfer_waits_for_open_proposals_and_takes_the_profile_along(
    three, yasmin, cohort, web, brussels, position, me, by_pia, at
):
    type(cohort).objects.filter(pk=cohort.pk).update(seats_taken=1)
    later = factories.CohortFactory(track=web, campus=brussels)
    wishes.save_profile(enrolment=yasmin, changes={"headline": "Hi"}, actor=me, at=at)
    made = proposals.propose(enrolment=yasmin, position=position, actor=by_pia, at=at)

    def move():
        reason = TransferReason.values[0]
        return move_seat(
            enrolment=yasmin, cohort=later, reason=reason, passed=0, actor=by_pia, at=at
        )

    with pytest.raises(IllegalMove, match="proposed to a company"):
        move()
    yasmin.refresh_from_db()
    proposals.withdraw(proposal=made, actor=by_pia, at=at)
    moved = move()
    assert (moved.wishes.count(), moved.profile_page.headline) == (3, "Hi")
