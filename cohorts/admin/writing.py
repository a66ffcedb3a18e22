"""A message to the learners of a cohort, all of them or some: written, looked at, sent once."""

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import REQUIRED, PlainTextField
from becode.core.moves import IllegalMove
from becode.messages.enums import Channel
from becode.messages.recipients import recipients_of
from cohorts.admin.frame import cohort_or_404, staff_frame
from cohorts.models import Cohort, Enrolment
from cohorts.permissions.progress import COMPANIONS
from cohorts.workflow.evaluations import FOLLOWING
from cohorts.workflow.messaging import write_to_learners

LANGUAGES: dict[str, str | Promise] = {"nl": _("Dutch"), "fr": _("French"), "en": _("English")}
LONGEST_TITLE, LONGEST_TEXT = 150, 2000


class WriteForm(forms.Form):
    """One text for everybody, or another one for a language; each learner needs words."""

    token = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(r"\A[\w-]{16,43}\Z")]
    )
    title = PlainTextField(label=_("Subject"), longest=LONGEST_TITLE, required=False)
    text = PlainTextField(label=_("Text"), longest=LONGEST_TEXT, lines=8, required=False)
    fields: dict[str, Any]

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = [code for code in LANGUAGES if code in languages]
        for code in self.languages:
            name = {"language": LANGUAGES[code]}
            self.fields[f"title_{code}"] = PlainTextField(
                label=gettext("Subject (%(language)s)") % name,
                longest=LONGEST_TITLE,
                required=False,
            )
            self.fields[f"text_{code}"] = PlainTextField(
                label=gettext("Text (%(language)s)") % name,
                longest=LONGEST_TEXT,
                lines=6,
                required=False,
            )

    @property
    def common(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in ("title", "text"))

    @property
    def by_language(self) -> Iterator[forms.BoundField]:
        return (self[f"{part}_{code}"] for code in self.languages for part in ("title", "text"))

    @property
    def has_own_words(self) -> bool:
        """Whether something is written for one language, or has to be looked at there."""
        return any(field.value() or field.errors for field in self.by_language)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for code in self.languages:
            for part in ("title", "text"):
                if cleaned.get(f"{part}_{code}") or cleaned.get(part):
                    continue
                has_own = any(cleaned.get(f"{other}_{code}") for other in ("title", "text"))
                field = f"{part}_{code}" if has_own else part
                if field not in self.errors:
                    self.add_error(field, REQUIRED)
        return cleaned

    @property
    def words(self) -> dict[str, tuple[str, str]]:
        """(subject, text) by language, of a valid form."""
        said = self.cleaned_data
        return {
            code: (said[f"title_{code}"] or said["title"], said[f"text_{code}"] or said["text"])
            for code in self.languages
        }


@staff_page("cohorts/<int:pk>/message/", name="cohort_message", roles=COMPANIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_message(request: StaffRequest, pk: int) -> HttpResponse:
    """Write, look at what each gets, send. `learner` holds keys; without any: everybody."""
    cohort = cohort_or_404(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    learners = _chosen(cohort, given.getlist("learner"))
    back = reverse("admin:cohort_page", args=[pk])
    if not learners:
        messages.error(request, gettext("There is nobody to write to."))
        return HttpResponseRedirect(back)
    languages = sorted({learner.person.contact_language for learner in learners})
    if request.method == "POST":
        form = WriteForm(request.POST, languages=languages)
    else:
        form = WriteForm(initial={"token": secrets.token_urlsafe(18)}, languages=languages)
    is_good = request.method == "POST" and form.is_valid()
    if is_good and request.POST.get("do") == "send":
        return _send(request, cohort, learners, form, back)
    dress(form)
    reached = recipients_of(learner.person for learner in learners)
    channels = Counter(one[0].channel if one else "" for one in reached.values())
    context = {
        "cohort": cohort,
        "learners": learners,
        "unreached": [one for one in learners if not reached[one.person_id]],
        "by_email": channels[Channel.EMAIL],
        "by_sms": channels[Channel.SMS],
        "form": form,
        "back_url": back,
    }
    if is_good and request.POST.get("do") == "look":
        context["previews"] = [
            (
                LANGUAGES[code],
                [one for one in learners if one.person.contact_language == code],
                *words,
            )
            for code, words in form.words.items()
        ]
    title = gettext("Write to %(code)s") % {"code": cohort.code}
    return staff_frame(request, "cohorts/staff/write.html", title, context)


def _chosen(cohort: Cohort, keys: list[str]) -> list[Enrolment]:
    """Learners of the cohort who are with us: those named, or all."""
    learners = Enrolment.objects.roster(cohort.pk).filter(state__in=(*FOLLOWING, "enrolled"))
    wanted = set(keys)
    return [one for one in learners if not wanted or str(one.pk) in wanted]


def _send(
    request: StaffRequest,
    cohort: Cohort,
    learners: list[Enrolment],
    form: WriteForm,
    back: str,
) -> HttpResponse:
    try:
        leaving, unreached = write_to_learners(
            cohort=cohort,
            learners=learners,
            words=form.words,
            token=form.cleaned_data["token"],
            actor=Actor.user(request.user),
            at=clock.now(),
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
        return HttpResponseRedirect(back)
    if leaving:
        done = ngettext(
            "The message goes to %(count)d learner.",
            "The message goes to %(count)d learners.",
            leaving,
        )
        messages.success(request, done % {"count": leaving})
    if unreached:
        lost = ngettext(
            "%(count)d learner has no address that works: call them.",
            "%(count)d learners have no address that works: call them.",
            unreached,
        )
        messages.warning(request, lost % {"count": unreached})
    if not (leaving or unreached):
        messages.info(request, gettext("This message was sent already. Nothing is sent twice."))
    return HttpResponseRedirect(back)
