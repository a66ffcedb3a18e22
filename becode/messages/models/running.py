"""What the senders know of each other and of the world outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.messages.enums import BounceKind, Channel
from becode.messages.models.message import Message
from becode.messages.querysets import BounceQuerySet


class Heartbeat(models.Model):
    """When a periodic job last finished; becode.messages.health says when that is too long ago."""

    name = models.CharField(_("job"), max_length=40, primary_key=True)
    beat_at = models.DateTimeField(_("last finished"))
    detail = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrdinaryDay(models.Model):
    """The one ordinary message that somebody gets on a day; the constraint keeps it at one.

    `owner` is Message.owner_key, `day` the day in Brussels.
    """

    owner = models.CharField(max_length=30)
    day = models.DateField()
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("ordinary message of a day")
        verbose_name_plural = _("ordinary messages of a day")
        ordering = ["-day", "owner"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "day"], name="one_ordinary_message_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.owner} {self.day}"


class Outlet(models.Model):
    """A mail server or gateway as all senders together see it: breaker and rate.

    `tokens` are the messages that may leave now, as of `filled_at`; `failures` in a row open the
    breaker until `open_until`.
    """

    name = models.CharField(_("host"), max_length=100, primary_key=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    open_until = models.DateTimeField(_("left alone until"), null=True, blank=True)
    last_failure = models.CharField(_("last failure"), max_length=40, blank=True)
    last_failure_at = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(_("last success"), null=True, blank=True)
    tokens = models.FloatField(default=0)
    filled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("way out")
        verbose_name_plural = _("ways out")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Bounce(models.Model):
    """An address or number that a provider says does not work, or whose owner complained.

    `address` is kept in the form in which two spellings are equal (querysets.address_key).
    """

    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    address = models.CharField(_("address"), max_length=254)
    kind = models.CharField(_("what happened"), max_length=10, choices=BounceKind.choices)
    detail = models.CharField(_("reason given"), max_length=200, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(_("when"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("returned message")
        verbose_name_plural = _("returned messages")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["address", "at"], name="bounce_by_address")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
