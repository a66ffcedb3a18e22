"""Links for people without an account: one thing to do each, and an end."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from placements.enums import LinkPurpose
from placements.models.agreement import Signature
from placements.models.company import CompanyContact
from placements.models.internship import Internship, InternshipEvaluation
from placements.models.job import FollowUp, JobPlacement
from placements.models.matching import Position
from placements.querysets import GuestLinkQuerySet


class GuestLink(models.Model):
    """A secret address that lets its holder do one thing; only its digest is kept.

    Opening it never acts. What it is about is the one key that its purpose asks for.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("for"), max_length=11, choices=LinkPurpose.choices)
    contact = models.ForeignKey(
        CompanyContact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="links",
        verbose_name=_("company contact"),
    )
    signature = models.ForeignKey(
        Signature, models.CASCADE, null=True, blank=True, related_name="links"
    )
    evaluation = models.ForeignKey(
        InternshipEvaluation, models.CASCADE, null=True, blank=True, related_name="links"
    )
    internship = models.ForeignKey(
        Internship, models.CASCADE, null=True, blank=True, related_name="links"
    )
    follow_up = models.ForeignKey(
        FollowUp, models.CASCADE, null=True, blank=True, related_name="links"
    )
    job = models.ForeignKey(
        JobPlacement, models.CASCADE, null=True, blank=True, related_name="links"
    )
    position = models.ForeignKey(
        Position, models.CASCADE, null=True, blank=True, related_name="links"
    )
    made_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = GuestLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link without an account")
        verbose_name_plural = _("links without an account")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose="invite", contact__isnull=False)
                | Q(purpose="sign", signature__isnull=False)
                | Q(purpose="evaluate", evaluation__isnull=False)
                | Q(purpose__in=["month", "workstation"], internship__isnull=False)
                | Q(purpose="follow_up", follow_up__isnull=False)
                | Q(purpose="proof", job__isnull=False)
                | Q(purpose="renew", position__isnull=False, contact__isnull=False),
                name="link_is_about_something",
            )
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
