"""The staff list of agreements, and the page of one: who signed, who must act, what proves it."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from becode.backoffice.base import StaffAdmin
from becode.backoffice.parts import Link, Section, Tag, table_section
from becode.backoffice.requests import StaffRequest
from becode.backoffice.site import staff_site
from becode.backoffice.verbs import Button, Verb, VerbForm, VerbsMixin
from becode.core.forms import CHOOSE
from becode.people.models import Person
from placements.admin.agreement_forms import ReasonForm
from placements.admin.words import day, page_of, person_page
from placements.enums import PaperKind, PaperState, Party, ScanState
from placements.models import InternshipAgreement, Signature
from placements.permissions import can_change_internship
from placements.permissions.agreements import can_change_agreement
from placements.workflow import agreements
from placements.workflow.signing import is_intact

_TONES: dict[str, Any] = {"open": "warning", "signed": "good", "replaced": "neutral"}


class MissingForm(VerbForm):
    """One of those who have not signed."""

    signature = forms.ModelChoiceField(
        Signature.objects.none(),
        label=_("Who?"),
        empty_label=None,
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        missing = self.obj.signatures.filter(signed_at__isnull=True).order_by("pk")
        field: Any = self.fields["signature"]
        field.queryset = missing


class WaitsForFilter(admin.SimpleListFilter):
    """Open agreements by the party whose signature is missing."""

    title = _("waits for")
    parameter_name = "waits_for"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Party.choices)

    def queryset(
        self, request: Any, queryset: QuerySet[InternshipAgreement]
    ) -> QuerySet[InternshipAgreement]:
        if self.value() not in Party.values:
            return queryset
        missing = Signature.objects.missing().filter(party=self.value())
        return queryset.filter(pk__in=missing.values("agreement"))


def _is_open(agreement: InternshipAgreement) -> bool:
    return agreement.state == PaperState.OPEN


@admin.register(InternshipAgreement, site=staff_site)
class InternshipAgreementAdmin(VerbsMixin, StaffAdmin):
    """Agreements and amendments; every version stays."""

    list_display = ("learner", "company", "kind", "start_on", "state", "waits_for", "made_at")
    list_filter = ("state", WaitsForFilter, "kind", "internship__enrolment__cohort__campus")
    search_fields = ("internship__enrolment__person__sort_name", "internship__company__name")
    ordering = ("-made_at", "-pk")
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "ask_again",
            label=_("Ask again"),
            icon="send",
            form=MissingForm,
            explain=_("They get a new message, with a new link."),
            done=_("The message is on its way."),
            allowed=can_change_agreement,
            possible=_is_open,
            run=lambda agreement, data, actor, at: agreements.ask_again(
                signature=data["signature"], actor=actor, at=at
            ),
        ),
        Verb(
            "cancel",
            label=_("Cancel the agreement"),
            icon="cancel",
            form=ReasonForm,
            danger=True,
            explain=_("Nobody can sign any more. Everybody who was asked is told."),
            done=_("The agreement is cancelled."),
            allowed=can_change_agreement,
            possible=_is_open,
            run=lambda agreement, data, actor, at: agreements.cancel(
                agreement=agreement, actor=actor, at=at, **data
            ),
        ),
    ]

    def get_queryset(self, request: StaffRequest) -> QuerySet[InternshipAgreement]:
        rows = super().get_queryset(request).with_all()
        return rows.prefetch_related("signatures")

    @admin.display(description=_("Learner"), ordering="internship__enrolment__person__sort_name")
    def learner(self, agreement: InternshipAgreement) -> str:
        return agreement.internship.enrolment.person.full_name

    @admin.display(description=_("Company"), ordering="internship__company__name")
    def company(self, agreement: InternshipAgreement) -> str:
        return agreement.internship.company.name

    @admin.display(description=_("First day"), ordering="internship__start_on")
    def start_on(self, agreement: InternshipAgreement) -> str:
        return day(agreement.internship.start_on)

    @admin.display(description=_("Waits for"))
    def waits_for(self, agreement: InternshipAgreement) -> str:
        return waits_for(agreement)

    def state_tag(self, obj: InternshipAgreement) -> Tag:
        return Tag(obj.get_state_display(), _TONES.get(obj.state, "bad"))

    def timeline_person(self, obj: InternshipAgreement) -> Person | None:
        return None

    def buttons(self, request: StaffRequest, obj: InternshipAgreement) -> list[Button]:
        found = []
        if _is_open(obj):
            mine = [
                one
                for one in obj.signatures.all()
                if one.user_id == request.user.pk and one.signed_at is None
            ]
            if mine:
                url = reverse("admin:sign_agreement", args=[obj.pk])
                found.append(Button(_("Sign for the school"), url, "draw", primary=True))
            if can_change_agreement(request.user, obj):
                for label, name, icon in (
                    (_("Correct"), "correct_agreement", "edit_document"),
                    (_("Signed on paper"), "agreement_scan", "upload_file"),
                ):
                    found.append(Button(label, reverse(f"admin:{name}", args=[obj.pk]), icon))
        elif obj.state == PaperState.SIGNED and can_change_agreement(request.user, obj):
            url = reverse("admin:amend_agreement", args=[obj.internship_id])
            found.append(Button(_("Make an amendment"), url, "post_add"))
        return found

    def facts(self, request: StaffRequest, obj: InternshipAgreement) -> list[tuple[Any, Any]]:
        internship = obj.internship
        facts: list[tuple[Any, Any]] = [
            (_("Learner"), person_page(internship.enrolment.person)),
            (_("Company"), page_of(internship.company)),
            (_("Internship"), page_of(internship, day(internship.start_on))),
            (_("Kind"), obj.get_kind_display()),
            (_("Version"), str(obj.number)),
            (_("Language"), obj.get_language_display()),
            (_("Made on"), day(obj.made_at)),
            (_("Waits for"), waits_for(obj)),
            (_("File to sign"), _file(obj, "paper", _("Download"))),
        ]
        if obj.language != "en":
            facts.append((_("Translation"), _file(obj, "english", _("English (PDF)"))))
        if obj.signed_file_id:
            facts.append((_("Signed file"), _file(obj, "signed", _("Download"))))
            facts.append((_("Signed by all on"), day(obj.signed_at)))
        if obj.reason:
            facts.append((_("Why"), obj.reason))
        return facts

    def sections(self, request: StaffRequest, obj: InternshipAgreement) -> list[Section]:
        found = [_signatures(obj), _scans(obj), _versions(obj), _evidence(obj)]
        return [section for section in found if section is not None]


def waits_for(agreement: InternshipAgreement) -> str:
    """The names of those who still have to sign; prefetch `signatures` for lists."""
    if agreement.state != PaperState.OPEN:
        return ""
    return ", ".join(one.name for one in agreement.signatures.all() if one.signed_at is None)


def _file(agreement: InternshipAgreement, which: str, text: Any) -> Link:
    return Link(text, reverse("admin:agreement_file", args=[agreement.pk, which]))


def _signatures(agreement: InternshipAgreement) -> Section:
    rows = [
        (
            one.name,
            one.get_party_display(),
            one.function or "–",
            Tag(_("Signed"), "good") if one.signed_at else Tag(_("Missing"), "warning"),
            day(one.signed_at) or "–",
            _how(one),
        )
        for one in agreement.signatures.all()
    ]
    headers = [_("Name"), _("Party"), _("Function"), _("State"), _("Signed on"), _("How")]
    return table_section(_("Signatures"), headers, rows)


def _how(signature: Signature) -> str:
    if not signature.signed_at:
        return "–"
    how = signature.get_method_display()
    if not signature.carried_from_id:
        return how
    return " · ".join([how, gettext("kept from an earlier version")])


def _scans(agreement: InternshipAgreement) -> Section | None:
    scans = agreement.scans.select_related("file", "sent_by", "checked_by")
    rows = [
        (
            Link(scan.file.name, reverse("admin:scan_file", args=[scan.pk])),
            str(scan.sent_by or "–"),
            day(scan.received_at),
            Link(_("Look at it"), reverse("admin:check_scan", args=[scan.pk]))
            if scan.state == ScanState.WAITING and agreement.state == PaperState.OPEN
            else scan.get_state_display(),
            scan.note or "–",
        )
        for scan in scans
    ]
    headers = [_("Scan"), _("Sent by"), _("Received on"), _("State"), _("Note")]
    return table_section(_("Signed on paper"), headers, rows) if rows else None


def _versions(agreement: InternshipAgreement) -> Section | None:
    others = InternshipAgreement.objects.filter(internship=agreement.internship_id).exclude(
        pk=agreement.pk
    )
    rows = [
        (
            page_of(one, f"{one.get_kind_display()} {one.number}"),
            day(one.made_at),
            Tag(one.get_state_display(), _TONES.get(one.state, "bad")),
            one.reason or "–",
        )
        for one in others.order_by("number")
    ]
    headers = [_("Paper"), _("Made on"), _("State"), _("Why")]
    title = _("Other versions and amendments")
    return table_section(title, headers, rows) if rows else None


def _evidence(agreement: InternshipAgreement) -> Section | None:
    """What proves each signature: its way in, the hashes, and whether the seal still fits."""
    rows = [
        (
            one.name,
            f"{one.evidence.get('through', '')} {one.evidence.get('key', '')}",
            one.evidence.get("file_sha256", "")[:16] + "…",
            one.sha256[:16] + "…",
            Tag(_("Intact"), "good") if is_intact(one) else Tag(_("Does not fit"), "bad"),
        )
        for one in agreement.signatures.all()
        if one.signed_at
    ]
    headers = [_("Name"), _("From link or account"), _("File (SHA-256)"), _("Seal"), _("Check")]
    return table_section(_("Evidence"), headers, rows) if rows else None


def agreements_of(internship: Any, user: Any) -> list[Button]:
    """Buttons on the page of an internship: make its agreement, open it, amend it."""
    papers = list(
        InternshipAgreement.objects.filter(internship=internship).exclude(
            Q(state=PaperState.REPLACED) | Q(state=PaperState.CANCELLED)
        )
    )
    if papers:
        latest = max(papers, key=lambda one: one.number)
        url = reverse("admin:placements_internshipagreement_change", args=[latest.pk])
        label = _("Amendment") if latest.kind == PaperKind.AMENDMENT else _("Agreement")
        return [Button(label, url, "contract")]
    if internship.state not in agreements.GOES_ON:
        return []
    url = reverse("admin:make_agreement", args=[internship.pk])
    if not can_change_internship(user, internship):
        return []
    return [Button(_("Make the agreement"), url, "contract", primary=True)]
