"""The questions of the form and of the steps: written by the school itself."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applicants.admin.question_forms import NewQuestionForm, WordsForm
from applicants.models import Question, QuestionVersion
from applicants.notifications.words import moment_in_words
from applicants.questions.asking import choices_of
from applicants.workflow.questions import add_question, change_question, switch_question
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.base import StaffAdmin
from becode.backoffice.dress import dress
from becode.backoffice.parts import Section, Tag, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb, VerbsMixin
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove

WRITERS = (Role.CAMPUS_MANAGER,)
LANGUAGE_NAMES = {"nl": _("Dutch"), "fr": _("French"), "en": _("English")}


def can_write(user: User, question: Question) -> bool:
    return user.has_role(Role.ADMINISTRATOR, *WRITERS)


class NewVersionForm(WordsForm):
    """Hands its own words and place to the verb."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            cleaned |= {"the_words": self.words, "the_place": self.place}
        return cleaned


def _change(question: Question, data: dict[str, Any], actor: Actor, at: Any) -> QuestionVersion:
    return change_question(
        question=question,
        words=data["the_words"],
        place=data["the_place"],
        actor=actor,
        at=at,
    )


@admin.register(Question, site=staff_site)
class QuestionAdmin(VerbsMixin, StaffAdmin):
    """Questions in the order in which they are asked."""

    view_roles = WRITERS
    add_roles = WRITERS
    list_display = ("text", "key", "stage", "group", "position", "shown_track", "shown_state")
    list_filter = ("is_active", "stage", "track")
    list_select_related = ("track",)
    search_fields = ("key", "versions__text_nl", "versions__text_fr", "versions__text_en")
    ordering = ("stage", "position", "pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "change",
            label=_("New version"),
            icon="edit",
            form=NewVersionForm,
            explain=_("Answers that were given keep the question as it was asked."),
            allowed=can_write,
            run=_change,
        ),
        Verb(
            "switch-off",
            label=_("Do not ask any more"),
            icon="visibility_off",
            quiet=True,
            explain=_("The answers that were given stay."),
            allowed=can_write,
            possible=lambda question: question.is_active,
            run=lambda obj, data, actor, at: switch_question(
                question=obj, on=False, actor=actor, at=at
            ),
        ),
        Verb(
            "switch-on",
            label=_("Ask again"),
            icon="visibility",
            allowed=can_write,
            possible=lambda question: not question.is_active,
            run=lambda obj, data, actor, at: switch_question(
                question=obj, on=True, actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        language = (translation.get_language() or "en")[:2]
        field = f"text_{language if language in ('nl', 'fr') else 'en'}"
        newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
        return (
            super().get_queryset(request).annotate(newest_text=Subquery(newest.values(field)[:1]))
        )

    @admin.display(description=_("Question"))
    def text(self, question: Question) -> str:
        return str(getattr(question, "newest_text", "") or question.key)

    @admin.display(description=_("Track"), ordering="track")
    def shown_track(self, question: Question) -> str:
        return str(question.track or _("Every track"))

    @admin.display(description=_("State"), ordering="is_active")
    def shown_state(self, question: Question) -> Tag:
        return self.state_tag(question)

    def state_tag(self, obj: Question) -> Tag:
        return Tag(_("Asked"), "good") if obj.is_active else Tag(_("Switched off"))

    def add_view(
        self,
        request: StaffRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewQuestionForm(request.POST or None, obj=None, user=request.user)
        if request.method == "POST" and form.is_valid():
            try:
                question = add_question(
                    key=form.cleaned_data["key"],
                    special_kind=form.cleaned_data["special_kind"],
                    place=form.place,
                    words=form.words,
                    actor=Actor.user(request.user),
                    at=clock.now(),
                )
            except IllegalMove as error:
                form.add_error(None, str(error.sentence))
            else:
                messages.success(request, gettext("The question is asked from now on."))
                return HttpResponseRedirect(self.url_of(question))
        context = {"form": dress(form)}
        template = "applicants/staff/new_question.html"
        return self.page(request, template, context, title=gettext("New question"))

    def facts(self, request: StaffRequest, obj: Question) -> list[tuple[Any, Any]]:
        version = obj.versions.order_by("-number").first()
        facts = [
            (_("Short name"), obj.key),
            (_("Track"), obj.track or _("Every track")),
            (_("Asked at"), obj.get_stage_display()),
            (_("Screen"), obj.group),
            (_("Order"), obj.position),
            (_("Special category"), obj.get_special_kind_display()),
            (_("Assessors read the answer"), _("Yes") if obj.for_assessors else ""),
        ]
        if version is not None:
            condition = ""
            if version.condition_question:
                values = ", ".join(version.condition_values)
                condition = f"{version.condition_question}: {values}"
            facts += [
                (_("Kind of answer"), version.get_type_display()),
                (_("Must be answered"), _("Yes") if version.required else _("No")),
                (_("Only after"), condition),
            ]
        return [(label, value) for label, value in facts if value not in ("", None)]

    def sections(self, request: StaffRequest, obj: Question) -> list[Section]:
        versions = list(
            obj.versions.order_by("-number")
            .annotate(answer_count=Count("answers"))
            .select_related("made_by")
        )
        sections = []
        if versions:
            sections.append(self._preview(versions[0]))
        rows = [
            (
                version.number,
                version.text,
                moment_in_words(version.made_at),
                str(version.made_by or ""),
                "" if obj.special_kind else version.answer_count,
            )
            for version in versions
        ]
        headers = [_("Version"), _("Question"), _("Made at"), _("Made by"), _("Answers")]
        return [*sections, table_section(_("Versions"), headers, rows)]

    @staticmethod
    def _preview(version: QuestionVersion) -> Section:
        """What people read, in each language of the form."""
        rows = []
        for code, name in LANGUAGE_NAMES.items():
            with translation.override(code):
                words = " / ".join(label for _value, label in choices_of(version, code))
                rows.append((name, version.text, version.help, words))
        headers = [_("Language"), _("Question"), _("Help"), _("Answers to choose from")]
        return table_section(_("What people read"), headers, rows)
