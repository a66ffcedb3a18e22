"""Who may see and take along which list."""

from django.http import Http404

from applicants.permissions import EXPORTERS
from becode.accounts.enums import Role
from becode.backoffice.requests import StaffRequest
from becode.campuses.models import Campus
from cohorts.models import Track


def list_or_404(request: StaffRequest, campus_key: int, track_key: int) -> tuple[Campus, Track]:
    """The campus and the track of a list that this colleague may see. Raises Http404."""
    campus = Campus.objects.filter(pk=campus_key).first()
    track = Track.objects.filter(pk=track_key).first()
    if campus is None or track is None or not request.user.sees_campus(campus.pk):
        raise Http404
    return campus, track


def may_export(request: StaffRequest) -> bool:
    """Whether this colleague may take lists out of the house as a file."""
    return request.user.has_role(Role.ADMINISTRATOR, *EXPORTERS)
