"""Accounts are made, changed and closed by verbs, each with its audit entry."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from becode.accounts import workflow
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.audit.models import AuditEntry
from becode.core.actors import SYSTEM, Actor
from becode.core.moves import IllegalMove

pytestmark = pytest.mark.django_db


def labels(user):
    return [entry.label for entry in AuditEntry.objects.about(user)]


def test_invited_colleague_has_roles_campuses_and_no_password(ada, brussels, at):
    user = workflow.invite_colleague(
        email=" New.Person@School.Example ",
        name="New Person",
        language="fr",
        roles=[Role.COACH, Role.ADMISSIONS],
        campuses=[brussels],
        actor=Actor.user(ada),
        at=at,
    )

    user = User.objects.get(pk=user.pk)
    assert (user.email, user.language) == ("new.person@school.example", "fr")
    assert user.roles == ["admissions", "coach"]
    assert user.campus_keys() == {brussels.pk}
    assert user.password.startswith("!")
    entry = AuditEntry.objects.about(user).get()
    assert entry.label == "account.created"
    assert entry.keys == {"roles": "admissions,coach", "campuses": str(brussels.pk)}
    assert (entry.actor_key, entry.at) == (ada.pk, at)


def test_colleague_without_role_is_refused(ada, at):
    with pytest.raises(IllegalMove):
        workflow.invite_colleague(
            email="a@school.example",
            name="A",
            language="nl",
            roles=[],
            campuses=[],
            actor=Actor.user(ada),
            at=at,
        )
    assert not User.objects.filter(email="a@school.example").exists()


def test_address_has_one_account_whatever_its_capitals(amina, at):
    with pytest.raises(IllegalMove) as refusal:
        workflow.create_account(
            email=amina.email.upper(), name="B", language="nl", actor=SYSTEM, at=at
        )
    assert str(refusal.value.sentence) == str(workflow.EMAIL_TAKEN)


def test_last_administrator_keeps_the_role_and_the_account(ada, amina, at):
    for change in (
        lambda: workflow.deactivate(ada, actor=Actor.user(amina), at=at),
        lambda: workflow.change_roles(
            ada, roles=[Role.COACH], campuses=[], actor=Actor.user(amina), at=at
        ),
    ):
        with pytest.raises(IllegalMove) as refusal:
            change()
        assert refusal.value.sentence == workflow.LAST_ADMINISTRATOR
    ada.refresh_from_db()
    assert ada.is_active
    assert ada.roles == ["administrator"]
    assert labels(ada) == []


def test_closed_administrator_does_not_count(ada, amina, at):
    workflow.change_roles(
        amina, roles=[Role.ADMINISTRATOR], campuses=[], actor=Actor.user(ada), at=at
    )
    workflow.deactivate(amina, actor=Actor.user(ada), at=at)
    with pytest.raises(IllegalMove):
        workflow.change_roles(ada, roles=[], campuses=[], actor=Actor.user(ada), at=at)


def test_nobody_closes_their_own_account(ada, amina, at):
    workflow.change_roles(
        amina, roles=[Role.ADMINISTRATOR], campuses=[], actor=Actor.user(ada), at=at
    )
    with pytest.raises(IllegalMove) as refusal:
        workflow.deactivate(ada, actor=Actor.user(ada), at=at)
    assert refusal.value.sentence == workflow.NOT_YOURSELF


def test_deactivating_ends_all_sessions_for_good(ada, amina, signed_in, at):
    laptop, phone = signed_in(amina), signed_in(amina)
    assert laptop.get("/accounts/2fa/").status_code == 200

    workflow.deactivate(amina, actor=Actor.user(ada), at=at)
    for client in (laptop, phone):
        assert client.get("/accounts/2fa/").status_code == 302
    workflow.reactivate(amina, actor=Actor.user(ada), at=at)
    for client in (laptop, phone):
        assert client.get("/accounts/2fa/").status_code == 302
    assert labels(amina) == ["account.deactivated", "account.reactivated"]


def test_closing_twice_is_refused(ada, amina, at):
    workflow.deactivate(amina, actor=Actor.user(ada), at=at)
    with pytest.raises(IllegalMove):
        workflow.deactivate(amina, actor=Actor.user(ada), at=at)
    assert labels(amina) == ["account.deactivated"]


def test_new_address_ends_the_sessions_of_the_old_one(ada, amina, signed_in, at):
    client = signed_in(amina)
    details = {"name": "Amina", "language": "fr", "phone": ""}

    workflow.change_details(amina, email=amina.email, actor=Actor.user(ada), at=at, **details)
    assert client.get("/accounts/2fa/").status_code == 200
    workflow.change_details(amina, email="Other@x.example", actor=Actor.user(ada), at=at, **details)
    assert client.get("/accounts/2fa/").status_code == 302
    assert User.objects.get(pk=amina.pk).email == "other@x.example"
    assert labels(amina) == ["account.changed", "account.changed", "account.email_changed"]


def test_create_admin_makes_the_first_one_only(db):
    out = StringIO()
    call_command("create_admin", "First@School.Example", stdout=out)
    user = User.objects.get()
    assert (user.email, user.roles) == ("first@school.example", ["administrator"])
    assert f"Sign in at {settings.BASE_URL}/accounts/login/\n" in out.getvalue()

    with pytest.raises(CommandError, match="--another"):
        call_command("create_admin", "second@school.example")
    call_command("create_admin", "second@school.example", "--another", stdout=out)
    assert User.objects.with_role(Role.ADMINISTRATOR).count() == 2
    with pytest.raises(CommandError, match="There is an account"):
        call_command("create_admin", "second@school.example", "--another")


def test_create_admin_refuses_what_is_no_address(db):
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("create_admin", "nobody")
    assert not User.objects.exists()
