"""All answers of a session together: what is missing, the summary, and sending them."""

import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applicants.enums import FilledBy
from applicants.public import drafts, steps
from applicants.public.forms import CheckForm, InterestForm, StepForm
from applicants.public.offering import Offering, offering_on
from applicants.public.question_form import FILE_KEY, FILE_NAME, QuestionForm
from applicants.public.steps import Step
from applicants.public.touches import touches_in
from applicants.questions.asking import Screen, open_screens, questions_asked, screens_of
from applicants.workflow.submitting import ApplicationAnswers, InterestAnswers, submit
from becode.core import clock
from becode.core.actors import PUBLIC
from becode.core.forms import Birth
from becode.core.moves import Stale
from becode.files import store
from becode.people.enums import ConsentPurpose

# Sending lasts this long whether we know the person or not, so that the time tells nothing.
SENDING_SECONDS = 0.5


def plain(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, by name; where several answers were ticked, their list.

    NUL is not text; taking it out here spares every field and the database.
    """
    lists = dict(typed.lists()) if isinstance(typed, QueryDict) else typed
    found: dict[str, Any] = {}
    for name, value in lists.items():
        texts = [
            str(one).replace("\x00", "") for one in (value if isinstance(value, list) else [value])
        ]
        is_question = name.startswith("q_")
        found[name] = texts if is_question and len(texts) > 1 else (texts[-1] if texts else "")
    return found


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

    # The steps ---------------------------------------------------------------------------

    @cached_property
    def steps(self) -> list[Step]:
        """The steps of this person in their order, as the answers so far make them."""
        found: list[Step] = []
        for step in steps.STEPS:
            found.append(step)
            if step.slug == "you" and self._kept("you").get("for_somebody_else"):
                found.append(steps.HELPER)
            if step.slug == steps.BEFORE_QUESTIONS:
                found.extend(steps.question_step(screen) for screen in self._screens())
        return found

    @property
    def slugs(self) -> list[str]:
        return [step.slug for step in self.steps]

    @property
    def total(self) -> int:
        """How many steps there are, with the page where everything is checked and sent."""
        return len(self.steps) + 1

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def number_of(self, slug: str) -> int:
        """The place of a step, counted from one."""
        return self.slugs.index(slug) + 1

    def _screens(self) -> list[Screen]:
        tracks = self.offering.tracks
        track = self.offering.track(self._kept("course").get("track", ""))
        if track is None and len(tracks) == 1:
            track = tracks[0]
        if track is None:
            return []
        asked = screens_of(questions_asked(track.pk))
        return open_screens(asked, lambda screen: self._question_form(screen).values)

    # Their forms -------------------------------------------------------------------------

    def form(
        self, slug: str, *, typed: Mapping[str, Any] | None = None, files: Any = None
    ) -> StepForm:
        """A step's form: with what is typed now, else what was typed before, else empty."""
        step = self.step(slug)
        assert step is not None, slug
        if step.screen is not None:
            return self._question_form(step.screen, typed=typed, files=files)
        kept = self.draft.typed(slug) if self.draft else None
        return self._made(step.form, kept if typed is None else typed)

    def _question_form(
        self, screen: Screen, *, typed: Mapping[str, Any] | None = None, files: Any = None
    ) -> QuestionForm:
        kept = self.draft.typed(screen.slug) if self.draft else None
        data = kept if typed is None else typed
        return self._made(QuestionForm, data, screen=screen, kept=kept, files=files)  # type: ignore[return-value]

    def _kept(self, slug: str) -> dict[str, Any]:
        return (self.draft.typed(slug) if self.draft else None) or {}

    def check_form(self, *, typed: Mapping[str, Any] | None = None) -> CheckForm:
        return self._made(CheckForm, typed)  # type: ignore[return-value]

    def interest_form(self, *, typed: Mapping[str, Any] | None = None) -> InterestForm:
        kept = self.draft.typed("interest") if self.draft else None
        you = self._kept("you")
        initial = {"first_name": you.get("first_name"), "birth_year": you.get("birth_year")}
        return self._made(InterestForm, kept if typed is None else typed, initial=initial)  # type: ignore[return-value]

    def _made(
        self,
        form_class: type[StepForm],
        typed: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> StepForm:
        data = None if typed is None else plain(typed)
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
        """Keep what was typed and sent, but for what we may not keep at all.

        A file that turns out not to be usable becomes an error of the form.
        """
        typed: dict[str, Any] = {
            name: form.data[name]
            for name in form.names
            if name in form.data and name not in form.refused
        }
        if isinstance(form, QuestionForm):
            typed |= self._kept_files(form)
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
        for name in ("_forms", "steps"):
            self.__dict__.pop(name, None)

    def _kept_files(self, form: QuestionForm) -> dict[str, str]:
        """The files of a screen, those that came now in place of those of before."""
        kept = dict(form.kept_files)
        for name, upload in form.uploads.items():
            try:
                file = store.keep(upload, at=self.at)
            except store.Unusable as error:
                form.add_error(name, str(error.sentence))
                continue
            if old := kept.get(name + FILE_KEY):
                drafts.forget_files([old])
            kept |= {name + FILE_KEY: file.key, name + FILE_NAME: file.name}
        return kept

    @cached_property
    def _forms(self) -> dict[str, StepForm]:
        return {step.slug: self.form(step.slug) for step in self.steps}

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
            if self.draft is not None:
                drafts.forget_files(self.draft.file_keys)
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
        questions = [form for form in self._forms.values() if isinstance(form, QuestionForm)]
        for form in questions:
            agreed.extend(ConsentPurpose(purpose) for purpose in form.agreed)
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
            consents=list(dict.fromkeys(agreed)),
            given=[answer for form in questions for answer in form.answers],
            filled_by=data.get("filled_by", FilledBy.SELF),
            helper_name=data.get("helper_name", ""),
            helper_contact=data.get("helper_contact", ""),
            language=get_language() or "nl",
            campaign=self.draft.content["campaign"] if self.draft else "",
            touches=touches_in(self.draft.content) if self.draft else (),
        )

    def summary(self) -> list[dict[str, Any]]:
        """What was answered, a section a step: [{slug, title, facts: [(question, answer)]}]."""
        sections = []
        for step in self.steps:
            form = self._forms[step.slug]
            if isinstance(form, QuestionForm):
                facts = [(asked.version.text, form.shown(asked)) for asked in form.screen.asked]
            else:
                facts = [(str(form[name].label), self._shown(form, name)) for name in form.fields]
            kept = [(label, answer) for label, answer in facts if answer]
            sections.append({"slug": step.slug, "title": step.title, "facts": kept})
        return sections

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
