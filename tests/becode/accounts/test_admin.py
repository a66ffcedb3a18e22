"""The administrator's pages: invite, correct, give roles, close."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.messages.models import Message
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

LIST = "/staff/accounts/user/"


def test_inviting_makes_the_account_and_one_message(signed_in, ada, brussels):
    answer = signed_in(ada).post(
        f"{LIST}add/",
        {
            "name": "Nora New",
            "email": "Nora@School.Example",
            "language": "fr",
            "roles": ["coach", "admissions"],
            "campuses": [brussels.pk],
        },
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    nora = User.objects.get(email="nora@school.example")
    assert (nora.roles, nora.campus_keys()) == (["admissions", "coach"], {brussels.pk})
    message = Message.objects.get(user=nora)
    assert (message.kind, message.language) == ("backoffice.colleague_invitation", "fr")
    assert "/accounts/login/" in message.text
    assert [entry.actor_key for entry in AuditEntry.objects.about(nora)] == [ada.pk]


@pytest.mark.parametrize("email", ["", "nobody", "{taken}", "x" * 300 + "@school.example"])
def test_bad_invitation_says_why_and_keeps_what_was_typed(signed_in, ada, amina, email):
    email = email.format(taken=amina.email.upper())
    answer = signed_in(ada).post(
        f"{LIST}add/", {"name": "Nora", "email": email, "language": "fr", "roles": ["coach"]}
    )
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    assert form.errors.keys() == {"email"}
    assert form["name"].value() == "Nora"
    assert Message.objects.count() == 0


def test_roles_and_campuses_are_changed_by_their_verb(signed_in, ada, amina, ghent):
    url = f"{LIST}{amina.pk}/do/roles/"
    client = signed_in(ada)
    assert client.get(url).context["form"].initial["roles"] == ["admissions"]
    client.post(url, {"roles": ["reporting"], "campuses": [ghent.pk]})
    amina = User.objects.get(pk=amina.pk)
    assert (amina.roles, amina.campus_keys()) == (["reporting"], {ghent.pk})


def test_details_refuse_the_address_of_another(signed_in, ada, amina, bram):
    url = f"{LIST}{amina.pk}/do/details/"
    typed = {"name": "A", "email": bram.email.upper(), "phone": "", "language": "nl"}
    answer = signed_in(ada).post(url, typed)
    assert answer.context["form"].errors.keys() == {"email"}
    answer = signed_in(ada).post(url, typed | {"email": "amina.a@school.example"})
    assert answer.status_code == 302
    assert User.objects.get(pk=amina.pk).email == "amina.a@school.example"


def test_closing_and_opening(signed_in, ada, amina):
    client = signed_in(ada)
    client.post(f"{LIST}{amina.pk}/do/deactivate/")
    assert not User.objects.get(pk=amina.pk).is_active
    page = client.get(f"{LIST}{amina.pk}/change/")
    offered = re.findall(rf"{LIST}{amina.pk}/do/([a-z]+)/", page.content.decode())
    assert sorted(set(offered)) == ["details", "reactivate"]
    client.post(f"{LIST}{amina.pk}/do/reactivate/")
    assert User.objects.get(pk=amina.pk).is_active


def test_administrator_cannot_lock_everybody_out(signed_in, ada):
    client = signed_in(ada)
    page = client.post(f"{LIST}{ada.pk}/do/deactivate/", follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "You cannot close your own account. Ask another administrator."
    ]
    client.post(f"{LIST}{ada.pk}/do/roles/", {"roles": ["coach"]})
    assert User.objects.get(pk=ada.pk).roles == ["administrator"]


def test_invitation_goes_again_until_they_sign_in(signed_in, ada, amina, at):
    client = signed_in(ada)
    client.post(f"{LIST}{amina.pk}/do/invite/")
    assert Message.objects.filter(user=amina).count() == 1
    User.objects.filter(pk=amina.pk).update(last_login=at)
    client.post(f"{LIST}{amina.pk}/do/invite/")
    assert Message.objects.filter(user=amina).count() == 1


def test_only_administrators_see_accounts(signed_in, ada, amina, mieke, dries):
    for user, status in ((ada, 200), (amina, 403), (mieke, 403), (dries, 403)):
        assert signed_in(user).get(LIST).status_code == status
        assert signed_in(user).get(f"{LIST}{amina.pk}/change/").status_code == status


def test_list_asks_as_many_queries_for_thirty_as_for_one(signed_in, ada, amina, brussels):
    client = signed_in(ada)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    for _number in range(30):
        UserFactory(roles=["coach"], campuses=[brussels])
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(few)
