"""The words of messages: what each says in each language, tried with real records, and changed."""

import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from becode.backoffice.dress import dress
from becode.backoffice.kinds import rules_saying, title_of
from becode.backoffice.pages import staff_page
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove
from becode.messages import samples
from becode.messages.enums import Topic
from becode.messages.models import TextVersion
from becode.messages.notification import Notification, UnknownNotification, notification_class
from becode.messages.permissions import SEES_MESSAGES, can_steer_messages
from becode.messages.wording import (
    LONGEST_BODY,
    LONGEST_SMS,
    LONGEST_SUBJECT,
    as_worded,
    newest_version,
    problems,
    restore_words,
    send_test,
    word,
)
from becode.messages.words import template_of
from becode.reminders.rules import Rule, ToldAtOnce, Watch

HISTORY = 20
CHOICES = 8
LANGUAGE_NAMES: dict[str, str | Promise] = dict(settings.LANGUAGES)


class WordingForm(forms.Form):
    """The words of one kind in one language, looked at as `problems` does."""

    subject = PlainTextField(label=_("Subject"), longest=LONGEST_SUBJECT, required=False)
    body = PlainTextField(
        label=_("Text"),
        longest=LONGEST_BODY,
        lines=9,
        required=False,
        help_text=_("A paragraph a line. Greeting, facts and button come by themselves."),
    )
    sms = PlainTextField(
        label=_("SMS"),
        longest=LONGEST_SMS,
        lines=3,
        required=False,
        help_text=_("For who has no e-mail. At most 480 characters; empty: subject and text."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    token = forms.CharField(
        widget=forms.HiddenInput, validators=[RegexValidator(r"\A[\w-]{16,43}\Z")]
    )

    def __init__(self, *args: Any, allowed: samples.Placeholders, **kwargs: Any) -> None:
        self.allowed = allowed
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not {"subject", "body", "sms"} - set(cleaned):
            for field, sentences in problems(**self.words, allowed=self.allowed).items():
                for sentence in sentences:
                    self.add_error(field, sentence)
        return cleaned

    @property
    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("subject", "body", "sms")}


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """The words of a kind in one language: whose they are."""

    language: str
    name: str | Promise
    subject: str
    version: TextVersion | None
    url: str


def kind_or_404(key: str) -> type[Notification]:
    try:
        return notification_class(key)
    except UnknownNotification as error:
        raise Http404 from error


def _page_of(one: Rule | Watch | ToldAtOnce) -> str:
    """The page of a reminder; what is told at once has none."""
    return "" if isinstance(one, ToldAtOnce) else reverse("admin:reminder_rule", args=[one.key])


@staff_page("messages/texts/<str:kind>/", name="message_texts", roles=SEES_MESSAGES)
@require_safe
def message_texts(request: StaffRequest, kind: str) -> HttpResponse:
    """One kind of message: its words by language, who wrote them, and what sends it."""
    cls = kind_or_404(kind)
    versions = list(TextVersion.objects.filter(kind=kind).select_related("made_by")[: HISTORY + 1])
    lines = []
    for language, name in settings.LANGUAGES:
        version = next((one for one in versions if one.language == language), None)
        held = version if version and not version.is_default else None
        found = samples.samples(cls, language=language, at=clock.now(), user=request.user, most=1)
        own = samples.own_words(found[0].content)["subject"] if found else ""
        url = reverse("admin:message_text", args=[kind, language])
        subject = held.subject if held and held.subject else own
        lines.append(LanguageLine(language, name, subject, held, url))
    context = {
        **staff_site.each_context(request),
        "title": title_of(cls),
        "kind": cls,
        "topic": Topic(cls.topic).label,
        "saying": [(one, _page_of(one)) for one in rules_saying(cls)],
        "lines": lines,
        "history": [(one, LANGUAGE_NAMES.get(one.language, one.language)) for one in versions],
    }
    return TemplateResponse(request, "backoffice/steering/texts.html", context)


@staff_page("messages/texts/<str:kind>/<str:language>/", name="message_text", roles=SEES_MESSAGES)
@require_http_methods(["GET", "HEAD", "POST"])
def message_text(request: StaffRequest, kind: str, language: str) -> HttpResponse:
    """Look at and write the words. POST with `look` tries them, `test` sends them to oneself,
    `keep` lets them hold.
    """
    cls = _written_kind(kind, language)
    may_steer = can_steer_messages(request.user) and cls.can_be_worded
    if request.method == "POST" and not may_steer:
        raise PermissionDenied
    at = clock.now()
    found = samples.samples(cls, language=language, at=at, user=request.user, most=CHOICES)
    allowed = samples.placeholders(found)
    if may_steer:  # what newer records of other campuses can name, by name alone
        everywhere = samples.placeholders(samples.samples(cls, language=language, at=at))
        allowed = _together(allowed, everywhere)
    chosen = _chosen(found, request.POST.get("record") or request.GET.get("record"))
    newest = newest_version(kind, language)
    held = newest if newest and not newest.is_default else None
    if request.method == "POST":
        form = WordingForm(request.POST, allowed=allowed)
        if form.is_valid():
            done = _act(request, cls, language, form, chosen)
            if done is not None:
                return done
    else:
        form = WordingForm(initial=_initial(chosen, held, newest), allowed=allowed)
    words = form.words if form.is_bound and form.is_valid() else _holding(held)
    context = {
        **staff_site.each_context(request),
        "title": f"{title_of(cls)} · {LANGUAGE_NAMES[language]}",
        "kind_title": title_of(cls),
        "kind": cls,
        "language": language,
        "languages": settings.LANGUAGES,
        "form": dress(form),
        "may_steer": may_steer,
        "held": held,
        "newest": newest,
        "own": samples.own_words(chosen.content) if chosen else None,
        "placeholders": sorted(allowed.values.items()),
        "secrets": sorted(allowed.secrets),
        "found": found,
        "chosen": chosen,
        "preview": _preview(chosen, kind, words),
        "is_mixed": _is_mixed(found),
        "history": TextVersion.objects.filter(kind=kind, language=language).select_related(
            "made_by"
        )[:HISTORY],
    }
    return TemplateResponse(request, "backoffice/steering/text.html", context)


@staff_page(
    "messages/texts/<str:kind>/<str:language>/restore/",
    name="restore_words",
    roles=SEES_MESSAGES,
)
@require_POST
def restore(request: StaffRequest, kind: str, language: str) -> HttpResponse:
    """Back to our own words."""
    _written_kind(kind, language)
    if not can_steer_messages(request.user):
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    try:
        restore_words(
            kind=kind,
            language=language,
            seen=int(seen) if seen.isdecimal() and len(seen) < 19 else 0,
            actor=Actor.user(request.user),
            at=clock.now(),
        )
        messages.success(request, gettext("Our own words hold again."))
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return HttpResponseRedirect(reverse("admin:message_text", args=[kind, language]))


def _written_kind(kind: str, language: str) -> type[Notification]:
    if language not in LANGUAGE_NAMES:
        raise Http404
    return kind_or_404(kind)


def _act(
    request: StaffRequest,
    kind: type[Notification],
    language: str,
    form: WordingForm,
    chosen: samples.Sample | None,
) -> HttpResponse | None:
    """Keep the words, or send a test of them; None where they are only looked at."""
    actor, at = Actor.user(request.user), clock.now()
    try:
        if "keep" in request.POST:
            seen = form.cleaned_data["seen"]
            word(kind=kind.key, language=language, seen=seen, actor=actor, at=at, **form.words)
            messages.success(request, gettext("These words hold from now on."))
            return HttpResponseRedirect(request.path)
        if "test" in request.POST and chosen is not None:
            send_test(
                content=as_worded(chosen, kind=kind.key, **form.words),
                language=language,
                user=request.user,
                token=form.cleaned_data["token"],
                actor=actor,
                at=at,
            )
            said = gettext("The test goes to %(address)s.") % {"address": request.user.email}
            messages.success(request, said)
    except IllegalMove as error:
        form.add_error(None, str(error.sentence))
    return None


def _chosen(found: list[samples.Sample], key: str | None) -> samples.Sample | None:
    named = [one for one in found if one.key == key]
    return next(iter(named or found), None)


def _initial(
    chosen: samples.Sample | None, held: TextVersion | None, newest: TextVersion | None
) -> dict[str, Any]:
    words = samples.own_words(chosen.content) if chosen else {"subject": "", "body": "", "sms": ""}
    for name, text in _holding(held).items():
        words[name] = text or words[name]
    return {**words, "seen": newest.pk if newest else 0, "token": secrets.token_urlsafe(18)}


def _holding(held: TextVersion | None) -> dict[str, str]:
    """The words that hold now, empty where they are our own."""
    return {name: getattr(held, name, "") for name in ("subject", "body", "sms")}


def _preview(
    chosen: samples.Sample | None, kind: str, words: dict[str, str]
) -> dict[str, str] | None:
    if chosen is None:
        return None
    content = as_worded(chosen, kind=kind, **words)
    return {
        "subject": content.subject,
        "html": samples.email_of(content, chosen.recipient),
        "sms": samples.sms_of(content, chosen.recipient),
    }


def _together(mine: samples.Placeholders, all_of: samples.Placeholders) -> samples.Placeholders:
    """All names, and values of what the colleague may see."""
    hidden = dict.fromkeys(all_of.values, "")
    return samples.Placeholders(
        {**hidden, **mine.values},
        mine.secrets | all_of.secrets,
        mine.sms_secrets | all_of.sms_secrets,
    )


def _is_mixed(found: list[samples.Sample]) -> bool:
    """Whether the kind says other things to other readers, all of whom would get these words."""
    return len({tuple(map(template_of, one.content.paragraphs)) for one in found}) > 1
