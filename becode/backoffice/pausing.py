"""Pausing reminders from the page of a person, a cohort or a company."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from becode.accounts.models import User
from becode.backoffice.requests import StaffRequest
from becode.backoffice.verb import Verb
from becode.backoffice.verbs import VerbsMixin
from becode.core import clock
from becode.core.forms import PlainTextField, refuse_far_day
from becode.messages.models import Pause
from becode.messages.pausing import end_pause, pause, pause_of

PAUSE, END = "pause", "end-pause"


class PauseForm(forms.Form):
    reason = PlainTextField(
        label=_("Why"), longest=200, help_text=_("Colleagues read it beside what was kept back.")
    )
    until = forms.DateField(
        label=_("Reminders go again from"),
        required=False,
        validators=[refuse_far_day],
        help_text=_("Empty: until somebody ends the pause."),
    )


def current(record: models.Model) -> Pause | None:
    """The pause in force for a record today; asked once for each time it is read."""
    known: Pause | None
    if not hasattr(record, "_pause_of_today"):
        record._pause_of_today = pause_of(record, on=clock.today())  # type: ignore[attr-defined]
    known = record._pause_of_today  # type: ignore[attr-defined]
    return known


def pause_verbs(allowed: Callable[[User, Any], bool]) -> list[Verb]:
    """The two verbs, for colleagues who may act on the record."""
    return [
        Verb(
            PAUSE,
            label=_("Pause reminders"),
            icon="pause_circle",
            quiet=True,
            form=PauseForm,
            explain=_(
                "Reminders are kept back and shown as such, news of a change still goes out. "
                "What is kept back is not sent later."
            ),
            done=_("Reminders are paused."),
            allowed=allowed,
            possible=lambda record: current(record) is None,
            run=lambda obj, data, actor, at: pause(record=obj, actor=actor, at=at, **data),
        ),
        Verb(
            END,
            label=_("End the pause of reminders"),
            icon="play_circle",
            quiet=True,
            explain=_("Reminders go again from now on. What was kept back is not sent."),
            done=_("The pause has ended."),
            allowed=allowed,
            possible=lambda record: current(record) is not None,
            run=lambda obj, data, actor, at: end_pause(record=obj, actor=actor, at=at),
        ),
    ]


class PausableMixin(VerbsMixin):
    """For records with `pause_verbs`: their page says when reminders are paused."""

    def page(
        self,
        request: StaffRequest,
        template: str,
        context: dict[str, Any],
        *,
        obj: models.Model | None = None,
        **also: Any,
    ) -> TemplateResponse:
        if obj is not None and template == self.detail_template:
            context = {**context, **banner(self, request, obj)}
        return super().page(request, template, context, obj=obj, **also)


def banner(admin: VerbsMixin, request: StaffRequest, record: models.Model) -> dict[str, Any]:
    """What templates/backoffice/steering/pause.html shows on the page of a record."""
    held = current(record)
    verb = next(one for one in admin.verbs if one.key == END)
    may_end = held is not None and verb.allowed(request.user, record)
    return {"pause": held, "end_pause_url": admin.url_of_verb(record, END) if may_end else ""}
