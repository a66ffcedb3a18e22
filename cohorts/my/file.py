"""A learner's own file: what is missing and why it is needed, and sending it."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.enums import OWED_DOCUMENT_STATES, DocumentState
from becode.files.forms import UploadField
from becode.portal.access import PersonRequest, person_required
from cohorts.enums import RUNNING, FileKind
from cohorts.models import FileItem
from cohorts.my.own import latest_enrolment, seatless_page
from cohorts.workflow.file import in_order, receive

# What a learner may send or replace; what was verified, colleagues open again.
SENDABLE = (*OWED_DOCUMENT_STATES, DocumentState.RECEIVED)
WHY = {
    FileKind.WAIVER: gettext_lazy(
        "With it you keep your benefit and do not have to look for work during the training."
    ),
    FileKind.PERMIT: gettext_lazy("It shows that you may stay and work in Belgium."),
    FileKind.BENEFIT: gettext_lazy("So that we know until when you get it, and can warn you."),
    FileKind.CONTRACT: gettext_lazy("It says what we promise you and what you promise us."),
    FileKind.LAPTOP_FORM: gettext_lazy("You sign it when you get your laptop."),
}


class SendForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Photo or file"),
        help_text=gettext_lazy("A photo (JPG or PNG) or a PDF, at most 5 MB."),
    )


@person_required
@require_safe
def file(request: PersonRequest) -> HttpResponse:
    """Everything that the file needs, what is missing first."""
    enrolment = latest_enrolment(request.person)
    if enrolment is None:
        return seatless_page(request)
    items = in_order(FileItem.objects.filter(enrolment=enrolment))
    lines = [
        {
            "item": one,
            "why": WHY[FileKind(one.kind)],
            "is_owed": one.state in OWED_DOCUMENT_STATES,
            "can_send": one.state in SENDABLE and enrolment.state in RUNNING,
        }
        for one in items
    ]
    lines.sort(key=lambda line: not line["is_owed"])
    context = {
        "lines": lines,
        "owed": sum(bool(line["is_owed"]) for line in lines),
        "enrolment": enrolment,
        "is_over": enrolment.state not in RUNNING,
    }
    return render(request, "cohorts/my/file.html", context)


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PersonRequest, pk: int) -> HttpResponse:
    """One part of it, and sending a photo."""
    found = _own(request, pk)
    can_send = found.state in SENDABLE and found.enrolment.state in RUNNING
    form = SendForm()
    if request.method == "POST" and can_send:
        form = SendForm(request.POST, request.FILES)
        if form.is_valid() and _received(request, found, form):
            messages.success(request, _("Thank you! We have it and look at it."))
            return redirect("cohorts:my:file")
    context = {
        "item": found,
        "why": WHY[FileKind(found.kind)],
        "form": form,
        "can_send": can_send,
    }
    return render(request, "cohorts/my/file_item.html", context)


@person_required  # type: ignore[arg-type]
@require_safe
def sent(request: PersonRequest, pk: int) -> FileResponse:
    """Their own file back, as an attachment."""
    found = _own(request, pk)
    if found.file is None:
        raise Http404
    return store.serve(found.file)


def _received(request: PersonRequest, found: FileItem, form: SendForm) -> bool:
    """Keep the file; what is wrong with it is said at the form, and nothing changes."""
    at = clock.now()
    try:
        with transaction.atomic():
            kept = store.keep(form.cleaned_data["file"], at=at)
            receive(item=found, file=kept, actor=Actor.person(request.person), at=at)
    except (store.Unusable, IllegalMove) as error:
        form.add_error("file", str(error.sentence))
        return False
    return True


def _own(request: PersonRequest, pk: int) -> FileItem:
    """One part of this person's files; another's number answers 404 like a missing one."""
    theirs = FileItem.objects.filter(enrolment__person=request.person)
    found: FileItem = get_object_or_404(theirs.select_related("enrolment", "file"), pk=pk)
    return found
