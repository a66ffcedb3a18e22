"""The outbox: every message is a row before anything is sent. See docs/architecture.md."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.messages.enums import Channel, Delivery, MessageState
from becode.messages.querysets import MessageQuerySet
from becode.people.models import Person


def owner_of_person(key: int) -> str:
    """`Message.owner_key` of a person's messages."""
    return f"person-{key}"


class Message(models.Model):
    """One message to one address.

    Bodies hold placeholders such as `[[link]]` where a secret belongs; `sealed` holds the
    secrets, encrypted, and is emptied once the message is in a final state.
    `parts` are the words apart (becode.messages.rendering), from which the mail is made when it
    leaves, alone or together with others: then `merged_into` is the row that was sent.
    `rule` is the reminder that planned it, empty for news of a change; `ordinary` ones keep to
    one a day and person.
    """

    dedupe_key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=60)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=MessageState.choices, default=MessageState.PENDING
    )
    urgent = models.BooleanField(_("urgent"), default=False)
    rule = models.CharField(_("reminder"), max_length=60, blank=True)
    ordinary = models.BooleanField(_("one a day"), default=False)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, verbose_name=_("person")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, verbose_name=_("account")
    )
    campus_key = models.BigIntegerField(null=True, editable=False)
    address = models.CharField(_("to"), max_length=254)
    language = models.CharField(_("language"), max_length=2)
    template_version = models.CharField(_("version of the text"), max_length=20)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    text = models.TextField(_("text"), blank=True)
    parts = models.JSONField(default=dict, editable=False)
    calendar = models.TextField(_("appointment"), blank=True, editable=False)
    sealed = models.BinaryField(null=True, editable=False)
    about_type = models.CharField(max_length=60, blank=True)
    about_key = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(_("planned at"))
    due_at = models.DateTimeField(_("due at"))
    expires_at = models.DateTimeField(_("useless after"), null=True, blank=True)
    next_try_at = models.DateTimeField(_("next try"))
    leased_until = models.DateTimeField(null=True, editable=False)
    lease = models.UUIDField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    outcome = models.CharField(_("outcome"), max_length=40, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    body_purged_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("sent together with"),
    )
    instead_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="replacements",
        verbose_name=_("instead of"),
    )
    provider_key = models.CharField(max_length=150, blank=True, editable=False)
    delivery = models.CharField(
        _("reported back"), max_length=10, choices=Delivery.choices, blank=True, editable=False
    )
    delivery_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["urgent", "next_try_at", "id"],
                condition=models.Q(state="pending"),
                name="message_due",
            ),
            models.Index(
                fields=["leased_until"],
                condition=models.Q(state="sending"),
                name="message_leased",
            ),
            models.Index(
                fields=["finished_at", "state"],
                condition=models.Q(finished_at__isnull=False),
                name="message_finished",
            ),
            models.Index(fields=["person", "created_at"], name="message_by_person"),
            models.Index(fields=["about_type", "about_key"], name="message_about"),
            models.Index(
                fields=["person", "user", "next_try_at"],
                condition=models.Q(state="pending", ordinary=True),
                name="message_ordinary",
            ),
            models.Index(
                fields=["provider_key"],
                condition=~models.Q(provider_key=""),
                name="message_by_provider_key",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="sending", lease__isnull=False, leased_until__isnull=False)
                | (~models.Q(state="sending") & models.Q(lease__isnull=True)),
                name="message_leased_while_sending",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "sending"])
                | models.Q(sealed__isnull=True),
                name="message_secret_emptied_at_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.channel} {self.state}"

    @property
    def did_not_arrive(self) -> bool:
        """Refused, given up, or taken and come back; `MessageQuerySet.not_arrived` in the large."""
        came_back = self.state == MessageState.SENT and self.delivery == Delivery.BOUNCED
        return came_back or self.state == MessageState.FAILED

    @property
    def owner_is_gone(self) -> bool:
        """Whether the person or account it was written for was deleted since; the key tells."""
        return (self.person_id is None and ":person-" in self.dedupe_key) or (
            self.user_id is None and ":user-" in self.dedupe_key
        )

    @property
    def owner_key(self) -> str:
        """Whose day it counts in: "person-5", "user-7"; empty when it belongs to nobody."""
        if self.person_id is not None:
            return owner_of_person(self.person_id)
        return f"user-{self.user_id}" if self.user_id is not None else ""
