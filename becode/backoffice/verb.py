"""What a verb is: one thing a colleague may do with a record. How it is used: verbs.py."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise

from becode.accounts.models import User
from becode.core.actors import Actor

Text = str | Promise


def _always(obj: Any) -> bool:
    return True


@dataclass(frozen=True)
class Verb:
    """One thing a colleague may do with a record.

    `allowed(user, obj)` is about the colleague (role, campus); a refusal is a 403.
    `possible(obj)` is about the record's state; the button is left out when it is not.
    `run(obj, cleaned_data, actor, at)` makes one workflow call and may return something for
    `goes_to(obj, result)`, the address of the next page (by default the record's own).
    IllegalMove becomes a message; a ValidationError is shown at the form.
    `form` is a Form; a `VerbForm` is given the record and the colleague too.
    Before it is `timely(obj)` a verb is quiet: possible already, but not what one is here for.
    `danger` colours what cannot be undone; a `primary` verb is the button that stands
    out, a `quiet` one never is.
    A `bulk` verb with `undo(obj, note, actor, at)` can be taken back: `note` is what `run`
    returned (JSON), and the undo raises IllegalMove for a record that changed since.
    `explain` says on the page what will happen, `done` is the message afterwards.
    """

    key: str
    label: Text
    run: Callable[[Any, dict[str, Any], Actor, datetime], Any]
    allowed: Callable[[User, Any], bool]
    possible: Callable[[Any], bool] = _always
    timely: Callable[[Any], bool] = _always
    icon: str = ""
    form: type[forms.Form] | None = None
    explain: Text = ""
    done: Text = ""
    goes_to: Callable[[Any, Any], str] | None = None
    danger: bool = False
    primary: bool = False
    quiet: bool = False
    bulk: bool = False
    undo: Callable[[Any, Any, Actor, datetime], None] | None = None


class VerbForm(forms.Form):
    """A verb's form that needs the record or the colleague: `self.obj`, `self.user`.

    `obj` is None on the page for several records at once. A field in `from_address` is filled in
    by an address that names it (`?rule=3`), so that a page can lead to it ready.
    """

    from_address: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, obj: Any, user: User, **kwargs: Any) -> None:
        self.obj = obj
        self.user = user
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Button:
    """A button on a record's page: a verb, or a page of its own."""

    label: Text
    url: str
    icon: str = ""
    danger: bool = False
    primary: bool = False
