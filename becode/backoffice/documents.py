"""What the staff pages of everything that is asked for, comes in and is looked at share."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Tag, Tone
from becode.backoffice.verbs import VerbsMixin
from becode.core.forms import PlainTextField
from becode.files.enums import DOCUMENT_MOVES, DocumentState

TONES: dict[str, Tone] = {
    DocumentState.MISSING: "warning",
    DocumentState.RECEIVED: "info",
    DocumentState.VERIFIED: "good",
    DocumentState.REFUSED: "bad",
}


def document_tag(document: Any) -> Tag:
    """The state of a record with DocumentState, as a tag."""
    return Tag(document.get_state_display(), TONES.get(document.state, "neutral"))


def can_go(*states: str) -> Callable[[Any], bool]:
    """For a verb: whether a record may go to one of these states of DocumentState."""
    return lambda document: any(DOCUMENT_MOVES.allow(document.state, state) for state in states)


class RemarkForm(forms.Form):
    """Why what came in cannot be used."""

    remark = PlainTextField(
        label=_("What the person has to do"),
        help_text=_("The person reads this. Simple words: “The photo is too dark.”"),
        longest=300,
        lines=3,
    )


class DocumentAdmin(VerbsMixin, StaffAdmin):
    """A list of records with DocumentState."""

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, obj: Any) -> Tag:
        return self.state_tag(obj)

    def state_tag(self, obj: Any) -> Tag:
        return document_tag(obj)
