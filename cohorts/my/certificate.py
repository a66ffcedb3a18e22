"""A graduate's own certificate, as a file."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from becode.files import store
from becode.portal.access import PersonRequest, person_required
from cohorts.models import Certificate


@person_required  # type: ignore[arg-type]
@require_safe
def certificate(request: PersonRequest) -> FileResponse:
    """The PDF of the latest one that is valid."""
    theirs = Certificate.objects.valid().filter(enrolment__person=request.person)
    found = theirs.select_related("file").order_by("-issued_at", "-pk").first()
    if found is None:
        raise Http404
    return store.serve(found.file)
