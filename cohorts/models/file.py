"""The learner's file: what the offices ask for, who somebody was at the start, and the laptop."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from becode.campuses.models import Campus
from becode.files.enums import DocumentState
from becode.files.models import StoredFile
from cohorts.enums import (
    BirthCountry,
    FileKind,
    Housing,
    Intent,
    LabourStatus,
    LaptopState,
    NationalityGroup,
    Schooling,
)
from cohorts.models.cohort import Enrolment
from cohorts.querysets import FileItemQuerySet, LaptopQuerySet, LoanQuerySet


@pghistory.track()
class FileItem(models.Model):
    """One thing that the file of a learner needs, from missing to verified, with its last day."""

    enrolment = models.ForeignKey(
        Enrolment, models.CASCADE, related_name="file_items", verbose_name=_("learner")
    )
    kind = models.CharField(_("what"), max_length=12, choices=FileKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=DocumentState.choices, default=DocumentState.MISSING
    )
    file = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="file_items",
        verbose_name=_("file"),
    )
    # The form of the office of the person's region, as it calls it.
    form_code = models.CharField(_("name of the form"), max_length=40, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    checked_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="checked_file_items",
        verbose_name=_("looked at by"),
    )
    remark = models.CharField(_("remark for the learner"), max_length=300, blank=True)

    objects = FileItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of the file")
        verbose_name_plural = _("parts of the file")
        ordering = ["enrolment", "kind"]
        indexes = [
            models.Index(fields=["state", "kind"], name="file_item_by_state"),
            models.Index(
                fields=["valid_until"],
                condition=Q(valid_until__isnull=False),
                name="file_item_by_end",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="file_item_once"),
            models.CheckConstraint(
                condition=Q(state__in=["missing", "waived"]) | Q(received_at__isnull=False),
                name="received_file_item_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class EntryRecord(models.Model):
    """Who somebody was at the start, as funders ask: fixed in week one, never changed after.

    Each answer is a value, or one of: prefers not to say, unknown, not asked.
    """

    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, related_name="entry_record", verbose_name=_("learner")
    )
    schooling = models.CharField(
        _("highest diploma"), max_length=10, choices=Schooling.choices, default="not_asked"
    )
    labour_status = models.CharField(
        _("work before the training"),
        max_length=10,
        choices=LabourStatus.choices,
        default="not_asked",
    )
    unemployed_since = models.DateField(_("without work since"), null=True, blank=True)
    nationality_group = models.CharField(
        _("nationality"), max_length=10, choices=NationalityGroup.choices, default="not_asked"
    )
    born_in = models.CharField(
        _("born"), max_length=10, choices=BirthCountry.choices, default="not_asked"
    )
    parents_born_in = models.CharField(
        _("a parent was born"), max_length=10, choices=BirthCountry.choices, default="not_asked"
    )
    housing = models.CharField(
        _("home"), max_length=10, choices=Housing.choices, default="not_asked"
    )
    changed_at = models.DateTimeField(_("last changed"))
    fixed_at = models.DateTimeField(_("fixed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("entry record")
        verbose_name_plural = _("entry records")
        constraints = [
            models.CheckConstraint(
                condition=Q(unemployed_since__isnull=True) | Q(labour_status="unemployed"),
                name="only_unemployed_people_have_a_since",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="fixed_entry_record",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__fixed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.enrolment)


class IntentSurvey(models.Model):
    """Why somebody came, asked in the first three days and never changed."""

    enrolment = models.OneToOneField(
        Enrolment, models.CASCADE, related_name="intent_survey", verbose_name=_("learner")
    )
    intent = models.CharField(_("why"), max_length=12, choices=Intent.choices)
    answered_at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("question at the start")
        verbose_name_plural = _("questions at the start")
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.get_intent_display()


@pghistory.track()
class Laptop(models.Model):
    """A laptop that a campus lends to learners."""

    campus = models.ForeignKey(
        Campus, models.PROTECT, related_name="laptops", verbose_name=_("campus")
    )
    tag = models.CharField(_("label"), max_length=40, unique=True)
    model = models.CharField(_("model"), max_length=80, blank=True)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=LaptopState.choices, default=LaptopState.IN_STOCK
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = LaptopQuerySet.as_manager()

    class Meta:
        verbose_name = _("laptop")
        verbose_name_plural = _("laptops")
        ordering = ["campus", "tag"]

    def __str__(self) -> str:
        return self.tag


@pghistory.track(exclude=["hand_over_signature", "return_signature"])
class LaptopLoan(models.Model):
    """One laptop with one learner, from the signed hand-over to the signed return.

    Signatures are the strokes drawn on screen, as SVG path data, kept with the text that was
    signed, who and when, and a hash of all of it.
    """

    laptop = models.ForeignKey(
        Laptop, models.PROTECT, related_name="loans", verbose_name=_("laptop")
    )
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="laptop_loans", verbose_name=_("learner")
    )
    handed_at = models.DateTimeField(_("handed over at"))
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="handed_laptops",
        verbose_name=_("handed over by"),
    )
    hand_over_condition = models.CharField(_("condition"), max_length=300, blank=True)
    hand_over_text = models.TextField(_("what was signed"), blank=True)
    hand_over_signature = models.TextField(_("signature"), blank=True)
    hand_over_signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    hand_over_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    returned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returned_laptops",
        verbose_name=_("returned to"),
    )
    return_condition = models.CharField(_("condition at the return"), max_length=300, blank=True)
    return_text = models.TextField(_("what was signed at the return"), blank=True)
    return_signature = models.TextField(_("signature at the return"), blank=True)
    return_sha256 = models.CharField(max_length=64, blank=True, editable=False)

    objects = LoanQuerySet.as_manager()

    class Meta:
        verbose_name = _("laptop loan")
        verbose_name_plural = _("laptop loans")
        ordering = ["-handed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["laptop"],
                condition=Q(returned_at__isnull=True),
                name="a_laptop_is_lent_once",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(returned_at__isnull=True),
                name="one_laptop_per_learner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.laptop} · {self.enrolment}"
