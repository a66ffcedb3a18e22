"""The lists of campuses, closures, messages and audit."""

from datetime import date

import pytest
from django.urls import reverse

from becode.audit.record import record
from becode.campuses.models import Closure
from becode.core.actors import Actor
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def closure(campus=None) -> Closure:
    return Closure.objects.create(
        campus=campus, start_on=date(2026, 4, 6), end_on=date(2026, 4, 17), reason="Easter"
    )


def test_closures_of_other_campuses_are_not_found(at, signed_in, mieke, brussels, ghent):
    own, common, foreign = closure(brussels), closure(), closure(ghent)
    client = signed_in(mieke)
    answers = [
        client.get(reverse("admin:campuses_closure_change", args=[one.pk])).status_code
        for one in (own, common, foreign)
    ]
    assert answers == [200, 200, 404]


def test_a_closure_of_all_campuses_is_not_changed_from_one(at, signed_in, mieke):
    common = closure()
    url = reverse("admin:campuses_closure_change", args=[common.pk])
    answers = {"campus": "", "start_on": "2026-04-06", "end_on": "2026-04-07", "reason": "x"}
    assert signed_in(mieke).post(url, answers).status_code == 403


def test_a_manager_of_one_campus_closes_that_campus_alone(at, signed_in, mieke, brussels, ghent):
    url = reverse("admin:campuses_closure_add")
    answers = {"start_on": "2026-04-06", "end_on": "2026-04-07", "reason": "Works"}
    client = signed_in(mieke)
    for campus in ("", ghent.pk):
        response = client.post(url, {**answers, "campus": campus})
        assert list(response.context["form"].errors) == ["campus"]
    shown = client.post(url, {**answers, "campus": brussels.pk})
    assert Closure.objects.count() == 0
    client.post(url, {**answers, "campus": brussels.pk, "seen": shown.context["seen"]})
    assert [one.campus for one in Closure.objects.all()] == [brussels]


def test_a_last_day_before_the_first_is_said_in_words(at, signed_in, ada, brussels):
    answers = {"campus": brussels.pk, "start_on": "2026-04-06", "end_on": "2026-04-01"}
    url = reverse("admin:campuses_closure_add")
    response = signed_in(ada).post(url, {**answers, "reason": "Works"})
    assert b"The last day cannot be before the first day." in response.content


def test_campuses_are_changed_by_administrators_and_deleted_by_nobody(
    at, signed_in, ada, mieke, brussels
):
    change = reverse("admin:campuses_campus_change", args=[brussels.pk])
    delete = reverse("admin:campuses_campus_delete", args=[brussels.pk])
    assert signed_in(mieke).post(change, {}).status_code == 403
    assert signed_in(ada).post(change, {}).status_code == 200
    assert signed_in(ada).post(delete, {"post": "yes"}).status_code == 403


def test_audit_names_the_colleague_and_is_for_few(at, signed_in, amina, dries):
    person = PersonFactory()
    record("person.corrected", subject=person, actor=Actor.user(amina), at=at)
    url = reverse("admin:audit_auditentry_changelist")
    assert signed_in(amina).get(url).status_code == 403
    page = signed_in(dries).get(url)
    assert b"Amina Admissions" in page.content
    assert b"Details corrected" in page.content


def test_message_list_opens_for_the_log(at, signed_in, ada):
    url = reverse("admin:messaging_message_changelist")
    client = signed_in(ada)
    for query in ("", "?state__exact=failed", "?kind=portal.sign_in_link", "?q=link"):
        assert client.get(url + query).status_code == 200
