"""What colleagues and recipients decided about messages."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from becode.core.versions import Version
from becode.messages.enums import Topic
from becode.messages.querysets import PauseQuerySet
from becode.people.models import Person


class TextVersion(Version):
    """The words of one kind of message in one language, as a colleague wrote them.

    The newest row of a kind and language holds; one with `is_default` goes back to our own words.
    `body` has a paragraph a line. Placeholders stand as `{name}`.
    """

    kind = models.CharField(_("kind"), max_length=60)
    language = models.CharField(_("language"), max_length=2)
    is_default = models.BooleanField(_("our own words"), default=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    sms = models.CharField(_("SMS"), max_length=480, blank=True)

    class Meta(Version.Meta):
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        indexes = [models.Index(fields=["kind", "language", "-id"], name="wording_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Pause(models.Model):
    """No reminders about a person, a cohort or a company for a time.

    `about_type` and `about_key` name the record ("cohorts.cohort", 5); `until` is the first day
    on which reminders go again, empty for "until somebody ends it".
    """

    about_type = models.CharField(max_length=60)
    about_key = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=200)
    begun_at = models.DateTimeField(_("since"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    until = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauses")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about_type", "about_key"],
                condition=models.Q(ended_at__isnull=True),
                name="one_pause_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about_type} {self.about_key}"


class Unwanted(models.Model):
    """Somebody does not want messages of one topic; of a person or of an account."""

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="unwanted_topics"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="unwanted_topics",
    )
    topic = models.CharField(_("topic"), max_length=20, choices=Topic.choices)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("unwanted topic")
        verbose_name_plural = _("unwanted topics")
        ordering = ["topic", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "topic"], name="unwanted_once_by_person"),
            models.UniqueConstraint(fields=["user", "topic"], name="unwanted_once_by_user"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=False, user__isnull=True)
                | models.Q(person__isnull=True, user__isnull=False),
                name="unwanted_by_one",
            ),
        ]

    def __str__(self) -> str:
        return self.get_topic_display()
