"""Certificates: the list, the file, revoking one."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import FileResponse, Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from becode.backoffice.base import StaffAdmin
from becode.backoffice.pages import staff_page
from becode.backoffice.parts import Link, Tag
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbsMixin
from becode.core import clock
from becode.core.forms import PlainTextField
from becode.files import store
from becode.people.models import Person
from cohorts.admin.cohorts import day
from cohorts.certificate_file import address_of
from cohorts.models import Certificate
from cohorts.permissions.file import CERTIFICATE_VIEWERS, can_revoke
from cohorts.workflow import certificates


class RevokeForm(forms.Form):
    reason = PlainTextField(
        label=_("Reason"),
        longest=300,
        lines=2,
        help_text=_("For colleagues. The public page says only that it was revoked."),
    )


@admin.register(Certificate, site=staff_site)
class CertificateAdmin(VerbsMixin, StaffAdmin):
    """Every certificate that was made."""

    view_roles = CERTIFICATE_VIEWERS
    list_display = ("name", "track_name", "graduated_on", "issued_at", "shown_state")
    list_filter = ("enrolment__cohort__campus", "enrolment__cohort__track")
    search_fields = ("name", "code")
    search_help_text = _("A name, or the code under the QR code")
    ordering = ("-issued_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "revoke",
            label=_("Revoke"),
            icon="gpp_bad",
            form=RevokeForm,
            danger=True,
            explain=_("Who scans its code reads that it is not valid any more. There is no undo."),
            allowed=can_revoke,
            possible=lambda certificate: certificate.revoked_at is None,
            run=lambda obj, data, actor, at: certificates.revoke_certificate(
                certificate=obj, reason=data["reason"], actor=actor, at=at
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[Any]:
        related = ("enrolment__person", "enrolment__cohort", "issued_by", "file")
        return super().get_queryset(request).select_related(*related)

    @admin.display(description=_("State"), ordering="revoked_at")
    def shown_state(self, certificate: Certificate) -> Tag:
        return self.state_tag(certificate)

    def state_tag(self, obj: Certificate) -> Tag:
        return Tag(_("Revoked"), "bad") if obj.revoked_at else Tag(_("Valid"), "good")

    def timeline_person(self, obj: Certificate) -> Person | None:
        person: Person = obj.enrolment.person
        return person

    def facts(self, request: StaffRequest, obj: Certificate) -> list[tuple[Any, Any]]:
        learner = reverse("admin:cohorts_enrolment_change", args=[obj.enrolment_id])
        return [
            (_("Learner"), Link(obj.enrolment.person.full_name, learner)),
            (_("Name on the certificate"), obj.name),
            (_("Track"), obj.track_name),
            (_("Graduated"), day(obj.graduated_on)),
            (_("Made at"), day(clock.local_day(obj.issued_at))),
            (_("Made by"), str(obj.issued_by or "")),
            (_("Page to check it"), address_of(obj.code, language=obj.language)),
            (_("Revoked at"), day(clock.local_day(obj.revoked_at)) if obj.revoked_at else ""),
            (_("Why revoked"), obj.revoked_reason),
        ]

    def buttons(self, request: StaffRequest, obj: Certificate) -> list[Button]:
        url = reverse("admin:certificate_file", args=[obj.pk])
        return [Button(_("Download the PDF"), url, icon="download")]


@staff_page("certificate/<int:key>/file/", name="certificate_file", roles=CERTIFICATE_VIEWERS)
@require_safe
def certificate_file(request: StaffRequest, key: int) -> FileResponse:
    """The PDF, as it was frozen."""
    found = Certificate.objects.visible_to(request.user).select_related("file").filter(pk=key)
    certificate = found.first()
    if certificate is None:
        raise Http404
    return store.serve(certificate.file)
