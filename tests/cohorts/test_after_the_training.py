"""A learner's own pages say the truth to who graduated, left, or gave the seat back."""

import pytest

from cohorts.models import Requirement
from tests.cohorts.conftest import signed_in
from tests.factories import EnrolmentFactory, PersonFactory
from tests.factories_training import FileItemFactory

pytestmark = pytest.mark.django_db
PAGES = ("absences", "file", "requirements")


@pytest.fixture
def pages_of(cohort, at):
    """A function: the three pages of a new learner with this enrolment, by name."""

    def ask(**enrolment):
        Requirement.objects.create(track=cohort.track, position=1, kind="laptop")
        person = PersonFactory(first_name="Sam")
        FileItemFactory(enrolment=EnrolmentFactory(person=person, cohort=cohort, **enrolment))
        phone = signed_in(person, at)
        answers = {name: phone.get(f"/en/my/training/{name}/") for name in PAGES}
        assert {one.status_code for one in answers.values()} == {200}
        return {name: one.content.decode() for name, one in answers.items()}

    return ask


def test_who_gave_the_seat_back_reads_so(pages_of):
    for html in pages_of(state="withdrawn").values():
        assert "You gave your seat back" in html
        assert "has not started" not in html


def test_who_never_came_reads_so(pages_of):
    for html in pages_of(state="withdrawn", leaving_reason="no_show").values():
        assert "We did not see you on the first day" in html
        assert "You gave" not in html


def test_who_graduated_is_not_asked_for_anything(pages_of, cohort):
    pages = pages_of(
        state="graduated", started_on=cohort.start_on, graduated_on=cohort.start_on.replace(month=3)
    )
    for html in pages.values():
        assert "You graduated on 2 March 2026. Well done!" in html
    assert "A photo with your phone" not in pages["file"]
    assert "Not yet" not in pages["requirements"]
    assert "Tell us about an absence" not in pages["absences"]


def test_who_left_is_not_asked_for_anything(pages_of, cohort):
    pages = pages_of(
        state="left",
        started_on=cohort.start_on,
        left_on=cohort.start_on.replace(month=3),
        leaving_reason="health",
    )
    for html in pages.values():
        assert "You do not follow the training any more. You can always call us." in html
    assert "A photo with your phone" not in pages["file"]


def test_a_seat_in_another_group_counts_not_the_one_given_back(cohort, at):
    person = PersonFactory()
    EnrolmentFactory(person=person, cohort=cohort, state="withdrawn")
    EnrolmentFactory(person=person, cohort=cohort, state="in_training", started_on=cohort.start_on)
    html = signed_in(person, at).get("/en/my/training/absences/").content.decode()
    assert "You gave your seat back" not in html
    assert "Tell us about an absence" in html


@pytest.mark.parametrize(("name", "status"), [("absences", 200), ("file", 404)])
def test_who_never_had_a_seat_gave_none_back(at, name, status):
    page = signed_in(PersonFactory(), at).get(f"/en/my/training/{name}/")
    assert page.status_code == status
    assert "You gave your seat back" not in page.content.decode()
