"""The contact log of colleagues."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.people.enums import ContactChannel, ContactResult
from becode.people.models.person import Person
from becode.people.querysets import ContactNoteQuerySet


class ContactNote(models.Model):
    """A call, visit or message of a colleague with a person, and what is to be done next.

    Free text of staff about a person: shown to staff of the person's campuses alone.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="contact_notes", verbose_name=_("person")
    )
    channel = models.CharField(_("how"), max_length=8, choices=ContactChannel.choices)
    result = models.CharField(_("result"), max_length=12, choices=ContactResult.choices, blank=True)
    text = models.TextField(_("what was said"), blank=True, max_length=5000)
    at = models.DateTimeField(_("at"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="contact_notes",
        verbose_name=_("by"),
    )
    next_action = models.CharField(_("next"), max_length=200, blank=True)
    next_on = models.DateField(_("on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_contact_notes",
        verbose_name=_("by whom"),
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contact log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["person", "at"], name="note_by_person"),
            models.Index(
                fields=["owner", "next_on"],
                condition=models.Q(done_at__isnull=True, next_on__isnull=False),
                name="note_next_by_owner",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(next_on__isnull=True) | ~models.Q(next_action=""),
                name="next_day_has_an_action",
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"

    @property
    def is_to_do(self) -> bool:
        """Whether something is to be done next that nobody did yet."""
        return bool(self.next_action) and self.done_at is None
