"""A person sends a document that was asked of them, and says whether an application is theirs."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from applicants.models import Application, ApplicationDocument
from applicants.workflow import confirming
from applicants.workflow.documents import receive_document
from becode.core import clock
from becode.core.actors import Actor
from becode.core.moves import IllegalMove
from becode.files import store
from becode.files.enums import OWED_DOCUMENT_STATES, DocumentState
from becode.files.forms import UploadField
from becode.portal.access import PersonRequest, person_required

# What a person may send or replace themselves; what was verified, colleagues open again.
SENDABLE = (*OWED_DOCUMENT_STATES, DocumentState.RECEIVED)


class DocumentForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Photo or file"),
        help_text=gettext_lazy("A photo (JPG or PNG) or a PDF, at most 5 MB."),
    )


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    can_send = found.state in SENDABLE
    form = DocumentForm()
    if request.method == "POST":
        form = DocumentForm(request.POST, request.FILES)
        if form.is_valid() and _received(request, found, form):
            messages.success(request, _("Thank you! We have your document and look at it."))
            return redirect("portal:my:home")
    context = {"document": found, "form": form, "can_send": can_send}
    return render(request, "applicants/my/document.html", context)


def _received(request: PersonRequest, found: ApplicationDocument, form: DocumentForm) -> bool:
    """Keep the file; what is wrong with it is said at the form, and nothing changes."""
    at = clock.now()
    try:
        with transaction.atomic():
            file = store.keep(form.cleaned_data["file"], at=at)
            if found.state not in SENDABLE:
                raise IllegalMove
            receive_document(document=found, file=file, actor=Actor.person(request.person), at=at)
    except (store.Unusable, IllegalMove) as error:
        form.add_error("file", str(error.sentence))
        return False
    return True


@person_required  # type: ignore[arg-type]
@require_safe
def document_file(request: PersonRequest, pk: int) -> FileResponse:
    """Their own file back, as an attachment."""
    found = _own(request, pk)
    if found.file is None:
        raise Http404
    return store.serve(found.file)


@person_required
@require_POST
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """ "Yes, this is my application"."""
    application = get_object_or_404(Application.objects.of_person(request.person), pk=pk)
    try:
        confirming.confirm(
            application=application, actor=Actor.person(request.person), at=clock.now()
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("Thank you! Now we go on with your application."))
    return redirect("portal:my:home")


@person_required
@require_http_methods(["GET", "HEAD", "POST"])
def disown(request: PersonRequest, pk: int) -> HttpResponse:
    """ "I did not want this": asks once more, then stops the application."""
    application = get_object_or_404(Application.objects.of_person(request.person), pk=pk)
    if request.method != "POST":
        return render(request, "applicants/my/disown.html", {"application": application})
    try:
        confirming.disown(
            application=application, actor=Actor.person(request.person), at=clock.now()
        )
    except IllegalMove as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("The application is stopped. Thank you for telling us."))
    return redirect("portal:my:home")


def _own(request: PersonRequest, pk: int) -> ApplicationDocument:
    """One of this person's documents; another's number answers 404 like a missing one."""
    return get_object_or_404(ApplicationDocument.objects.of_person(request.person), pk=pk)
