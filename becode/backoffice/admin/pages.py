"""The pages of the site: what stands in each language, and a place to write them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from becode.accounts.enums import Role
from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.core.moves import IllegalMove
from becode.pages.models import INFORMATION_LANGUAGES, PageSlug, PageText
from becode.pages.reading import drawn
from becode.pages.shipped import is_written, pages, shipped
from becode.pages.workflow import reset_page, version, write_page

WRITERS = (Role.CAMPUS_MANAGER,)
LANGUAGES = dict(INFORMATION_LANGUAGES)
FIRST = "nl"


@dataclass(frozen=True, slots=True)
class PageLine:
    """One page in one language, with whose text it shows."""

    language: str
    language_name: str
    title: str
    tag: Tag
    changed_at: datetime | None
    url: str


class TextForm(forms.Form):
    """The words of a page; `seen` tells whether somebody else wrote in between."""

    title = PlainTextField(label=_("Title"), longest=120)
    lede = PlainTextField(
        label=_("First sentence"),
        longest=300,
        required=False,
        help_text=_("It stands under the title, and search engines show it."),
    )
    body = PlainTextField(
        label=_("Text"),
        longest=20_000,
        lines=24,
        required=False,
        help_text=_(
            "## makes a heading, - a list, 1. numbered steps, **bold** words, [words](https://…) "
            "a link. {email} and {phone} become those of the school."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


@admin.register(PageText, site=staff_site)
class PageTextAdmin(StaffAdmin):
    """The list shows every page there is, also those that nobody wrote yet."""

    view_roles = WRITERS
    list_display = ("slug", "language", "title", "changed_at")
    ordering = ("slug", "language")

    def changelist_view(
        self, request: StaffRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        context = {
            **staff_site.each_context(request),
            "title": gettext("Pages of the site"),
            "groups": page_lines(),
        }
        return TemplateResponse(request, "backoffice/pages.html", context)


def page_lines() -> list[tuple[str, list[PageLine]]]:
    """All pages by their name, in one query."""
    own = {(text.slug, text.language): text for text in PageText.objects.all()}
    groups: dict[PageSlug, list[PageLine]] = {slug: [] for slug in PageSlug}
    for slug, language in pages():
        text, dutch = own.get((slug, language)), own.get((slug, FIRST))
        groups[slug].append(
            PageLine(
                language=language,
                language_name=LANGUAGES[language],
                title=(text or shipped(slug, language)).title,
                tag=_tag(text, dutch, language),
                changed_at=text.changed_at if text else None,
                url=reverse("admin:page_text", args=[f"{slug}-{language}"]),
            )
        )
    return [(str(slug.label), lines) for slug, lines in groups.items()]


def _tag(text: PageText | None, dutch: PageText | None, language: str) -> Tag:
    is_older = dutch is not None and (text is None or text.changed_at < dutch.changed_at)
    if language != FIRST and is_older:
        return Tag(_("Older than the Dutch one"), "warning")
    return Tag(_("Our own text"), "good") if text else Tag(_("First text"), "neutral")


@staff_page("site-pages/<slug:key>/", name="page_text", roles=WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def page_text(request: StaffRequest, key: str) -> HttpResponse:
    """Write one page. POST with `look` shows it without keeping it, with `keep` keeps it."""
    slug, language = _page_of(key)
    own = PageText.objects.select_related("changed_by").filter(slug=slug, language=language).first()
    text = own or shipped(slug, language)
    initial = {"title": text.title, "lede": text.lede, "body": text.body, "seen": version(own)}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    preview = None
    if form.is_valid():
        words = form.cleaned_data
        if "keep" in request.POST:
            try:
                write_page(
                    slug=slug,
                    language=language,
                    actor=Actor.user(request.user),
                    at=clock.now(),
                    **words,
                )
                messages.success(request, gettext("The page is on the site."))
                return HttpResponseRedirect(request.path)
            except IllegalMove as error:
                form.add_error(None, str(error.sentence))
        preview = drawn(
            slug, language, title=words["title"], lede=words["lede"], body=words["body"]
        )
    form.fields["body"].widget.attrs |= {"dir": "auto", "lang": language}
    context = {
        **staff_site.each_context(request),
        "title": f"{PageSlug(slug).label} · {LANGUAGES[language]}",
        "form": dress(form),
        "own": own,
        "preview": preview,
        "language": language,
        "key": key,
    }
    return TemplateResponse(request, "backoffice/page_text.html", context)


@staff_page("site-pages/<slug:key>/reset/", name="page_reset", roles=WRITERS)
@require_POST
def page_reset(request: StaffRequest, key: str) -> HttpResponse:
    """Go back to the text that came with the product."""
    slug, language = _page_of(key)
    try:
        reset_page(slug=slug, language=language, actor=Actor.user(request.user), at=clock.now())
        messages.success(request, gettext("The page shows the first text again."))
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    return HttpResponseRedirect(reverse("admin:page_text", args=[key]))


def _page_of(key: str) -> tuple[str, str]:
    """The page and the language in an address such as `for-whom-nl`."""
    slug, _dash, language = key.rpartition("-")
    if not is_written(slug, language):
        raise Http404
    return slug, language
