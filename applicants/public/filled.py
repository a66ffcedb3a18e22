"""All answers of a session together: what is missing, the summary, and sending them."""

import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applicants.public import drafts, steps
from applicants.public.forms import CheckForm, InterestForm, StepForm
from applicants.public.offering import Offering, offering_on
from applicants.public.touches import touches_in
from applicants.workflow.submitting import ApplicationAnswers, InterestAnswers, submit
from becode.core import clock
from becode.core.actors import PUBLIC
from becode.core.forms import Birth
from becode.core.moves import Stale
from becode.people.enums import ConsentPurpose

# Sending lasts this long whether we know the person or not, so that the time tells nothing.
SENDING_SECONDS = 0.5


class Filled:
    """The form of one request, its draft opened once."""

    def __init__(self, request: HttpRequest, *, at: datetime) -> None:
        self.request = request
        self.at = at
        self.today = clock.local_day(at)
        self.draft = drafts.current(request)

    @cached_property
    def offering(self) -> Offering:
        return offering_on(self.today)

    @property
    def began(self) -> float | None:
        return self.draft.content["began"] if self.draft else None

    def form(self, slug: str, *, typed: Mapping[str, Any] | None = None) -> StepForm:
        """A step's form: with what is typed now, else what was typed before, else empty."""
        kept = self.draft.typed(slug) if self.draft else None
        return self._made(steps.BY_SLUG[slug].form, kept if typed is None else typed)

    def check_form(self, *, typed: Mapping[str, Any] | None = None) -> CheckForm:
        return self._made(CheckForm, typed)  # type: ignore[return-value]

    def interest_form(self, *, typed: Mapping[str, Any] | None = None) -> InterestForm:
        kept = self.draft.typed("interest") if self.draft else None
        you = (self.draft.typed("you") if self.draft else None) or {}
        initial = {"first_name": you.get("first_name"), "birth_year": you.get("birth_year")}
        return self._made(InterestForm, kept if typed is None else typed, initial=initial)  # type: ignore[return-value]

    def _made(
        self,
        form_class: type[StepForm],
        typed: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> StepForm:
        data = None
        if typed is not None:
            # NUL is not text; taking it out here spares every field and the database.
            data = {name: str(value).replace("\x00", "") for name, value in typed.items()}
        return form_class(data, today=self.today, offering=self.offering, **kwargs)

    def keep(
        self,
        slug: str,
        form: StepForm,
        *,
        began: float | None = None,
        campaign: str = "",
        touch: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what was typed, but for what we may not keep at all."""
        typed = {
            name: form.data[name]
            for name in form.names
            if name in form.data and name not in form.refused
        }
        drafts.keep(
            self.request,
            slug=slug,
            typed=typed,
            at=self.at,
            began=began,
            campaign=campaign,
            touch=touch,
        )
        self.draft = drafts.current(self.request)
        self.__dict__.pop("_forms", None)

    @cached_property
    def _forms(self) -> dict[str, StepForm]:
        return {step.slug: self.form(step.slug) for step in steps.STEPS}

    def first_unanswered(self) -> str | None:
        """The first step that has no right answers yet; None when all have."""
        return next((slug for slug, form in self._forms.items() if not form.is_valid()), None)

    @property
    def is_under_age(self) -> bool:
        return bool(self._forms["you"].is_under_age)  # type: ignore[attr-defined]

    def send_application(self, check: CheckForm) -> None:
        self._send(self._answers(check), kind="application")

    def send_interest(self, form: InterestForm) -> None:
        answers = InterestAnswers(
            first_name=form.cleaned_data["first_name"],
            birth_year=form.cleaned_data["birth_year"],
            parent_contact=form.cleaned_data["parent_contact"],
            campus=self.offering.campus(form.cleaned_data["campus"]),
            language=get_language() or "nl",
        )
        self._send(answers, kind="interest")

    def _send(self, answers: ApplicationAnswers | InterestAnswers, *, kind: str) -> None:
        """Send once; a draft that another click sent already is as good as sent."""
        started = time.monotonic()
        row = self.draft.row if self.draft else None
        with suppress(Stale):
            submit(draft=row, answers=answers, actor=PUBLIC, at=self.at)
        drafts.mark_sent(self.request, kind=kind)
        time.sleep(max(0.0, SENDING_SECONDS - (time.monotonic() - started)))

    def _answers(self, check: CheckForm) -> ApplicationAnswers:
        data: dict[str, Any] = {}
        for form in self._forms.values():
            data |= form.cleaned_data
        track = self.offering.track(data["track"])
        campuses = [
            self.offering.campus(code)
            for code in self._forms["course"].campus_codes  # type: ignore[attr-defined]
        ]
        agreed = [
            ConsentPurpose(purpose)
            for purpose in ("application", "share_profile", "news")
            if check.cleaned_data[purpose]
        ]
        if data["needs"] and data["needs_consent"]:
            agreed.append(ConsentPurpose.NEEDS)
        birth: Birth = data["birth"]
        return ApplicationAnswers(
            first_name=data["first_name"],
            last_name=data["last_name"],
            preferred_name=data["preferred_name"],
            birth=birth,
            email=data["email"],
            phone=data["phone"],
            contact_language=data["contact_language"],
            postcode=data["postcode"],
            lesson_levels=self._forms["languages"].lesson_levels,  # type: ignore[attr-defined]
            track=track,  # type: ignore[arg-type]
            campuses=[campus for campus in campuses if campus is not None],
            motivation=data["motivation"],
            heard_from=data["heard_from"],
            heard_from_detail=data["heard_from_detail"],
            gender=data["gender"],
            needs=data["needs"],
            consents=agreed,
            language=get_language() or "nl",
            campaign=self.draft.content["campaign"] if self.draft else "",
            touches=touches_in(self.draft.content) if self.draft else (),
        )

    def summary(self) -> list[dict[str, Any]]:
        """What was answered, a section a step: [{slug, title, facts: [(question, answer)]}]."""
        return [
            {
                "slug": step.slug,
                "title": step.title,
                "facts": [
                    (form[name].label, answer)
                    for name in form.fields
                    if (answer := self._shown(form, name))
                ],
            }
            for step in steps.STEPS
            for form in [self._forms[step.slug]]
        ]

    def _shown(self, form: StepForm, name: str) -> str:
        """An answer in words; empty where there is nothing to show."""
        value = form.cleaned_data.get(name)
        if isinstance(value, Birth):
            return date_format(value.born_on, "j F Y") if value.born_on else str(value.year)
        if isinstance(value, bool):
            return _("Yes") if value else ""
        if name == "email_is_right" or not value:
            return ""
        if name == "track":
            return str(self.offering.track(value))
        choices = dict(getattr(form.fields[name], "choices", []))
        return str(choices.get(value, value))
