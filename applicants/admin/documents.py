"""Documents of applications: the list, looking at them, and asking for one."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applicants.enums import (
    OPEN_APPLICATION_STATES,
    DocumentKind,
)
from applicants.models import Answer, Application, ApplicationDocument
from applicants.notifications.words import moment_in_words
from applicants.permissions import DECIDERS, can_decide
from applicants.workflow import documents
from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.documents import DocumentAdmin, RemarkForm, can_go, document_tag
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Section, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Verb
from becode.core.actors import Actor
from becode.core.forms import PlainTextField
from becode.files import store
from becode.files.enums import DocumentState
from becode.people.models import Person

VIEWERS = (*DECIDERS, Role.DATA_PROTECTION)


class VerifyForm(forms.Form):
    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Where the document says so, for example on a permit."),
    )


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind.choices)
    title = PlainTextField(
        label=_("Which one"),
        required=False,
        longest=120,
        help_text=_("In the language of the person. Empty: the kind of document is named."),
    )


def can_check(user: User, document: ApplicationDocument) -> bool:
    return can_decide(user, document.application)


@admin.register(ApplicationDocument, site=staff_site)
class ApplicationDocumentAdmin(DocumentAdmin):
    """Documents that were asked for; those that came in and nobody looked at come first."""

    view_roles = VIEWERS
    list_display = ("document", "person", "shown_state", "track", "requested_at", "received_at")
    list_filter = ("state", "kind", "application__campus", "application__track")
    search_fields = ("application__person__sort_name",)
    ordering = ("-received_at", "-requested_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "verify",
            label=_("Verify"),
            icon="verified",
            form=VerifyForm,
            allowed=can_check,
            possible=can_go(DocumentState.VERIFIED),
            run=lambda obj, data, actor, at: documents.verify_document(
                document=obj, valid_until=data["valid_until"], actor=actor, at=at
            ),
        ),
        Verb(
            "refuse",
            label=_("Not usable"),
            icon="block",
            form=RemarkForm,
            danger=True,
            explain=_("The person gets a message with your remark and sends it again."),
            allowed=can_check,
            possible=can_go(DocumentState.REFUSED),
            run=lambda obj, data, actor, at: documents.refuse_document(
                document=obj, remark=data["remark"], actor=actor, at=at
            ),
        ),
        Verb(
            "waive",
            label=_("Not needed"),
            icon="do_not_disturb_on",
            quiet=True,
            bulk=True,
            explain=_("Nobody asks for this document any more."),
            allowed=can_check,
            possible=can_go(DocumentState.WAIVED),
            run=lambda obj, data, actor, at: documents.waive_document(
                document=obj, actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        queryset: Any = super().get_queryset(request)
        return queryset.for_lists()

    def get_actions(self, request: StaffRequest) -> dict[str, Any]:
        return super().get_actions(request) if request.user.has_role(*DECIDERS) else {}

    @admin.display(description=_("Document"), ordering="kind")
    def document(self, obj: ApplicationDocument) -> str:
        return str(obj)

    @admin.display(description=_("Person"), ordering="application__person__sort_name")
    def person(self, obj: ApplicationDocument) -> str:
        return str(obj.application.person)

    @admin.display(description=_("Track"), ordering="application__track")
    def track(self, obj: ApplicationDocument) -> str:
        return str(obj.application.track)

    def timeline_person(self, obj: ApplicationDocument) -> Person | None:
        return None

    def facts(self, request: StaffRequest, obj: ApplicationDocument) -> list[tuple[Any, Any]]:
        application = obj.application
        facts = [
            (_("Document"), obj.get_kind_display()),
            (_("Which one"), obj.title),
            (
                _("Application"),
                Link(str(application), _application_url(application)),
            ),
            (_("File"), _file_link(obj)),
            (_("Asked for"), moment_in_words(obj.requested_at)),
            (
                pgettext_lazy("document", "Received"),
                obj.received_at and moment_in_words(obj.received_at),
            ),
            (_("Valid until"), obj.valid_until),
            (_("Looked at"), obj.checked_at and moment_in_words(obj.checked_at)),
            (_("Looked at by"), obj.checked_by),
            (_("Remark for the person"), obj.remark),
        ]
        return [(label, value) for label, value in facts if value]

    # The file ------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<path:object_id>/file/", wrap(self.file_view), name=self._name("file"))]
        return [*own, *super().get_urls()]

    def file_view(self, request: StaffRequest, object_id: str) -> FileResponse:
        """The file within the colleague's scope, as an attachment."""
        document: ApplicationDocument = self.object_or_404(request, object_id)
        if document.file is None:
            raise Http404
        return store.serve(document.file)


def _application_url(application: Application) -> str:
    return reverse("admin:applicants_application_change", args=[application.pk])


def _file_link(document: ApplicationDocument) -> Link | str:
    if document.file is None:
        return ""
    address = reverse("admin:applicants_applicationdocument_file", args=[document.pk])
    return Link(document.file.name, address)


@staff_page("answers/<int:pk>/file/", name="answer_file", roles=VIEWERS)  # type: ignore[arg-type]
def answer_file(request: StaffRequest, pk: int) -> FileResponse:
    """The file that somebody sent with the form, within the colleague's scope."""
    seen = Application.objects.visible_to(request.user).order_by().values("pk")
    answer = (
        Answer.objects.filter(pk=pk, application__in=seen, file__isnull=False)
        .select_related("file")
        .first()
    )
    if answer is None or answer.file is None:
        raise Http404
    return store.serve(answer.file)


# On the page of an application ---------------------------------------------------------------


def document_section(application: Application) -> Section | None:
    """What was asked of the person and how it stands; None where nothing was asked."""
    rows = [
        (
            Link(
                str(document),
                reverse("admin:applicants_applicationdocument_change", args=[document.pk]),
            ),
            document_tag(document),
            moment_in_words(document.received_at) if document.received_at else "",
            str(document.valid_until or ""),
        )
        for document in application.documents.order_by("requested_at", "pk")
    ]
    if not rows:
        return None
    headers = [_("Document"), _("State"), pgettext_lazy("document", "Received"), _("Valid until")]
    return table_section(_("Documents"), headers, rows)


def _ask(application: Application, data: dict[str, Any], actor: Actor, at: datetime) -> None:
    documents.request_document(
        application=application, kind=data["kind"], title=data["title"], actor=actor, at=at
    )


ASK = Verb(
    "ask-document",
    label=_("Ask for a document"),
    icon="upload_file",
    form=AskForm,
    quiet=True,
    explain=_("The person gets a message and is reminded after 2, 5 and 10 days."),
    done=_("The document is asked for. The message leaves at once."),
    allowed=can_decide,
    possible=lambda application: application.state in OPEN_APPLICATION_STATES,
    run=_ask,
)
