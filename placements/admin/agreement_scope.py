"""What the staff pages about agreements share: the scope, the frame."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse

from becode.backoffice.pages import require_role
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from placements.models import Internship, InternshipAgreement, SignedScan
from placements.permissions import CHANGE_ROLES, can_change_agreement, can_change_internship


def posted(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def internship_or_404(request: StaffRequest, key: int) -> Internship:
    rows = Internship.objects.visible_to(request.user).select_related(
        "company",
        "position",
        "establishment",
        "mentor__user",
        "workstation_sheet",
        "enrolment__person",
        "enrolment__cohort__campus",
        "enrolment__cohort__track",
    )
    internship: Internship = get_object_or_404(rows, pk=key)
    if not can_change_internship(request.user, internship):
        raise PermissionDenied
    return internship


def agreement_seen(request: StaffRequest, key: int) -> InternshipAgreement:
    rows = InternshipAgreement.objects.visible_to(request.user).with_all()
    found: InternshipAgreement = get_object_or_404(rows, pk=key)
    return found


def agreement_or_404(request: StaffRequest, key: int) -> InternshipAgreement:
    require_role(request, *CHANGE_ROLES)
    agreement = agreement_seen(request, key)
    if not can_change_agreement(request.user, agreement):
        raise PermissionDenied
    return agreement


def scan_or_404(request: StaffRequest, key: int) -> SignedScan:
    rows = SignedScan.objects.visible_to(request.user).select_related(
        "file",
        "sent_by",
        "agreement__internship__company",
        "agreement__internship__enrolment__person",
        "agreement__internship__enrolment__cohort",
    )
    found: SignedScan = get_object_or_404(rows, pk=key)
    return found


def page_of_record(record: Any) -> str:
    return reverse(f"admin:placements_{record._meta.model_name}_change", args=[record.pk])


def own_page(
    request: StaffRequest, template: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    request.current_app = staff_site.name
    frame = {**staff_site.each_context(request), "title": title}
    return TemplateResponse(request, f"placements/staff/{template}", {**frame, **context})
