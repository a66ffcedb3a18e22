"""The files of learners: one part, and the matrix of a cohort."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from becode.accounts.enums import Role
from becode.backoffice.documents import DocumentAdmin, RemarkForm, can_go, document_tag
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbForm
from becode.core import clock
from becode.core.actors import Actor
from becode.core.forms import PlainTextField, refuse_far_day
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.enums import OWED_DOCUMENT_STATES, DocumentState
from becode.people.models import Person
from cohorts.admin.cohorts import day
from cohorts.admin.frame import cohort_home
from cohorts.enums import RUNNING, FileKind
from cohorts.models import Cohort, Enrolment, FileItem
from cohorts.permissions.file import FILE_VIEWERS, KEEPERS, can_check_item, can_keep_file
from cohorts.workflow import file as learner_file


class EndForm(VerbForm):
    """Until when it is valid."""

    valid_until = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=forms.DateInput(),
        validators=[refuse_far_day],
        help_text=_("Where it has an end: of a permit, or of a benefit."),
    )
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.obj is not None:
            self.fields["valid_until"].initial = self.obj.valid_until


class WhyForm(forms.Form):
    reason = PlainTextField(label=_("Why it is not needed"), longest=300, lines=2)


class AskForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=FileKind.choices)
    form_code = PlainTextField(
        label=_("Name of the form"),
        longest=40,
        required=False,
        help_text=_("As the office calls it, where it has a name."),
    )


@admin.register(FileItem, site=staff_site)
class FileItemAdmin(DocumentAdmin):
    """Every part of every file; what came in and nobody looked at comes first."""

    view_roles = FILE_VIEWERS
    list_display = ("item", "person", "cohort", "shown_state", "received_at", "valid_until")
    list_filter = ("state", "kind", "enrolment__cohort__campus")
    search_fields = ("enrolment__person__sort_name", "enrolment__cohort__code")
    ordering = ("-received_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "verify",
            label=_("Verify"),
            icon="verified",
            form=EndForm,
            bulk=True,
            allowed=can_check_item,
            possible=lambda item: item.state not in (DocumentState.VERIFIED, DocumentState.WAIVED),
            run=lambda obj, data, actor, at: learner_file.verify(
                item=obj, valid_until=data["valid_until"], actor=actor, at=at
            ),
        ),
        Verb(
            "receive",
            label=_("Received on paper"),
            icon="inbox",
            explain=_("It lies on your table. Somebody still has to look at it."),
            allowed=can_check_item,
            possible=lambda item: item.state in OWED_DOCUMENT_STATES,
            run=lambda obj, data, actor, at: learner_file.receive(item=obj, actor=actor, at=at),
        ),
        Verb(
            "refuse",
            label=_("Not usable"),
            icon="block",
            form=RemarkForm,
            danger=True,
            explain=_("The learner gets a message with your remark and brings it again."),
            allowed=can_check_item,
            possible=can_go(DocumentState.REFUSED),
            run=lambda obj, data, actor, at: learner_file.refuse(
                item=obj, remark=data["remark"], actor=actor, at=at
            ),
        ),
        Verb(
            "end",
            label=_("Set the end"),
            icon="event",
            form=EndForm,
            quiet=True,
            explain=_("The learner and the coaches are told when it ends before the training."),
            allowed=can_check_item,
            run=lambda obj, data, actor, at: learner_file.set_end(
                item=obj, valid_until=data["valid_until"], actor=actor, at=at
            ),
        ),
        Verb(
            "waive",
            label=_("Not needed"),
            icon="do_not_disturb_on",
            form=WhyForm,
            quiet=True,
            explain=_("Nobody asks this learner for it any more."),
            allowed=can_check_item,
            possible=can_go(DocumentState.WAIVED),
            run=lambda obj, data, actor, at: learner_file.waive(
                item=obj, reason=data["reason"], actor=actor, at=at
            ),
        ),
        Verb(
            "again",
            label=_("Ask for it after all"),
            icon="replay",
            explain=_("It is missing again, and the learner is reminded."),
            allowed=can_check_item,
            possible=can_go(DocumentState.MISSING),
            run=lambda obj, data, actor, at: learner_file.ask_again(item=obj, actor=actor, at=at),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("enrolment__person", "enrolment__cohort__campus", "file", "checked_by")
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("What"), ordering="kind")
    def item(self, item: FileItem) -> str:
        return item.get_kind_display()

    @admin.display(description=_("Learner"), ordering="enrolment__person__sort_name")
    def person(self, item: FileItem) -> str:
        return str(item.enrolment.person)

    @admin.display(description=_("Cohort"), ordering="enrolment__cohort__code")
    def cohort(self, item: FileItem) -> str:
        return str(item.enrolment.cohort)

    def timeline_person(self, obj: FileItem) -> Person | None:
        person: Person = obj.enrolment.person
        return person

    def facts(self, request: StaffRequest, obj: FileItem) -> list[tuple[Any, Any]]:
        learner = reverse("admin:cohorts_enrolment_change", args=[obj.enrolment_id])
        cohort = reverse("admin:cohort_file", args=[obj.enrolment.cohort_id])
        sent = reverse("admin:file_item_file", args=[obj.pk])
        return [
            (_("Learner"), Link(obj.enrolment.person.full_name, learner)),
            (_("Cohort"), Link(obj.enrolment.cohort.code, cohort)),
            (_("Name of the form"), obj.form_code),
            (_("File"), Link(obj.file.name, sent) if obj.file else ""),
            (_("Received at"), day(clock.local_day(obj.received_at)) if obj.received_at else ""),
            (_("Valid until"), day(obj.valid_until)),
            (_("Looked at by"), str(obj.checked_by or "")),
            (_("Remark"), obj.remark),
        ]

    def buttons(self, request: StaffRequest, obj: FileItem) -> list[Button]:
        back = reverse("admin:cohort_file", args=[obj.enrolment.cohort_id])
        return [Button(_("Files of the cohort"), back, icon="table")]


@staff_page("file-item/<int:key>/file/", name="file_item_file", roles=FILE_VIEWERS)
@require_safe
def file_item_file(request: StaffRequest, key: int) -> FileResponse:
    """What was sent, as an attachment."""
    found = FileItem.objects.visible_to(request.user).select_related("file").filter(pk=key).first()
    if found is None or found.file is None:
        raise Http404
    return store.serve(found.file)


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of one learner's file, in the matrix; `item` is None where it is not asked."""

    item: FileItem | None
    tag: Tag | None
    can_verify: bool


@dataclass(frozen=True, slots=True)
class Line:
    enrolment: Enrolment
    cells: list[Cell]
    is_complete: bool


@staff_page("cohort-file/<int:key>/", name="cohort_file", roles=FILE_VIEWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def cohort_file(request: StaffRequest, key: int) -> HttpResponse:
    """Learners × what their files need: who lacks what. A POST verifies one part."""
    found = Cohort.objects.visible_to(request.user).select_related("campus").filter(pk=key)
    cohort = found.first()
    if cohort is None:
        raise Http404
    if request.method == "POST":
        return _verify(request, cohort)
    lines = _lines(request, cohort)
    only_open = request.GET.get("show") == "open"
    shown = [line for line in lines if not line.is_complete] if only_open else lines
    context = {
        **staff_site.each_context(request),
        "title": gettext("Files of %(code)s") % {"code": cohort.code},
        "cohort": cohort,
        "cohort_url": cohort_home(request.user, cohort),
        "kinds": [kind.label for kind in FileKind],
        "lines": shown,
        "only_open": only_open,
        "count": len(lines),
        "incomplete": sum(not line.is_complete for line in lines),
    }
    return TemplateResponse(request, "cohorts/staff/cohort_file.html", context)


def _lines(request: StaffRequest, cohort: Cohort) -> list[Line]:
    """Two queries, however many learners there are."""
    learners = list(Enrolment.objects.roster(cohort.pk).filter(state__in=RUNNING))
    items = FileItem.objects.filter(enrolment__in=[one.pk for one in learners])
    by_place = {(item.enrolment_id, item.kind): item for item in items}
    lines = []
    for enrolment in learners:
        enrolment.cohort = cohort  # read already
        may = can_keep_file(request.user, enrolment)
        cells = [_cell(by_place.get((enrolment.pk, kind)), may=may) for kind in FileKind]
        done = {DocumentState.VERIFIED, DocumentState.WAIVED}
        is_complete = all(cell.item is None or cell.item.state in done for cell in cells)
        lines.append(Line(enrolment, cells, is_complete))
    return lines


def _cell(item: FileItem | None, *, may: bool) -> Cell:
    if item is None:
        return Cell(None, None, can_verify=False)
    tag = document_tag(item)
    is_open = item.state not in (DocumentState.VERIFIED, DocumentState.WAIVED)
    return Cell(item, tag, can_verify=may and is_open)


def _verify(request: StaffRequest, cohort: Cohort) -> HttpResponse:
    """One click: the part is received and right; its end stays as it was noted."""
    if not request.user.has_role(Role.ADMINISTRATOR, *KEEPERS):
        raise PermissionDenied
    chosen = request.POST.get("item", "")
    items = FileItem.objects.select_related("enrolment__person", "enrolment__cohort")
    item = items.filter(enrolment__cohort=cohort, pk=chosen if chosen.isdecimal() else 0).first()
    if item is None:
        messages.error(request, gettext("Choose what you looked at."))
    else:
        try:
            learner_file.verify(
                item=item,
                valid_until=item.valid_until,
                actor=Actor.user(request.user),
                at=clock.now(),
            )
            words = {"item": item.get_kind_display(), "name": item.enrolment.person.full_name}
            messages.success(request, gettext("Verified: %(item)s, %(name)s.") % words)
        except IllegalMove as error:
            messages.error(request, str(error.sentence))
    show = "?show=open" if request.GET.get("show") == "open" else ""
    return HttpResponseRedirect(f"{reverse('admin:cohort_file', args=[cohort.pk])}{show}")
