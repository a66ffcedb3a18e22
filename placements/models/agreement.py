"""The agreement of an internship: frozen when it is made, signed by all, never overwritten."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from becode.files.models import StoredFile
from becode.people.models.person import LANGUAGES
from placements.enums import PaperKind, PaperState, Party, ScanState, SignMethod
from placements.models.company import CompanyContact
from placements.models.internship import Internship
from placements.querysets import (
    InternshipAgreementQuerySet,
    SignatureQuerySet,
    SignedScanQuerySet,
)


@pghistory.track()
class InternshipAgreement(models.Model):
    """One version of an internship's agreement, or of an amendment to a signed one.

    `data` are the facts as printed, by section; they and the file never change in a row. A
    correction before the last signature is a new row, which `replaces` this one.
    """

    internship = models.ForeignKey(
        Internship, models.PROTECT, related_name="agreements", verbose_name=_("internship")
    )
    kind = models.CharField(
        _("kind"), max_length=9, choices=PaperKind.choices, default=PaperKind.AGREEMENT
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    state = models.CharField(
        _("state"), max_length=9, choices=PaperState.choices, default=PaperState.OPEN
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES)
    template_version = models.CharField(_("version of the text"), max_length=20)
    data = models.JSONField(_("facts"))
    data_sha256 = models.CharField(_("hash of the facts"), max_length=64)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="agreements", verbose_name=_("file to sign")
    )
    signed_file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signed_agreements",
        verbose_name=_("signed file"),
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("corrects"),
    )
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name=_("amends"),
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made at"), db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="made_agreements",
        verbose_name=_("made by"),
    )
    signed_at = models.DateTimeField(_("signed by all at"), null=True, blank=True)

    objects = InternshipAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("internship agreement")
        verbose_name_plural = _("internship agreements")
        ordering = ["internship", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["internship", "number"], name="agreement_number_once"),
            models.UniqueConstraint(
                fields=["internship"], condition=Q(state="open"), name="one_agreement_to_sign"
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_at__isnull=False, signed_file__isnull=False)
                | (~Q(state="signed") & Q(signed_at__isnull=True, signed_file__isnull=True)),
                name="signed_agreement_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(kind="agreement", amends__isnull=True)
                | Q(kind="amendment", amends__isnull=False),
                name="amendment_amends_something",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_agreement_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="signed"),
            ),
            pgtrigger.Protect(
                name="printed_facts_stay",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "data", "data_sha256", "file", "language", "template_version"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.internship} · {self.number}"


@pghistory.track(exclude=["signature"])
class Signature(models.Model):
    """One signature that an agreement needs, and what proves it once it is there.

    `covers` maps each part of the facts that the signer vouches for to its hash; `evidence` says
    from which link or account, with which hash of the file.
    """

    agreement = models.ForeignKey(
        InternshipAgreement,
        models.CASCADE,
        related_name="signatures",
        verbose_name=_("agreement"),
    )
    party = models.CharField(_("party"), max_length=7, choices=Party.choices)
    contact = models.ForeignKey(
        CompanyContact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("signatory of the company"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreement_signatures",
        verbose_name=_("signatory of the school"),
    )
    name = models.CharField(_("name"), max_length=200)
    function = models.CharField(_("function"), max_length=120, blank=True)
    method = models.CharField(_("how"), max_length=5, choices=SignMethod.choices, blank=True)
    signature = models.TextField(_("signature"), blank=True)
    scan = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signature_scans",
        verbose_name=_("scan"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    signed_place = models.CharField(_("signed in"), max_length=80, blank=True)
    covers = models.JSONField(default=dict, blank=True, editable=False)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    carried_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_to",
        verbose_name=_("kept from"),
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "contact"],
                condition=Q(contact__isnull=False),
                name="a_contact_signs_once",
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(party="learner"), name="the_learner_signs_once"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, method="")
                | (Q(signed_at__isnull=False, method="scan", scan__isnull=False))
                | (Q(signed_at__isnull=False, method__in=["drawn", "typed"]) & ~Q(signature="")),
                name="signed_by_hand_or_scan",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="given_signature_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__signed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.get_party_display()}"


@pghistory.track()
class SignedScan(models.Model):
    """A picture or PDF of an agreement that was signed on paper; it may hold several signatures.

    It counts once a colleague looked at it and said who signed (`placements.workflow.scans`).
    """

    agreement = models.ForeignKey(
        InternshipAgreement,
        models.CASCADE,
        related_name="scans",
        verbose_name=_("agreement"),
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="agreement_scans", verbose_name=_("scan")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=ScanState.choices, default=ScanState.WAITING
    )
    received_at = models.DateTimeField(_("received at"), db_index=True)
    # A contact who sent it by link has an account, too; it never signed in.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="sent_scans",
        verbose_name=_("sent by"),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="checked_scans",
        verbose_name=_("checked by"),
    )

    objects = SignedScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        ordering = ["received_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", checked_at__isnull=True)
                | (~Q(state="waiting") & Q(checked_at__isnull=False)),
                name="checked_scan_has_a_moment",
            )
        ]

    def __str__(self) -> str:
        return str(self.file)
