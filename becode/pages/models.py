"""The information pages of the public site, whose words colleagues write."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

INFORMATION_LANGUAGES = [
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("en", "English"),
    ("de", "Deutsch"),
    ("ar", "العربية"),
    ("uk", "Українська"),
    ("tr", "Türkçe"),
    ("es", "Español"),
]


class PageSlug(models.TextChoices):
    """The pages there are; the first three are written in every language of information."""

    HOME = "home", _("Front page")
    FOR_WHOM = "for-whom", _("For whom")
    HOW_IT_GOES = "how-it-goes", _("How it goes")
    QUESTIONS = "questions", _("Questions and answers")
    PRIVACY = "privacy", _("Privacy")


@pghistory.track()
class PageText(models.Model):
    """One page in one language: a title, a line under it, and the text in Markdown."""

    slug = models.CharField(_("page"), max_length=20, choices=PageSlug.choices)
    language = models.CharField(_("language"), max_length=2, choices=INFORMATION_LANGUAGES)
    title = models.CharField(_("title"), max_length=120)
    lede = models.CharField(_("first sentence"), max_length=300, blank=True)
    body = models.TextField(_("text"), blank=True, max_length=20_000)
    changed_at = models.DateTimeField(_("changed at"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("changed by"),
    )

    class Meta:
        verbose_name = _("page of the site")
        verbose_name_plural = _("pages of the site")
        ordering = ["slug", "language"]
        constraints = [models.UniqueConstraint(fields=["slug", "language"], name="page_text_once")]

    def __str__(self) -> str:
        return f"{self.get_slug_display()} ({self.language})"
