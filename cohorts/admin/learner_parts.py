"""What the page of a learner says of the file, the laptop and the end of the training."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from becode.accounts.enums import Role
from becode.accounts.models import User
from becode.backoffice.documents import document_tag
from becode.backoffice.parts import Link, Section, Tag, table_section, text_section
from becode.backoffice.verbs import Button
from becode.core import clock
from cohorts.admin.cohorts import day
from cohorts.enums import EnrolmentState
from cohorts.models import Enrolment, Exit, LaptopLoan
from cohorts.permissions.cohorts import GUIDES
from cohorts.permissions.file import CERTIFICATE_VIEWERS, FILE_VIEWERS, KEEPERS
from cohorts.workflow.file import in_order

BUSY = (EnrolmentState.IN_TRAINING, EnrolmentState.ON_INTERNSHIP)


def after_leaving(enrolment: Enrolment, result: Any) -> str:
    """Where to go after somebody left: to the return of what is still out."""
    loan = LaptopLoan.objects.out().filter(enrolment=enrolment).first()
    if loan is not None:
        return reverse("admin:return_laptop", args=[loan.pk])
    return reverse("admin:cohorts_enrolment_change", args=[enrolment.pk])


def end_facts(enrolment: Enrolment) -> list[tuple[Any, Any]]:
    """How the training ended, for who left."""
    made: Exit | None = getattr(enrolment, "exit", None)
    if made is None:
        return []
    return [
        (_("Who decided"), made.get_decided_by_display()),
        (_("Colleague who decided"), made.decided_with),
        (_("Talk at the end"), day(made.interview_on)),
        (_("Badge or key is back"), _("Yes") if made.badge_returned else _("No")),
        (_("Seat"), _("free for somebody else") if made.seat_freed else _("stays used")),
    ]


def learner_buttons(user: User, enrolment: Enrolment) -> list[Button]:
    """Pages about this learner, by role and by how far the training is."""
    pages: list[tuple[Any, str, int, str]] = []
    certificate = enrolment.certificate
    if certificate is not None and user.has_role(Role.ADMINISTRATOR, *CERTIFICATE_VIEWERS):
        page = "admin:cohorts_certificate_change"
        pages.append((_("Certificate"), page, certificate.pk, "workspace_premium"))
    if user.has_role(Role.ADMINISTRATOR, *GUIDES) and enrolment.started_on:
        if enrolment.state in BUSY:
            pages.append((_("Requirements"), "admin:graduation", enrolment.pk, "checklist"))
        pages.append((_("Entry record"), "admin:entry_record", enrolment.pk, "flag_circle"))
    return [Button(label, reverse(name, args=[key]), icon=icon) for label, name, key, icon in pages]


def learner_sections(user: User, enrolment: Enrolment) -> list[Section]:
    """The file and the laptops; what was said at the end."""
    sections = []
    if user.has_role(Role.ADMINISTRATOR, *FILE_VIEWERS):
        sections.append(_file(enrolment))
    if user.has_role(Role.ADMINISTRATOR, *KEEPERS):
        sections.append(_loans(enrolment))
    made: Exit | None = getattr(enrolment, "exit", None)
    if made is not None and user.has_role(Role.ADMINISTRATOR, *GUIDES):
        sections.append(
            text_section(
                _("What was said at the end"), made.interview, empty=_("Nothing is written yet.")
            )
        )
    return sections


def _file(enrolment: Enrolment) -> Section:
    rows = [
        (
            Link(item.get_kind_display(), reverse("admin:cohorts_fileitem_change", args=[item.pk])),
            document_tag(item),
            day(item.valid_until),
            item.remark,
        )
        for item in in_order(enrolment.file_items.all())
    ]
    headers = [_("What"), _("State"), _("Valid until"), _("Remark")]
    url = reverse("admin:cohort_file", args=[enrolment.cohort_id])
    return table_section(
        pgettext_lazy("learner", "File"), headers, rows, empty=_("Nothing is asked."), url=url
    )


def _loans(enrolment: Enrolment) -> Section:
    loans = enrolment.laptop_loans.select_related("laptop").order_by("-handed_at", "-pk")
    rows = [
        (
            Link(loan.laptop.tag, reverse("admin:cohorts_laptoploan_change", args=[loan.pk])),
            day(clock.local_day(loan.handed_at)),
            day(clock.local_day(loan.returned_at)) if loan.returned_at else Tag(_("Out"), "info"),
        )
        for loan in loans
    ]
    headers = [_("Laptop"), _("From"), _("Back")]
    return table_section(_("Laptop"), headers, rows, empty=_("No laptop was lent."))
