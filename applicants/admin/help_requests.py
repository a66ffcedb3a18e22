"""People who asked to be called."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from applicants.enums import HELP_MOVES, HelpState
from applicants.models import HelpRequest
from applicants.notifications.words import moment_in_words
from applicants.permissions import DECIDERS, decides
from applicants.workflow.helping import finish_help, reopen_help
from becode.accounts.models import User
from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Section, Tag, Tone, text_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core.forms import PlainTextField

TONES: dict[str, Tone] = {HelpState.OPEN: "warning", HelpState.DONE: "good"}


class DoneForm(forms.Form):
    outcome = PlainTextField(label=_("What came of it"), longest=300)


def can_call(user: User, asked: HelpRequest) -> bool:
    """Call back where the request names one of their campuses, or none."""
    return decides(user) and (asked.campus_id is None or user.sees_campus(asked.campus_id))


@admin.register(HelpRequest, site=staff_site)
class HelpRequestAdmin(VerbsMixin, StaffAdmin):
    """Who pressed "I need help", those who still wait first."""

    view_roles = DECIDERS
    list_display = ("name", "shown_state", "phone", "language", "campus", "asked_at", "outcome")
    list_filter = ("state", "language", "campus")
    list_select_related = ("campus",)
    search_fields = ("name", "phone")
    ordering = ("-state", "asked_at", "pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "done",
            label=_("Called"),
            icon="call",
            form=DoneForm,
            allowed=can_call,
            possible=lambda obj: HELP_MOVES.allow(obj.state, HelpState.DONE),
            run=lambda obj, data, actor, at: finish_help(
                asked=obj, outcome=data["outcome"], actor=actor, at=at
            ),
        ),
        Verb(
            "again",
            label=_("Call again"),
            icon="redo",
            quiet=True,
            allowed=can_call,
            possible=lambda obj: HELP_MOVES.allow(obj.state, HelpState.OPEN),
            run=lambda obj, data, actor, at: reopen_help(asked=obj, actor=actor, at=at),
        ),
    ]

    @admin.display(description=_("State"), ordering="state")
    def shown_state(self, obj: HelpRequest) -> Tag:
        return self.state_tag(obj)

    def state_tag(self, obj: HelpRequest) -> Tag:
        return Tag(obj.get_state_display(), TONES.get(obj.state, "neutral"))

    def facts(self, request: StaffRequest, obj: HelpRequest) -> list[tuple[Any, Any]]:
        facts = [
            (_("Name"), obj.name),
            (_("Phone"), obj.phone),
            (_("Language"), obj.get_language_display()),
            (_("Campus"), obj.campus),
            (_("Asked at"), moment_in_words(obj.asked_at)),
            (_("Asked on"), obj.page),
            (_("Called at"), obj.handled_at and moment_in_words(obj.handled_at)),
            (_("Called by"), obj.handled_by),
            (_("What came of it"), obj.outcome),
        ]
        return [(label, value) for label, value in facts if value]

    def sections(self, request: StaffRequest, obj: HelpRequest) -> list[Section]:
        return [text_section(_("What it is about"), obj.question, empty=_("Nothing was written."))]
