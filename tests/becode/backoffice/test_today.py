"""The index of the staff site: what waits, in a constant number of queries."""

from datetime import timedelta

import pytest
from django.urls import reverse

from becode.backoffice import today
from becode.backoffice.today import Task, greeting, tasks_for
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db
INDEX = "/staff/"


@pytest.fixture
def waiting(monkeypatch):
    """A function that replaces the registry by tasks of ours."""

    def replace(*tasks: Task) -> None:
        monkeypatch.setattr(today, "_builders", [lambda user, at: list(tasks)])

    return replace


def names(number: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"Person {index}", f"/staff/{index}/") for index in range(number))


def test_nothing_waits(at, signed_in, amina, waiting):
    waiting(Task("Untreated", 0, "/staff/x/"))
    assert b"Nothing waits for you" in signed_in(amina).get(INDEX).content


def test_urgent_kinds_come_first_and_empty_ones_stay_away(at, amina, waiting):
    waiting(Task("A", 2, "/a/"), Task("B", 0, "/b/"), Task("C", 1, "/c/", urgent=True))
    assert [task.title for task in tasks_for(amina, at=at)] == ["C", "A"]


def test_a_card_names_the_first_five(at, signed_in, amina, waiting):
    waiting(Task("Untreated", 8, "/staff/list/", items=names(8)))
    page = signed_in(amina).get(INDEX).content.decode()
    assert [f"Person {index}" in page for index in range(8)] == [True] * 5 + [False] * 3
    assert "See all 8" in page


def test_names_are_text_not_markup(at, signed_in, amina, waiting):
    waiting(Task("Untreated", 1, "/staff/list/", items=(("<b>Eve</b>", "/staff/1/"),)))
    assert b"<b>Eve" not in signed_in(amina).get(INDEX).content


@pytest.mark.parametrize(
    ("hours", "words"),
    [(0, "Good morning, Amina"), (2, "Good afternoon, Amina"), (9, "Good evening, Amina")],
)
def test_greeting_follows_the_clock_of_brussels(amina, hours, words):
    assert greeting(amina, at=MOMENT + timedelta(hours=hours)) == words


def test_state_of_the_machine_is_for_administrators(at, signed_in, amina, ada):
    assert signed_in(amina).get(INDEX).context["machine"] is None
    page = signed_in(ada).get(INDEX)
    assert not page.context["machine"].is_good  # nothing ran yet
    assert b"Is the worker running?" in page.content


def test_page_speaks_the_language_of_the_account(at, signed_in, amina):
    amina.language = "fr"
    amina.save()
    assert b'lang="fr"' in signed_in(amina).get(INDEX).content


def test_only_staff_get_in(at, signed_in, chloe, client):
    assert client.get(INDEX, follow=True).redirect_chain[-1][0].startswith("/accounts/login/")
    assert signed_in(chloe).get(INDEX, follow=True).status_code == 403


def test_frame_of_a_staff_page_asks_few_queries(
    at, signed_in, amina, waiting, django_assert_max_num_queries
):
    waiting(Task("Untreated", 8, "/staff/list/", items=names(8)))
    client = signed_in(amina)
    client.get(INDEX)
    with django_assert_max_num_queries(10):
        client.get(INDEX)


def test_navigation_shows_what_a_role_may_see(at, signed_in, amina, dries):
    def links(user) -> set[str]:
        groups = signed_in(user).get(INDEX).context["sidebar_navigation"]
        return {item["link"] for group in groups for item in group["items"]}

    audit = reverse("admin:audit_auditentry_changelist")
    assert audit not in links(amina)
    assert audit in links(dries)


def test_navigation_marks_the_present_page(at, signed_in, amina):
    url = reverse("admin:people_person_changelist")
    groups = signed_in(amina).get(url).context["sidebar_navigation"]
    active = [item["link"] for group in groups for item in group["items"] if item["active"]]
    assert active == [url]
