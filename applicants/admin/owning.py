"""Verbs about who looks after an application; done for several at once they can be undone."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from applicants.enums import OPEN_APPLICATION_STATES
from applicants.models import Application
from applicants.permissions import DECIDERS, can_decide
from applicants.workflow.owning import give_to, take_back_owner
from becode.accounts.models import User
from becode.backoffice.verb import Verb, VerbForm
from becode.core.actors import Actor


class GiveForm(VerbForm):
    owner = forms.ModelChoiceField(
        label=_("Colleague"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = User.objects.with_role(*DECIDERS).order_by("name", "pk")
        if self.obj is not None:
            field.initial = self.obj.owner_id


def _is_open(application: Application) -> bool:
    return application.state in OPEN_APPLICATION_STATES


def _take(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
    me = User.objects.get(pk=actor.key)
    return give_to(application=application, owner=me, actor=actor, at=at)


def _give(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> Any:
    return give_to(application=application, owner=data["owner"], actor=actor, at=at)


def _undo(application: Application, note: Any, actor: Actor, at: datetime) -> None:
    take_back_owner(application=application, note=note, actor=actor, at=at)


OWNER_VERBS = [
    Verb(
        "take",
        label=_("Take it"),
        icon="back_hand",
        quiet=True,
        bulk=True,
        explain=_("You look after it from now on."),
        allowed=can_decide,
        possible=_is_open,
        run=_take,
        undo=_undo,
    ),
    Verb(
        "give",
        label=_("Give to…"),
        icon="person_add",
        form=GiveForm,
        quiet=True,
        bulk=True,
        explain=_("Choose who looks after it from now on."),
        allowed=can_decide,
        possible=_is_open,
        run=_give,
        undo=_undo,
    ),
]
